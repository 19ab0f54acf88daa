/** A session as a file: JSON that people can read, with whole vectors and with what the lanes wrote. */
import { show } from '../show.ts';
import { invalidSession } from './invalid.ts';
import { parseJson } from './link.ts';
import { readSession, type Session } from './session.ts';

const FORMAT = 'tiller-session';
/** Bytes: a few vectors of the widest models. Protects the page from a file that is something else. */
export const MAX_SESSION_BYTES = 128 * 2 ** 20;

export function writeSessionFile(session: Session): string {
  return `${JSON.stringify({ format: FORMAT, ...session }, null, 2)}\n`;
}

/** @throws TillerError `session_invalid` */
export function readSessionFile(text: string): Session {
  if (text.length > MAX_SESSION_BYTES) {
    throw invalidSession(`it has ${text.length} characters, a session file at most ${MAX_SESSION_BYTES}`);
  }
  const value = parseJson(text.replace(/^\ufeff/, ''));
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
  if (format !== FORMAT) {
    throw invalidSession(`its format is ${show(format)}, expected "${FORMAT}"`);
  }
  return readSession(value);
}
