/** Actions that bring a lost model back, and the run that it was lost in. */
import { isWorkerEnd } from '../../client/index.ts';
import type { TillerError } from '../../core/errors.ts';
import type { LoadOptions } from '../../protocol/model.ts';
import { alertFor } from '../alert.ts';
import {
  dismissed,
  INITIAL_RECOVERY,
  type Loss,
  withAnotherTry,
  withLoss,
  withModelBack,
  withReloadFailed,
} from '../recovery/recovery.ts';
import type { RecoveryAction } from '../recovery/words.ts';
import { isRunning, modelName } from '../selectors.ts';
import { type ActionContext, updateSlice } from './context.ts';
import type { ModelActions } from './modelActions.ts';
import type { RunActions } from './runActions.ts';

export interface RecoveryActions {
  /** To be called when the worker has ended, before what is open is rejected. */
  modelLost(error: TillerError): void;
  recover(action: RecoveryAction): void;
}

/** What is asked for otherwise than before. */
const CHANGES = {
  loadAgain: {},
  loadUnkept: { store: false },
  useWasm: { backend: 'wasm' },
} as const satisfies Partial<Record<RecoveryAction, Partial<LoadOptions>>>;

type ModelPart = Pick<ModelActions, 'loadInForce' | 'reload' | 'setChoice' | 'syncModel'>;

export function createRecoveryActions(
  { store }: Pick<ActionContext, 'store'>,
  { loadInForce, reload, setChoice, syncModel }: ModelPart,
  { generateAnew }: Pick<RunActions, 'generateAnew'>,
): RecoveryActions {
  const dismiss = () => updateSlice(store, 'recovery', dismissed);

  async function bringBack(change?: Partial<LoadOptions>): Promise<void> {
    try {
      await reload(change);
      updateSlice(store, 'recovery', withModelBack);
    } catch (error) {
      // lost once more: that has been said
      if (isWorkerEnd(error)) return;
      const problem = alertFor(error, 'load', true)?.what ?? null;
      updateSlice(store, 'recovery', (recovery) => withReloadFailed(recovery, problem));
    }
  }

  // What the user does next is the answer to the notice. A model that he chooses himself starts with a clean slate.
  store.subscribe((state, before) => {
    const { phase } = state.recovery;
    const startsRun = isRunning(state) && !isRunning(before);
    const startsLoad = state.model.phase === 'loading' && before.model.phase !== 'loading';
    if (startsRun && phase === 'restored') dismiss();
    if (startsLoad && phase !== 'reloading') store.setState({ recovery: INITIAL_RECOVERY });
  });

  return {
    modelLost({ code }) {
      const state = store.getState();
      const load = loadInForce();
      if (!load) {
        syncModel();
        return;
      }
      const loss: Loss = {
        code,
        model: modelName(state),
        backend: state.model.info?.backend ?? null,
        wasRunning: isRunning(state),
        wasLoading: load.isLoading,
        // a script hears of it itself, and does as it likes
        isScripts: load.isLoading && !load.isOwn,
      };
      updateSlice(store, 'recovery', (recovery) => withLoss(recovery, loss, performance.now()));
      // what the storage did once it would do again: the files go to memory
      const change = code === 'storage_failed' ? CHANGES.loadUnkept : undefined;
      if (store.getState().recovery.phase === 'reloading') void bringBack(change);
      else syncModel();
    },
    recover(action) {
      switch (action) {
        case 'runAgain':
          dismiss();
          generateAnew();
          return;
        case 'loadAgain':
        case 'loadUnkept':
        case 'useWasm':
          if (action === 'useWasm') setChoice({ backend: 'wasm' });
          updateSlice(store, 'recovery', withAnotherTry);
          void bringBack(CHANGES[action]);
          return;
        default:
          dismiss();
      }
    },
  };
}
