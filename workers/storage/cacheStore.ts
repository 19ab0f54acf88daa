/** Models in the Cache API, for browsers without the private file system: one entry a piece, joined when they are read. */
import { blobReader, canReadBlobs } from './blobReader.ts';
import type { FileStore, ModelFolder } from './fileStore.ts';

const CACHE = 'tiller-models';

/** Never fetched: an address that only names entries. Keys and paths are its parts, the position of a piece its query. */
const BASE = 'https://stored.invalid/';

/** @returns null where the browser has no such storage, or gives this page none */
export async function openCache(): Promise<FileStore | null> {
  if (!globalThis.caches || !canReadBlobs()) return null;
  try {
    return cacheStore(await caches.open(CACHE));
  } catch {
    return null;
  }
}

export function cacheStore(cache: Cache): FileStore {
  const addressOf = (key: string, path: string) =>
    `${BASE}${encodeURIComponent(key)}/${path.split('/').map(encodeURIComponent).join('/')}`;
  const entries = async (start: string) => (await cache.keys()).filter(({ url }) => url.startsWith(start));
  const removeAll = async (start: string) => {
    for (const entry of await entries(start)) await cache.delete(entry);
  };
  const folder = (key: string): ModelFolder => ({
    write: (path, at, bytes) => cache.put(`${addressOf(key, path)}?${at}`, new Response(bytes)),
    async readPiece(path, at) {
      const entry = await cache.match(`${addressOf(key, path)}?${at}`);
      if (!entry) throw new Error(`${path} is stored without the piece at ${at}`);
      return new Uint8Array(await entry.arrayBuffer());
    },
    async open(path, sizeBytes) {
      const start = `${addressOf(key, path)}?`;
      const places = (await entries(start))
        .map(({ url }) => Number(url.slice(start.length)))
        .sort((a, b) => a - b);
      const pieces = await Promise.all(
        places.map(async (at) => (await cache.match(`${start}${at}`))!.blob()),
      );
      const whole = new Blob(pieces);
      const isGapless = places.every(
        (at, index) => at === (index === 0 ? 0 : places[index - 1]! + pieces[index - 1]!.size),
      );
      if (!isGapless || whole.size < sizeBytes) {
        throw new Error(`${path} is stored with ${whole.size} bytes of ${sizeBytes}`);
      }
      return blobReader(whole, sizeBytes);
    },
    readText: async (name) => (await cache.match(addressOf(key, name)))?.text() ?? null,
    writeText: (name, text) => cache.put(addressOf(key, name), new Response(text)),
    async remove(path) {
      await removeAll(`${addressOf(key, path)}?`);
      await cache.delete(addressOf(key, path));
    },
    close: async () => {},
  });
  return {
    kind: 'cache',
    async keys() {
      const keys = (await cache.keys()).map(({ url }) => url.slice(BASE.length).split('/')[0]!);
      return [...new Set(keys)].map(decodeURIComponent);
    },
    folder: async (key) => folder(key),
    remove: (key) => removeAll(`${BASE}${encodeURIComponent(key)}/`),
  };
}
