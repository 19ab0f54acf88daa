/** Models in memory, for as long as the worker lives: where a browser keeps nothing, and in tests. */
import type { ByteReader, FileStore, ModelFolder } from './fileStore.ts';
import { type Journal, storedPath, writeJournal } from './record.ts';

type Pieces = Map<number, Uint8Array<ArrayBuffer>>;

export function memoryStore(): FileStore {
  const folders = new Map<string, ModelFolder>();
  return {
    kind: 'memory',
    keys: async () => [...folders.keys()],
    async folder(key) {
      const folder = folders.get(key) ?? memoryFolder();
      folders.set(key, folder);
      return folder;
    },
    remove: async (key) => void folders.delete(key),
  };
}

export function memoryFolder(): ModelFolder {
  const files = new Map<string, Pieces>();
  const texts = new Map<string, string>();
  return {
    async write(path, at, bytes) {
      const pieces: Pieces = files.get(path) ?? new Map();
      files.set(path, pieces.set(at, bytes.slice()));
    },
    async readPiece(path, at) {
      const piece = files.get(path)?.get(at);
      if (!piece) throw new Error(`${path} is stored without the piece at ${at}`);
      return piece;
    },
    open: async (path, sizeBytes) => piecesReader(path, files.get(path) ?? new Map(), sizeBytes),
    readText: async (name) => texts.get(name) ?? null,
    writeText: async (name, text) => void texts.set(name, text),
    async remove(path) {
      files.delete(path);
      texts.delete(path);
    },
    close: async () => {},
  };
}

/** @throws when the pieces leave a gap before `sizeBytes` */
function piecesReader(path: string, pieces: Pieces, sizeBytes: number): ByteReader {
  const sorted = [...pieces].sort(([a], [b]) => a - b);
  let end = 0;
  for (const [at, bytes] of sorted) if (at === end) end += bytes.length;
  if (end < sizeBytes) throw new Error(`${path} is stored with ${end} bytes of ${sizeBytes}`);
  return {
    sizeBytes,
    read(into, at) {
      for (const [start, bytes] of sorted) {
        const from = Math.max(start, at);
        const to = Math.min(start + bytes.length, at + into.length);
        if (from < to) into.set(bytes.subarray(from - start, to - start), from - at);
      }
    },
    close: () => {},
  };
}

/** What a download wrote so far, in memory instead: it goes on there. */
export async function moveToMemory(from: ModelFolder, journal: Journal | null): Promise<ModelFolder> {
  const to = memoryFolder();
  for (const { path, pieces } of journal?.files ?? []) {
    for (const [at, length] of pieces) {
      await to.write(storedPath(path), at, await from.readPiece(storedPath(path), at, length));
    }
  }
  if (journal) await writeJournal(to, journal);
  return to;
}
