/** Makes the one store. Data only: what changes it are the actions beside it. */

import { type PersistStorage, persist } from 'zustand/middleware';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type AppState, INITIAL_STATE } from './appState.ts';
import { fromPersisted, type Persisted, toPersisted } from './persisted.ts';

export type Store = StoreApi<AppState>;

const STORAGE_KEY = 'tiller';
const STORAGE_VERSION = 1;

export function createAppStore(storage: PersistStorage<Persisted>): Store {
  return createStore<AppState>()(
    persist(() => INITIAL_STATE, {
      name: STORAGE_KEY,
      version: STORAGE_VERSION,
      storage,
      partialize: toPersisted,
      merge: fromPersisted,
    }),
  );
}
