/** An error in the words of the page: what happened, what is safe, and one thing to do about it. */
import { isWorkerEnd } from '../client/index.ts';
import { type ErrorCode, TillerError } from '../core/errors.ts';
import { t } from '../text/text.ts';

export type AlertAction =
  | 'generate'
  | 'load'
  | 'loadEmbedded'
  | 'openModels'
  | 'useExample'
  | 'loadPresets'
  | 'showVector'
  | 'steerOwnWay'
  | 'buildPreset';

export interface Alert {
  what: string;
  safe: string;
  action: AlertAction;
}

export const actionLabel = (action: AlertAction): string => t(`alerts.do_${action}`);

/** Where the error came up. */
export type Task = 'load' | 'generate' | 'presets' | 'vector' | 'own';

/** Codes for which running the same thing again cannot help, with what can. */
const GENERATE_ACTIONS: Partial<Record<ErrorCode, AlertAction>> = {
  prompt_empty: 'useExample',
  prompt_too_long: 'useExample',
  model_not_loaded: 'loadEmbedded',
  shape_mismatch: 'loadEmbedded',
  worker_died: 'load',
  out_of_memory: 'openModels',
};

/** Failures that the same load, or question about a model, may not meet again: of the server, connection or storage. */
export const MAY_PASS: ReadonlySet<ErrorCode> = new Set([
  ...(['download_failed', 'storage_failed', 'storage_full', 'file_corrupt'] as const),
  ...(['file_missing', 'hash_mismatch', 'busy', 'worker_died', 'internal'] as const),
]);

/** A load follows a look at the model, which was there then: what is refused since may be given again. */
const IS_KNOWN: ReadonlySet<ErrorCode> = new Set(['model_not_found', 'address_refused'] as const);

/** @returns null for `aborted`, which is no failure, and for the loss of the model, which has its own notice */
export function alertFor(error: unknown, task: Task, isEmbedded: boolean): Alert | null {
  const { code, details } = TillerError.toData(error);
  if (code === 'aborted' || isWorkerEnd(error)) return null;
  return {
    what: errorSentence(error),
    safe: t(`alerts.safe_${task}`),
    // a stored model that is spoilt has to be deleted first, where stored models are listed
    action: isSpoilt(code) && details?.key ? 'openModels' : actionFor(code, task, isEmbedded),
  };
}

/**
 * An error for readers. Its message is English, as the API and the worker write it; in another language a sentence on its
 * kind, and on what helps, goes before it.
 */
export function errorSentence(error: unknown): string {
  const { code, message } = TillerError.toData(error);
  return t(`errors.${code}`, { detail: asSentence(message) });
}

/** One that begins with a file name or id keeps its first letter. */
function asSentence(message: string): string {
  const what = /^[a-z]+[ ,]/.test(message) ? message.charAt(0).toUpperCase() + message.slice(1) : message;
  return /[.?]$/.test(what) ? what : `${what}.`;
}

const isSpoilt = (code: ErrorCode): boolean => code === 'hash_mismatch' || code === 'file_corrupt';

function actionFor(code: ErrorCode, task: Task, isEmbedded: boolean): AlertAction {
  if (task === 'presets') return 'loadPresets';
  if (task === 'vector') return 'showVector';
  if (task === 'load')
    return isEmbedded || MAY_PASS.has(code) || IS_KNOWN.has(code) ? 'load' : 'loadEmbedded';
  return GENERATE_ACTIONS[code] ?? (task === 'own' ? 'steerOwnWay' : 'generate');
}
