/** The loss of a model in the words of the page: what happened, what is done about it, what is safe, what to try. */
import type { ErrorCode } from '../../core/errors.ts';
import { type TextKey, t } from '../../text/text.ts';
import type { Loss, RecoveryState } from './recovery.ts';

export type RecoveryAction = 'runAgain' | 'loadAgain' | 'useWasm' | 'openModels' | 'dismiss';

export const recoveryLabel = (action: RecoveryAction): string => t(`alerts.recover_${action}`);

export interface RecoveryNotice {
  what: string;
  safe: string;
  actions: readonly RecoveryAction[];
}

/** Null where there is nothing to say. */
export function recoveryNotice({ phase, loss, problem, lostAt }: RecoveryState): RecoveryNotice | null {
  if (!loss) return null;
  const { model, wasRunning } = loss;
  const cause = t(causeOf(loss.code));
  const safe = t('alerts.kept');
  switch (phase) {
    case 'none':
      return null;
    case 'reloading':
      return { what: t('alerts.reloading', { cause, model }), safe, actions: [] };
    case 'restored':
      return {
        what: t(wasRunning ? 'alerts.restoredCutOff' : 'alerts.restored', { cause, model }),
        safe,
        actions: wasRunning ? ['runAgain', 'dismiss'] : ['dismiss'],
      };
    case 'stopped':
      return {
        what: [cause, problem ?? reasonToStop(loss, lostAt.length)].join(' '),
        safe,
        actions: [
          ...(loss.backend === 'wasm' || isHopeless(loss) ? [] : (['useWasm'] as const)),
          'openModels',
          ...(isHopeless(loss) ? [] : (['loadAgain'] as const)),
        ],
      };
  }
}

const causeOf = (code: ErrorCode) =>
  code in CAUSES ? CAUSES[code as keyof typeof CAUSES] : 'alerts.causeOther';

const CAUSES = {
  device_lost: 'alerts.cause_device_lost',
  out_of_memory: 'alerts.cause_out_of_memory',
  worker_died: 'alerts.cause_worker_died',
} as const satisfies Partial<Record<ErrorCode, TextKey>>;

const isHopeless = ({ code, wasLoading }: Loss): boolean => code === 'out_of_memory' && wasLoading;

function reasonToStop(loss: Loss, losses: number): string {
  const { model, backend } = loss;
  if (isHopeless(loss)) return t('alerts.hopeless', { model });
  if (loss.isScripts) return t('alerts.scriptLoaded', { model });
  const again = t(losses > 2 ? 'alerts.again' : 'alerts.second', { model });
  return `${again} ${t(backend === 'wasm' ? 'alerts.adviceWasm' : 'alerts.adviceGpu')}`;
}
