import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { FileStore } from './fileStore.ts';
import { readJournal, readRecord, storedPath, writeJournal } from './record.ts';

/** The browser's Blob, as far as it is used, with bytes that can be read at once. */
class TestBlob {
  readonly bytes: Uint8Array;
  constructor(parts: TestBlob[] | [Uint8Array]) {
    this.bytes = Buffer.concat(parts.map((part) => ('bytes' in part ? part.bytes : part)));
  }
  get size(): number {
    return this.bytes.length;
  }
  slice(start: number, end: number): TestBlob {
    return new TestBlob([this.bytes.slice(start, end)]);
  }
}

class TestReader {
  readAsArrayBuffer({ bytes }: TestBlob): ArrayBuffer {
    return new Uint8Array(bytes).buffer;
  }
}

/** A cache that keeps bodies by address. */
function testCache(): Cache {
  const bodies = new Map<string, Uint8Array>();
  return {
    put: async (url: string, response: Response) =>
      void bodies.set(url, new Uint8Array(await response.arrayBuffer())),
    match: async (url: string) => {
      const bytes = bodies.get(url);
      return (
        bytes && {
          blob: async () => new TestBlob([bytes]),
          text: async () => new TextDecoder().decode(bytes),
          arrayBuffer: async () => new Uint8Array(bytes).buffer,
        }
      );
    },
    keys: async () => [...bodies.keys()].map((url) => ({ url })),
    delete: async (entry: string | { url: string }) =>
      bodies.delete(typeof entry === 'string' ? entry : entry.url),
  } as unknown as Cache;
}

let open: () => FileStore;

beforeAll(async () => {
  vi.stubGlobal('Blob', TestBlob);
  vi.stubGlobal('FileReaderSync', TestReader);
  vi.resetModules();
  const { cacheStore } = await import('./cacheStore.ts');
  open = () => cacheStore(testCache());
});
afterAll(() => vi.unstubAllGlobals());

const path = storedPath('onnx/model.onnx_data');

describe('models in the Cache API', () => {
  it('give a file from its pieces, whatever the order in which they came', async () => {
    const folder = await open().folder('key');
    await folder.write(path, 10, Uint8Array.of(10, 11, 12));
    await folder.write(path, 2, Uint8Array.of(2, 3, 4, 5, 6, 7, 8, 9));
    await folder.write(path, 0, Uint8Array.of(0, 1));
    const reader = await folder.open(path, 13);
    const bytes = new Uint8Array(6);
    reader.read(bytes, 6);
    expect([...bytes]).toEqual([6, 7, 8, 9, 10, 11]);
    expect([...(await folder.readPiece(path, 10, 3))]).toEqual([10, 11, 12]);
  });

  it.each<[string, number[], number]>([
    ['a gap', [0, 8], 16],
    ['no beginning', [4], 4],
    ['no end', [0, 4], 9],
    ['nothing', [], 1],
  ])('give no file of which there is %s', async (_, places, sizeBytes) => {
    const folder = await open().folder('key');
    for (const at of places) await folder.write(path, at, new Uint8Array(4));
    await expect(folder.open(path, sizeBytes)).rejects.toThrow(path);
  });

  it('are kept apart by key, listed, and removed with all their files and texts', async () => {
    const store = open();
    const [one, two] = [await store.folder('a/b c-1'), await store.folder('a/b c-2')];
    await one.write(path, 0, Uint8Array.of(1));
    await two.write(path, 0, Uint8Array.of(2));
    const journal = {
      ...{ address: 'a', id: 'a', asked: null, revision: null, dtype: 'q4' },
      ...{ beganAt: '', check: 'hub' as const, sizeBytes: 1, files: [] },
    };
    await writeJournal(one, journal);
    expect(await readJournal(one)).toMatchObject(journal);
    expect(await readRecord(one)).toBeNull();
    expect((await store.keys()).toSorted()).toEqual(['a/b c-1', 'a/b c-2']);
    await store.remove('a/b c-1');
    expect(await store.keys()).toEqual(['a/b c-2']);
    expect(await readJournal(await store.folder('a/b c-1'))).toBeNull();
    await two.remove(path);
    await expect(two.open(path, 1)).rejects.toThrow(path);
  });
});
