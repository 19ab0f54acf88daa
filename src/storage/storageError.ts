/** What goes wrong with a browser's database, as an error that says what to do. */
import { TillerError } from '../core/errors.ts';

export const BLOCKED = new TillerError(
  'storage_failed',
  'saved vectors and results cannot be opened: another tab shows an older version of this page. ' +
    'Close the other tabs of this page, then reload.',
);

export const OUTDATED = new TillerError(
  'storage_failed',
  'saved vectors and results were written by a newer version of this page: reload to get that version.',
);

/** Any failure of a database call; a TillerError stays what it is. */
export function storageError(error: unknown): TillerError {
  if (error instanceof TillerError) return error;
  switch (nameOf(error)) {
    case 'QuotaExceededError':
      return new TillerError(
        'storage_full',
        'the browser gives this page no more room: remove saved vectors, old results or downloaded models, ' +
          'or free disk space, then try again. What was saved before is kept.',
      );
    case 'DataCloneError':
      return new TillerError('internal', `a value cannot be stored: ${messageOf(error)}`);
    default:
      return new TillerError(
        'storage_failed',
        `the browser's storage failed (${messageOf(error)}): reload the page and try again. ` +
          'What was saved before is kept.',
      );
  }
}

export function nameOf(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.name : '';
}

export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.replace(/\.$/, '');
}
