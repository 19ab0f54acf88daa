/** When a change of a what-if control may replace the run in progress: at once, or a little later while dragging. */

/** Between two restarts, in milliseconds: as fast as a prompt of a few dozen tokens is read on a slow machine. */
const INTERVAL_MS = 120;
/** A restarted run may show its first token before the next replaces it, but not for longer than this. */
const PATIENCE_MS = 600;

export interface RunInProgress {
  startedAt: number;
  /** started by a what-if control, not by Generate */
  isRestart: boolean;
  hasFirstToken: boolean;
}

/**
 * Milliseconds until the run may be replaced; 0: now. A run of Generate is replaced at once, and so is a restarted one
 * after 120 ms that has shown a token, so that dragging a slider shows answers on the way.
 */
export function restartDelay(run: RunInProgress, now: number): number {
  if (!run.isRestart) return 0;
  const age = now - run.startedAt;
  return Math.max(0, (run.hasFirstToken ? INTERVAL_MS : PATIENCE_MS) - age);
}
