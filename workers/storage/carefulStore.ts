/**
 * Any storage, made safe to wait for: an operation that the browser never answers fails in time, and what the browser
 * throws (the site's data was cleared under the running page, a disk that breaks) becomes an error in words. The lack of
 * room passes as it is: a download knows what to do then.
 */
import { TillerError } from '../../src/core/errors.ts';
import { inTime } from '../stallClock.ts';
import { type FileStore, isOutOfRoom, type ModelFolder } from './fileStore.ts';

/**
 * Milliseconds of this thread's waking time that one operation may take, those before it included. A piece of 8 MiB took under
 * a second on the slowest machine that was tried; the bound is for what never ends.
 */
export const ANSWER_MS = 30_000;

/** @param answerMs default: see `ANSWER_MS` */
export function carefulStore(store: FileStore, answerMs = ANSWER_MS): FileStore {
  // What fell silent once is not asked again, or each file that a failed download closes would be waited for as long.
  let silence: TillerError | null = null;
  const careful: Careful = (what, operation) => {
    if (silence) return Promise.reject(silence);
    const problem = () => {
      silence ??= noAnswer(what, answerMs, store.atWork?.());
      return silence;
    };
    return inTime(operation(), answerMs, problem).catch((error: unknown) => {
      throw inWords(what, error);
    });
  };
  return {
    kind: store.kind,
    keys: () => careful('listing the models', () => store.keys()),
    folder: async (key) => carefulFolder(await careful('opening a folder', () => store.folder(key)), careful),
    remove: (key) => careful('deleting a model', () => store.remove(key)),
  };
}

type Careful = <T>(what: string, operation: () => Promise<T>) => Promise<T>;

function carefulFolder(folder: ModelFolder, careful: Careful): ModelFolder {
  return {
    write: (path, at, bytes) => careful(`writing ${path}`, () => folder.write(path, at, bytes)),
    readPiece: (path, at, length) => careful(`reading ${path}`, () => folder.readPiece(path, at, length)),
    open: (path, sizeBytes) => careful(`opening ${path}`, () => folder.open(path, sizeBytes)),
    readText: (name) => careful(`reading ${name}`, () => folder.readText(name)),
    writeText: (name, text) => careful(`writing ${name}`, () => folder.writeText(name, text)),
    remove: (path) => careful(`deleting ${path}`, () => folder.remove(path)),
    close: () => careful('closing a folder', () => folder.close()),
  };
}

/**
 * @param what the operation, as in "while ..."
 * @param atWork the one that it waited for, as in "while ..."
 */
export function noAnswer(what: string, answerMs: number, atWork?: string | null): TillerError {
  const behind = atWork && atWork !== what ? `, behind ${atWork}` : '';
  return new TillerError(
    'storage_failed',
    `the browser’s storage did not answer for ${Math.round(answerMs / 1000)} seconds (${what}${behind})`,
    { noAnswer: true },
  );
}

/** What another thread or tab has open, or a file that is too short, is no failure of the storage itself. */
function inWords(what: string, error: unknown): unknown {
  if (!(error instanceof DOMException) || isOutOfRoom(error)) return error;
  if (error.name === 'NotFoundError') {
    return new TillerError(
      'storage_failed',
      `the stored files are gone: this site’s data was cleared, or another tab deleted the model (${what}). Load the model again.`,
      { found: error.name },
    );
  }
  return new TillerError(
    'storage_failed',
    `the browser’s storage failed at ${what} (${error.name}: ${error.message}). Load the model again; if it fails again, close other tabs of this page.`,
    { found: error.name },
  );
}
