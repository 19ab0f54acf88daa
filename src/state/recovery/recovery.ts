/**
 * What becomes of a model that was lost (a graphics device that went away, a worker that died, a memory that was full):
 * it is loaded again by itself, once. Lost a second time soon after, it is left to the user what to try.
 */
import type { ErrorCode } from '../../core/errors.ts';
import type { Backend } from '../../protocol/model.ts';

/** What was lost, and in the midst of what. */
export interface Loss {
  code: ErrorCode;
  /** the model, as people know it */
  model: string;
  backend: Backend | null;
  /** an answer was being written */
  wasRunning: boolean;
  /** it was being loaded */
  wasLoading: boolean;
  /** by a script in the page, which hears of it and does as it likes */
  isScripts: boolean;
}

export interface RecoveryState {
  /** `stopped`: it is not loaded again without being told to */
  phase: 'none' | 'reloading' | 'restored' | 'stopped';
  loss: Loss | null;
  /** why a reload failed, in words; null when none did */
  problem: string | null;
  /** when models were lost lately, in milliseconds of a steady clock */
  lostAt: readonly number[];
}

export const INITIAL_RECOVERY: RecoveryState = { phase: 'none', loss: null, problem: null, lostAt: [] };

/** Two losses within this time are one trouble, which another reload would not end: milliseconds. */
const IN_A_ROW_MS = 5 * 60_000;

/** The same files would keep the next worker at the same prompt, which the page may ask for by itself. */
export const neverEnds = ({ code }: Pick<Loss, 'code'>): boolean => code === 'tokenizer_timeout';

/** @param now milliseconds of a steady clock */
export function withLoss(recovery: RecoveryState, loss: Loss, now: number): RecoveryState {
  const lostAt = [...recovery.lostAt.filter((at) => now - at < IN_A_ROW_MS), now];
  const { phase, loss: earlier } = recovery;
  // lost once more while it was brought back: what was cut off then still is
  const wasRunning = loss.wasRunning || (phase === 'reloading' && earlier?.wasRunning === true);
  // the same files would fill the same memory
  const isHopeless = loss.wasLoading && loss.code === 'out_of_memory';
  return {
    phase: lostAt.length > 1 || isHopeless || neverEnds(loss) || loss.isScripts ? 'stopped' : 'reloading',
    loss: { ...loss, wasRunning },
    problem: null,
    lostAt,
  };
}

/** The user wants it once more, as it was or otherwise. */
export function withAnotherTry(recovery: RecoveryState): RecoveryState {
  return recovery.phase === 'stopped' ? { ...recovery, phase: 'reloading', problem: null } : recovery;
}

export function withModelBack(recovery: RecoveryState): RecoveryState {
  return recovery.phase === 'reloading' ? { ...recovery, phase: 'restored' } : recovery;
}

/** @param problem null: the reload was cancelled */
export function withReloadFailed(recovery: RecoveryState, problem: string | null): RecoveryState {
  if (recovery.phase !== 'reloading') return recovery;
  return problem === null ? dismissed(recovery) : { ...recovery, phase: 'stopped', problem };
}

/** Said and done. What was lost lately still counts. */
export function dismissed(recovery: RecoveryState): RecoveryState {
  return recovery.phase === 'none' ? recovery : { ...INITIAL_RECOVERY, lostAt: recovery.lostAt };
}
