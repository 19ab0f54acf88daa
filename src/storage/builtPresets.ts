/** Presets that were built for other models than the one they are shipped for: by the model's files and the preset. */
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

export interface BuiltPreset {
  /** tells the model's files apart */
  modelKey: string;
  presetId: string;
  /** with its setting, and in its notes what that rests on */
  record: VectorRecord;
  /** what building it took */
  seconds: number;
}

export interface BuiltPresetStore {
  /** Those of one model. One that cannot be read is left out: it can be built again. */
  list(modelKey: string): Promise<BuiltPreset[]>;
  /** Takes the place of an earlier one. @returns it as it is kept */
  put(built: Omit<BuiltPreset, 'record'> & { vector: NewVector }): Promise<BuiltPreset>;
  delete(modelKey: string, presetId: string): Promise<void>;
}

const keyOf = (modelKey: string, presetId: string): string => `${modelKey}/${presetId}`;

/** All calls throw TillerError `storage_failed` or `storage_full`; `put` also as `save` of the library. */
export function builtPresetStore(database: TillerDatabase): BuiltPresetStore {
  return {
    async list(modelKey) {
      const all = await database.readAll('presets');
      return all.flatMap(([key, value]) =>
        key.startsWith(`${modelKey}/`) ? (readBuilt(modelKey, key, value) ?? []) : [],
      );
    },
    async put({ modelKey, presetId, vector, seconds }) {
      const key = keyOf(modelKey, presetId);
      const record = newRecord(vector, key, Date.now());
      await database.write([{ store: 'presets', key, value: { ...splitRecord(record), seconds } }]);
      return { modelKey, presetId, record, seconds };
    },
    delete: (modelKey, presetId) =>
      database.write([{ store: 'presets', key: keyOf(modelKey, presetId), value: undefined }]),
  };
}

function readBuilt(modelKey: string, key: string, value: unknown): BuiltPreset | null {
  try {
    const { entry, data, seconds } = value as { entry: VectorEntry; data: VectorData; seconds: unknown };
    const record = joinRecord(readEntry(key, entry), data);
    // one without a setting is no preset
    if (!record.setting || typeof seconds !== 'number') return null;
    return { modelKey, presetId: key.slice(modelKey.length + 1), record, seconds };
  } catch {
    return null;
  }
}
