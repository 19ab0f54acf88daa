/** The best storage that this browser has for models: private files, else the Cache API, else memory. */
import { inTime } from '../stallClock.ts';
import { openCache } from './cacheStore.ts';
import { ANSWER_MS, noAnswer } from './carefulStore.ts';
import { memoryStore } from './memoryStore.ts';
import { ModelStorage, type Room } from './modelStorage.ts';
import { openOpfs } from './opfsStore.ts';

export async function openStorage(): Promise<ModelStorage> {
  const files = (await answered(openOpfs())) ?? (await answered(openCache())) ?? memoryStore();
  // What is in memory belongs to this tab alone.
  const locks = files.kind === 'memory' ? null : (globalThis.navigator?.locks ?? null);
  return new ModelStorage({ files, locks, room, now: () => new Date() });
}

/** A storage that does not even open in time is one that this browser does not have. */
function answered<T>(opening: Promise<T | null>): Promise<T | null> {
  return inTime(opening, ANSWER_MS, () => noAnswer('opening it', ANSWER_MS)).catch(() => null);
}

async function room(): Promise<Room> {
  const storage = globalThis.navigator?.storage;
  const estimate = storage?.estimate && (await answered(storage.estimate()));
  return {
    usageBytes: estimate?.usage ?? null,
    quotaBytes: estimate?.quota ?? null,
    isPersistent: storage?.persisted ? await answered(storage.persisted()) : null,
  };
}
