/** The database's twin in memory: for pages that may not store, and for tests. */
import { STORES, type StoreName, type TillerDatabase } from './database.ts';

/** @param notice why nothing lasts, in words for the reader */
export function memoryDatabase(notice = 'Nothing is kept when this page is closed.'): TillerDatabase {
  const stores = new Map<StoreName, Map<string, object>>(STORES.map((name) => [name, new Map()]));
  const storeOf = (name: StoreName) => stores.get(name)!;
  /** Copies keep a caller's later changes out, as a database does; a key that is written again becomes the newest. */
  const put = (name: StoreName, key: string, value: object) => {
    const copy = structuredClone(value);
    storeOf(name).delete(key);
    storeOf(name).set(key, copy);
  };

  return {
    isLasting: false,
    notice,
    read: async (name, keys) => keys.map((key) => structuredClone(storeOf(name).get(key))),
    readAll: async (name) => structuredClone([...storeOf(name)]).sort(([a], [b]) => (a < b ? -1 : 1)),
    write: async (changes) => {
      const copies = structuredClone(changes);
      for (const { store, key, value } of copies) {
        if (value) put(store, key, value);
        else storeOf(store).delete(key);
      }
    },
    update: async (name, key, change) => put(name, key, change(structuredClone(storeOf(name).get(key)))),
    count: async (name) => storeOf(name).size,
    oldestAnswers: async (limit) => [...storeOf('answers').keys()].slice(0, limit),
    clear: async (name) => storeOf(name).clear(),
    close: () => {},
  };
}
