/** Actions on what is kept on this device: list, compare, delete, and ask the browser to keep it. */
import { TillerError } from '../../core/errors.ts';
import { t } from '../../text/text.ts';
import { errorSentence } from '../alert.ts';
import { formatBytes } from '../format.ts';
import { withCheck } from '../models/models.ts';
import { displayName } from '../selectors.ts';
import { type ActionContext, updateSlice } from './context.ts';

export interface StoredModelActions {
  /** Reads what the Models place shows of device and storage. */
  readDevice(): Promise<void>;
  readStorage(): Promise<void>;
  /** Compares every byte of a stored model with its hashes. */
  verifyStored(key: string): Promise<void>;
  cancelVerify(key: string): void;
  deleteStored(key: string): Promise<void>;
  /** Asks the browser not to evict what is stored when the disk is nearly full. */
  askToPersist(): Promise<void>;
}

export function createStoredModelActions({ store, tiller }: ActionContext): StoredModelActions {
  const checking = new Map<string, AbortController>();
  const showCheck = (key: string, check: Parameters<typeof withCheck>[2]) =>
    updateSlice(store, 'models', (models) => withCheck(models, key, check));
  const showProblem = (error: unknown) =>
    updateSlice(store, 'models', (models) => ({ ...models, storageProblem: errorSentence(error) }));

  async function readStorage(): Promise<void> {
    try {
      const storage = await tiller.storage();
      updateSlice(store, 'models', (models) => ({ ...models, storage, storageProblem: null }));
    } catch (error) {
      showProblem(error);
    }
  }

  async function verifyStored(key: string): Promise<void> {
    const check = new AbortController();
    checking.set(key, check);
    showCheck(key, { phase: 'running', share: 0 });
    try {
      const { passed, problem } = await tiller.verifyStored(key, {
        signal: check.signal,
        onProgress: ({ loaded, total }) =>
          showCheck(key, { phase: 'running', share: total > 0 ? loaded / total : 0 }),
      });
      const failed = { phase: 'failed', problem: problem ?? t('models.notWhatTheyWere') } as const;
      await readStorage();
      showCheck(key, passed ? { phase: 'passed' } : failed);
    } catch (error) {
      const isStopped = TillerError.toData(error).code === 'aborted';
      showCheck(key, isStopped ? null : { phase: 'failed', problem: errorSentence(error) });
    } finally {
      checking.delete(key);
    }
  }

  return {
    async readDevice() {
      const device = await tiller.device().catch(() => null);
      updateSlice(store, 'models', (models) => ({ ...models, device }));
    },
    readStorage,
    verifyStored,
    cancelVerify: (key) => checking.get(key)?.abort(),
    async deleteStored(key) {
      const stored = store.getState().models.storage?.models.find((model) => model.key === key);
      try {
        await tiller.deleteStored(key);
      } catch (error) {
        // gone already, with the site's data or by another tab: the list is out of date
        if (TillerError.toData(error).code === 'model_not_found') await readStorage();
        else showProblem(error);
        return;
      }
      showCheck(key, null);
      await readStorage();
      if (!stored) return;
      const done = t('models.deleted', {
        name: displayName(stored.id, store.getState().model.manifest),
        size: formatBytes(stored.storedBytes),
      });
      updateSlice(store, 'models', (models) => ({ ...models, done }));
    },
    async askToPersist() {
      const isKept = await globalThis.navigator?.storage?.persist?.().catch(() => false);
      await readStorage();
      updateSlice(store, 'models', (models) => ({ ...models, isPersistRefused: isKept !== true }));
    },
  };
}
