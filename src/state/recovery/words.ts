/** The loss of a model in the words of the page: what happened, what is done about it, what is safe, what to try. */
import type { ErrorCode } from '../../core/errors.ts';
import { type TextKey, t } from '../../text/text.ts';
import { type Loss, neverEnds, type RecoveryState } from './recovery.ts';

export type RecoveryAction = 'runAgain' | 'loadAgain' | 'loadUnkept' | 'useWasm' | 'openModels' | 'dismiss';

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
        actions: waysOn(loss),
      };
  }
}

function waysOn(loss: Loss): RecoveryAction[] {
  if (isHopeless(loss)) return ['openModels'];
  if (neverEnds(loss)) return ['openModels', 'loadAgain'];
  if (loss.code === 'storage_failed') return ['loadUnkept', 'loadAgain'];
  if (loss.code === 'download_failed') return ['loadAgain', 'openModels'];
  return [...(loss.backend === 'wasm' ? [] : (['useWasm'] as const)), 'openModels', 'loadAgain'];
}

const causeOf = (code: ErrorCode) =>
  code in CAUSES ? CAUSES[code as keyof typeof CAUSES] : 'alerts.causeOther';

const CAUSES = {
  device_lost: 'alerts.cause_device_lost',
  out_of_memory: 'alerts.cause_out_of_memory',
  tokenizer_timeout: 'alerts.cause_tokenizer_timeout',
  worker_died: 'alerts.cause_worker_died',
  storage_failed: 'alerts.cause_storage_failed',
  download_failed: 'alerts.cause_download_failed',
} as const satisfies Partial<Record<ErrorCode, TextKey>>;

const isHopeless = ({ code, wasLoading }: Loss): boolean => code === 'out_of_memory' && wasLoading;

function reasonToStop(loss: Loss, losses: number): string {
  const { model } = loss;
  if (isHopeless(loss)) return t('alerts.hopeless', { model });
  if (neverEnds(loss)) return t('alerts.neverEnds', { model });
  if (loss.isScripts) return t('alerts.scriptLoaded', { model });
  const again = t(losses > 2 ? 'alerts.again' : 'alerts.second', { model });
  return `${again} ${adviceOf(loss)}`;
}

function adviceOf({ code, backend }: Loss): string {
  if (code === 'storage_failed') return t('alerts.adviceStorage');
  if (code === 'download_failed') return t('alerts.adviceNetwork');
  return t(backend === 'wasm' ? 'alerts.adviceWasm' : 'alerts.adviceGpu');
}
