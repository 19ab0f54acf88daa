/** The loss of a model in the words of the page: what happened, what is done about it, what is safe, what to try. */
import type { ErrorCode } from '../../core/errors.ts';
import type { Loss, RecoveryState } from './recovery.ts';

export type RecoveryAction = 'runAgain' | 'loadAgain' | 'useWasm' | 'openModels' | 'dismiss';

export const RECOVERY_LABELS: Record<RecoveryAction, string> = {
  runAgain: 'Run again',
  loadAgain: 'Load again',
  useWasm: 'Use WASM instead',
  openModels: 'Choose another model',
  dismiss: 'Dismiss',
};

export interface RecoveryNotice {
  what: string;
  safe: string;
  actions: readonly RecoveryAction[];
}

const SAFE = 'Vectors, texts, drafts and long work are kept.';

/** Null where there is nothing to say. */
export function recoveryNotice({ phase, loss, problem, lostAt }: RecoveryState): RecoveryNotice | null {
  if (!loss) return null;
  const { model, wasRunning } = loss;
  const cause = CAUSES[loss.code] ?? 'The model stopped.';
  switch (phase) {
    case 'none':
      return null;
    case 'reloading':
      return { what: `${cause} ${model} is being loaded again.`, safe: SAFE, actions: [] };
    case 'restored':
      return {
        what: `${cause} ${model} is loaded again.${wasRunning ? ' The answer was cut off.' : ''}`,
        safe: SAFE,
        actions: wasRunning ? ['runAgain', 'dismiss'] : ['dismiss'],
      };
    case 'stopped':
      return {
        what: [cause, problem ?? reasonToStop(loss, lostAt.length)].join(' '),
        safe: SAFE,
        actions: [
          ...(loss.backend === 'wasm' || isHopeless(loss) ? [] : (['useWasm'] as const)),
          'openModels',
          ...(isHopeless(loss) ? [] : (['loadAgain'] as const)),
        ],
      };
  }
}

const CAUSES: Partial<Record<ErrorCode, string>> = {
  device_lost: 'The graphics device was lost: the browser, its driver or the system reset it.',
  out_of_memory: 'The model ran out of memory.',
  worker_died: 'The part of the page that runs the model stopped.',
};

const isHopeless = ({ code, wasLoading }: Loss): boolean => code === 'out_of_memory' && wasLoading;

function reasonToStop(loss: Loss, losses: number): string {
  if (isHopeless(loss)) {
    return `${loss.model} does not fit: choose a smaller one or other weights, or close other tabs first.`;
  }
  if (loss.isScripts) return `A script was loading ${loss.model}.`;
  const again = losses > 2 ? 'It happened again, so' : 'This is the second time in a short while, so';
  const advice =
    loss.backend === 'wasm'
      ? 'A smaller model may hold.'
      : 'Without the graphics device it is slower and safer; a smaller model may hold as well.';
  return `${again} ${loss.model} is not loaded again by itself. ${advice}`;
}
