import { describe, expect, it, vi } from 'vitest';
import { carefulStore } from './carefulStore.ts';
import type { FileStore, ModelFolder } from './fileStore.ts';
import { memoryStore } from './memoryStore.ts';

const SOON = 60;
const never = () => new Promise<never>(() => {});

/** A storage whose every folder has these operations in place of its own. */
function storeWith(operations: Partial<ModelFolder>): FileStore {
  const store = memoryStore();
  return { ...store, folder: async (key) => ({ ...(await store.folder(key)), ...operations }) };
}

const OPERATIONS: [keyof ModelFolder, (folder: ModelFolder) => Promise<unknown>][] = [
  ['write', (folder) => folder.write('files/a', 0, new Uint8Array(1))],
  ['readPiece', (folder) => folder.readPiece('files/a', 0, 1)],
  ['open', (folder) => folder.open('files/a', 1)],
  ['readText', (folder) => folder.readText('journal.json')],
  ['writeText', (folder) => folder.writeText('journal.json', '{}')],
  ['remove', (folder) => folder.remove('files/a')],
  ['close', (folder) => folder.close()],
];

describe('a storage that is waited for', () => {
  it('does what the storage does', async () => {
    const store = carefulStore(memoryStore());
    const folder = await store.folder('key');
    await folder.write('files/a', 0, Uint8Array.of(1, 2));
    await folder.writeText('record.json', '{}');
    const bytes = new Uint8Array(2);
    (await folder.open('files/a', 2)).read(bytes, 0);
    expect([...bytes]).toEqual([1, 2]);
    expect(await folder.readText('record.json')).toBe('{}');
    expect(await store.keys()).toEqual(['key']);
    await store.remove('key');
    expect(await store.keys()).toEqual([]);
  });

  it('that never answers says behind what an operation waited', async () => {
    const store = { ...storeWith({ readText: never }), atWork: () => 'writing files/a at 0' };
    const folder = await carefulStore(store, SOON).folder('key');
    await expect(folder.readText('journal.json')).rejects.toThrow(
      '(reading journal.json, behind writing files/a at 0)',
    );
  });

  it.each(OPERATIONS)('that never answers at %s fails in time, and says at what', async (name, run) => {
    const folder = await carefulStore(storeWith({ [name]: never }), SOON).folder('key');
    await expect(run(folder)).rejects.toMatchObject({
      code: 'storage_failed',
      message: expect.stringMatching(/did not answer.*\((writing|reading|opening|deleting|closing) /),
      details: { noAnswer: true },
    });
  });

  it('that never lists, opens or deletes its folders fails in time as well', async () => {
    const store = carefulStore({ kind: 'opfs', keys: never, folder: never, remove: never }, SOON);
    for (const call of [store.keys(), store.folder('key'), store.remove('key')]) {
      await expect(call).rejects.toMatchObject({ code: 'storage_failed', details: { noAnswer: true } });
    }
  });

  it('that fell silent is not asked again', async () => {
    const close = vi.fn(async () => {});
    const folder = await carefulStore(storeWith({ write: never, close }), SOON).folder('key');
    await expect(folder.write('files/a', 0, new Uint8Array(1))).rejects.toThrow('writing files/a');
    await expect(folder.close()).rejects.toThrow('writing files/a');
    expect(close).not.toHaveBeenCalled();
  });

  it.each([
    ['NotFoundError', /gone.*data was cleared.*Load the model again/],
    ['NotReadableError', /NotReadableError: broken.*Load the model again/],
  ])('that throws a %s says what happened, and what to do', async (name, message) => {
    const broken = storeWith({ write: () => Promise.reject(new DOMException('broken', name)) });
    const folder = await carefulStore(broken).folder('key');
    await expect(folder.write('files/a', 0, new Uint8Array(1))).rejects.toMatchObject({
      code: 'storage_failed',
      message: expect.stringMatching(message),
    });
  });

  it('that is out of room says so in the browser’s own way', async () => {
    const full = new DOMException('no more', 'QuotaExceededError');
    const folder = await carefulStore(storeWith({ write: () => Promise.reject(full) })).folder('key');
    await expect(folder.write('files/a', 0, new Uint8Array(1))).rejects.toBe(full);
  });
});
