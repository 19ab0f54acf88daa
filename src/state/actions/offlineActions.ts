/** Actions around the service worker: what is kept for visits without a network, and the change to a newer version. */
import type { OfflineEvents, OfflineKeeper } from '../../client/index.ts';
import type { OfflineState } from '../offline/offline.ts';
import { type ActionContext, updateSlice } from './context.ts';

export interface OfflineActions {
  /**
   * Begins to keep the page. From then on the runtime of each model that is loaded is kept as well.
   * @param start registers the service worker; null comes back where that cannot be
   */
  keepOffline(start: (events: OfflineEvents) => Promise<OfflineKeeper | null>): Promise<void>;
  /** Opens the page anew, in the newer version; everything on it is stored. */
  useNewVersion(): void;
  putOffNewVersion(): void;
}

export function createOfflineActions({ store }: Pick<ActionContext, 'store'>): OfflineActions {
  let keeper: OfflineKeeper | null = null;
  const change = (part: Partial<OfflineState>) =>
    updateSlice(store, 'offline', (offline) => ({ ...offline, ...part }));

  async function keepRuntime(): Promise<void> {
    const { info } = store.getState().model;
    if (info && (await keeper?.keepRuntime(info.backend))) change({ kept: 'models' });
  }

  return {
    async keepOffline(start) {
      keeper = await start({
        onKept() {
          if (store.getState().offline.kept === 'nothing') change({ kept: 'page' });
        },
        onNewVersion: () => change({ newVersion: 'ready' }),
      });
      if (!keeper) return;
      store.subscribe((state, before) => {
        if (state.model.info !== before.model.info) void keepRuntime();
      });
      await keepRuntime();
    },
    useNewVersion: () => keeper?.useNewVersion(),
    putOffNewVersion: () => change({ newVersion: 'put off' }),
  };
}
