/** The best storage that this browser has for models: private files, else the Cache API, else memory. */
import { openCache } from './cacheStore.ts';
import { memoryStore } from './memoryStore.ts';
import { ModelStorage, type Room } from './modelStorage.ts';
import { openOpfs } from './opfsStore.ts';

export async function openStorage(): Promise<ModelStorage> {
  const files = (await openOpfs()) ?? (await openCache()) ?? memoryStore();
  // What is in memory belongs to this tab alone.
  const locks = files.kind === 'memory' ? null : (globalThis.navigator?.locks ?? null);
  return new ModelStorage({ files, locks, room, now: () => new Date() });
}

async function room(): Promise<Room> {
  const storage = globalThis.navigator?.storage;
  const estimate = await storage?.estimate?.().catch(() => null);
  return {
    usageBytes: estimate?.usage ?? null,
    quotaBytes: estimate?.quota ?? null,
    isPersistent: (await storage?.persisted?.().catch(() => null)) ?? null,
  };
}
