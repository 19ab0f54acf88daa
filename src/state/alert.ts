/** An error in the words of the page: what happened, what is safe, and one thing to do about it. */
import { isWorkerEnd } from '../client/index.ts';
import { type ErrorCode, TillerError } from '../core/errors.ts';

export type AlertAction =
  | 'generate'
  | 'load'
  | 'loadEmbedded'
  | 'openModels'
  | 'useExample'
  | 'loadPresets'
  | 'showVector'
  | 'steerOwnWay';

export interface Alert {
  what: string;
  safe: string;
  action: AlertAction;
}

export const ACTION_LABELS: Record<AlertAction, string> = {
  generate: 'Try again',
  load: 'Load again',
  loadEmbedded: 'Load the embedded model',
  openModels: 'Choose a model',
  useExample: 'Use an example',
  loadPresets: 'Load presets again',
  showVector: 'Try again',
  steerOwnWay: 'Try again',
};

/** Where the error came up. */
export type Task = 'load' | 'generate' | 'presets' | 'vector' | 'own';

const SAFE: Record<Task, string> = {
  load: 'Your prompt, settings and texts are kept.',
  generate: 'The texts on the page, your prompt and settings are kept.',
  vector: 'The other instructions still work; your prompt and texts are kept.',
  own: 'Your words, your prompt and the texts on the page are kept.',
  presets: 'The unsteered model still works; your prompt and texts are kept.',
};

/** Codes for which running the same thing again cannot help, with what can. */
const GENERATE_ACTIONS: Partial<Record<ErrorCode, AlertAction>> = {
  prompt_empty: 'useExample',
  prompt_too_long: 'useExample',
  model_not_loaded: 'loadEmbedded',
  shape_mismatch: 'loadEmbedded',
  worker_died: 'load',
  out_of_memory: 'openModels',
};

/** @returns null for `aborted`, which is no failure, and for the loss of the model, which has its own notice */
export function alertFor(error: unknown, task: Task, isEmbedded: boolean): Alert | null {
  const { code } = TillerError.toData(error);
  if (code === 'aborted' || isWorkerEnd(error)) return null;
  return { what: errorSentence(error), safe: SAFE[task], action: actionFor(code, task, isEmbedded) };
}

/** The message as a sentence; one that begins with a file name or id keeps its first letter. */
export function errorSentence(error: unknown): string {
  const { message } = TillerError.toData(error);
  const what = /^[a-z]+[ ,]/.test(message) ? message.charAt(0).toUpperCase() + message.slice(1) : message;
  return /[.?]$/.test(what) ? what : `${what}.`;
}

function actionFor(code: ErrorCode, task: Task, isEmbedded: boolean): AlertAction {
  if (task === 'presets') return 'loadPresets';
  if (task === 'vector') return 'showVector';
  if (task === 'load') return isEmbedded || code === 'download_failed' ? 'load' : 'loadEmbedded';
  return GENERATE_ACTIONS[code] ?? (task === 'own' ? 'steerOwnWay' : 'generate');
}
