/** The vector that was built last and is in no library yet: one at a time, so that a reload does not lose it. */
import type { TillerDatabase } from './database.ts';
import {
  joinRecord,
  type NewVector,
  newRecord,
  readEntry,
  splitRecord,
  type VectorData,
  type VectorEntry,
  type VectorRecord,
} from './vectorRecord.ts';

export interface UnsavedStore {
  /** Null when there is none, and for one that cannot be read: it can be built again. */
  read(): Promise<VectorRecord | null>;
  /** Takes the place of the one before. */
  put(vector: NewVector): Promise<void>;
  clear(): Promise<void>;
}

/** The only key of its store. */
const KEY = 'latest';

/** All calls throw TillerError `storage_failed` or `storage_full`; `put` also as `save` of the library. */
export function unsavedStore(database: TillerDatabase): UnsavedStore {
  return {
    async read() {
      const [value] = await database.read('unsaved', [KEY]);
      try {
        const { entry, data } = value as { entry: VectorEntry; data: VectorData };
        return joinRecord(readEntry(KEY, entry), data);
      } catch {
        return null;
      }
    },
    put: (vector) =>
      database.write([
        { store: 'unsaved', key: KEY, value: splitRecord(newRecord(vector, KEY, Date.now())) },
      ]),
    clear: () => database.clear('unsaved'),
  };
}
