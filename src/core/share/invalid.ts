/** The one error of shared links and session files: what is wrong with them, and what to do. */
import { TillerError } from '../errors.ts';

/** @param reason in a sentence's middle: "it has version 7, this program reads version 1" */
export function invalidSession(reason: string): TillerError {
  return new TillerError(
    'session_invalid',
    `This link or file is no session that can be opened: ${reason}. Ask for it again, or export it anew.`,
  );
}
