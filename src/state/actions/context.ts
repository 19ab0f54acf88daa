/** What every group of actions works with. */
import type { Tiller } from '../../api/index.ts';
import type { TillerDatabase } from '../../storage/index.ts';
import type { AppState } from '../appState.ts';
import type { Store } from '../store.ts';

export interface ActionContext {
  store: Store;
  tiller: Tiller;
  /** the address that `models/` and `presets/` lie under */
  baseUrl: string;
  /** opened at the first call; a failed one is tried again at the next */
  database: () => Promise<TillerDatabase>;
}

/** Replaces one slice by a function of itself. */
export function updateSlice<K extends keyof AppState>(
  store: Store,
  key: K,
  change: (slice: AppState[K]) => AppState[K],
): void {
  const slice = store.getState()[key];
  const changed = change(slice);
  if (changed !== slice) store.setState({ [key]: changed } as Pick<AppState, K>);
}
