/** Sharing as the page holds it: a session that came by link and waits for the user's word, and what went wrong. */
import type { Session } from '../../core/share/session.ts';

export interface ShareState {
  /** came by link; nothing of it is in force before the user says so */
  request: Session | null;
  /** what failed last and what can be done, in words */
  problem: string | null;
  /** what was done last, in words, for the status region */
  done: string;
}

export const INITIAL_SHARE: ShareState = { request: null, problem: null, done: '' };
