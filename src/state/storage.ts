/** localStorage for the store: writes are gathered, and a browser that keeps nothing is no error. */
import type { PersistStorage } from 'zustand/middleware';
import type { Persisted } from './persisted.ts';

/** Milliseconds; a streaming text changes the state once per frame, which need not reach the disk each time. */
const GATHER_MS = 400;

/**
 * @param getArea called at each use, since reading `localStorage` itself throws where storage is blocked
 * @returns the storage, and `flush` to write at once what waits
 */
export function gatheringStorage(getArea: () => Storage): {
  storage: PersistStorage<Persisted>;
  flush: () => void;
} {
  const waiting = new Map<string, unknown>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    for (const [name, value] of waiting) attempt(() => getArea().setItem(name, JSON.stringify(value)));
    waiting.clear();
  }

  return {
    flush,
    storage: {
      getItem: (name) => attempt(() => JSON.parse(getArea().getItem(name) ?? 'null')) ?? null,
      setItem: (name, value) => {
        waiting.set(name, value);
        timer ??= setTimeout(flush, GATHER_MS);
      },
      removeItem: (name) => {
        waiting.delete(name);
        attempt(() => getArea().removeItem(name));
      },
    },
  };
}

/** Blocked, full or unreadable storage means: nothing is remembered, and the page works. */
function attempt<T>(task: () => T): T | undefined {
  try {
    return task();
  } catch {
    return undefined;
  }
}
