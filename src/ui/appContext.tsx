/** Hands the store and the actions to all components. */
import { createContext, type ReactNode, use } from 'react';
import { useStore } from 'zustand';
import type { Actions } from '../state/actions/index.ts';
import type { AppState } from '../state/appState.ts';
import type { Store } from '../state/store.ts';

interface AppServices {
  store: Store;
  actions: Actions;
}

const AppContext = createContext<AppServices | null>(null);

export function AppProvider({ children, ...services }: AppServices & { children: ReactNode }) {
  return <AppContext value={services}>{children}</AppContext>;
}

/** What `selector` returns must be the same object while the state it reads is the same. */
export function useAppState<T>(selector: (state: AppState) => T): T {
  return useStore(useServices().store, selector);
}

export function useActions(): Actions {
  return useServices().actions;
}

function useServices(): AppServices {
  const services = use(AppContext);
  if (!services) throw new Error('a component that reads the store was rendered outside AppProvider');
  return services;
}
