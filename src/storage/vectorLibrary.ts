/** The vectors a user has saved: list, read, save, rename, remove with undo. */
import { TillerError } from '../core/errors.ts';
import type { SteeringSetting } from '../core/steering/setting.ts';
import type { TillerDatabase } from './database.ts';
import {
  checkName,
  joinRecord,
  type NewVector,
  newRecord,
  readEntry,
  splitRecord,
  type VectorEntry,
  type VectorRecord,
} from './vectorRecord.ts';

export type { NewVector, SavedPair, VectorEntry, VectorRecord } from './vectorRecord.ts';

/** A record that cannot be read: it can be removed, nothing else. */
export interface DamagedVector {
  id: string;
  /** what is wrong and what to do */
  reason: string;
}

export interface VectorLibrary {
  /** The newest first. */
  list(): Promise<{ entries: VectorEntry[]; damaged: DamagedVector[] }>;
  /** @throws `file_missing` when it is not there, `file_corrupt` when it is damaged */
  read(id: string): Promise<VectorRecord>;
  /**
   * @returns the new record's id
   * @throws `bad_request` for an empty name, `file_corrupt` for a vector, origin or setting that is not valid
   */
  save(vector: NewVector): Promise<string>;
  /** @throws `bad_request` for an empty name, `file_missing`, `file_corrupt` */
  rename(id: string, name: string): Promise<void>;
  setNotes(id: string, notes: string): Promise<void>;
  setSetting(id: string, setting: SteeringSetting | null): Promise<void>;
  /** @returns what was removed, for `restore`; null where it was damaged or gone already */
  remove(id: string): Promise<VectorRecord | null>;
  /** Puts a removed record back as it was, with its id and its dates. */
  restore(record: VectorRecord): Promise<void>;
}

/**
 * All calls throw TillerError `storage_failed` or `storage_full`, and what is named at the call.
 * @param now milliseconds since 1970
 */
export function vectorLibrary(database: TillerDatabase, now: () => number = Date.now): VectorLibrary {
  const change = (id: string, changes: Partial<VectorEntry>) =>
    database.update('vectors', id, (value) => {
      if (value === undefined) throw missing(id);
      return readEntry(id, { ...readEntry(id, value), ...changes, updatedAt: now() });
    });

  const write = (record: VectorRecord) => {
    const { entry, data } = splitRecord(record);
    return database.write([
      { store: 'vectors', key: record.id, value: entry },
      { store: 'vectorData', key: record.id, value: data },
    ]);
  };

  async function read(id: string): Promise<VectorRecord> {
    const [entry] = await database.read('vectors', [id]);
    if (entry === undefined) throw missing(id);
    const [data] = await database.read('vectorData', [id]);
    return joinRecord(readEntry(id, entry), data);
  }

  return {
    async list() {
      const entries: VectorEntry[] = [];
      const damaged: DamagedVector[] = [];
      for (const [id, value] of await database.readAll('vectors')) {
        try {
          entries.push(readEntry(id, value));
        } catch (error) {
          damaged.push({ id, reason: error instanceof Error ? error.message : String(error) });
        }
      }
      return {
        entries: entries.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1)),
        damaged,
      };
    },

    read,

    async save(vector) {
      const record = newRecord(vector, newId(), now());
      await write(record);
      return record.id;
    },

    rename: async (id, name) => change(id, { name: checkName(name) }),
    setNotes: (id, notes) => change(id, { notes }),
    setSetting: (id, setting) => change(id, { setting }),

    async remove(id) {
      // what cannot be read goes as well, only without a way back
      const record = await read(id).catch(() => null);
      await database.write([
        { store: 'vectors', key: id, value: undefined },
        { store: 'vectorData', key: id, value: undefined },
      ]);
      return record;
    },

    restore: write,
  };
}

/** 128 random bits; `crypto.randomUUID` is missing on pages that are not secure. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

function missing(id: string): TillerError {
  return new TillerError(
    'file_missing',
    'this saved vector is not there any more: it may have been removed in another tab. Reload the list.',
    { id },
  );
}
