import { createHash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HubModel, TestHub } from '../../scripts/lib/testHub.ts';
import type { Progress } from '../../src/protocol/model.ts';
import { httpSource } from '../loader/httpSource.ts';
import { hubSource } from '../loader/hubSource.ts';
import { listedSource } from '../loader/listedSource.ts';
import type { Patience } from '../loader/retry.ts';
import type { FileStore, ModelFolder } from './fileStore.ts';
import { memoryStore } from './memoryStore.ts';
import { ModelStorage, type Room } from './modelStorage.ts';
import { type Obtained, obtainModel } from './obtain.ts';
import { storedPath } from './record.ts';
import { TestLocks } from './testLocks.ts';

const ID = 'owner/llama';
const FOLDER = 'e2e/fixtures/models/llama';
const MODEL: HubModel = { id: ID, folder: FOLDER, commit: 'a'.repeat(40) };
const DATA = 'onnx/model.onnx_data';
const QUICK: Patience = { tries: 2, firstDelayMs: 1, maxDelayMs: 1, maxRetryAfterMs: 10, stallMs: 2000 };
/** A slow machine is no failure. */
const PATIENT = { timeout: 10_000 };
const DAY = 24 * 3600 * 1000;

/** Storage that outlives tabs and says it is a disk. */
function disk(): FileStore {
  return { ...memoryStore(), kind: 'opfs' };
}

let hub: TestHub;
let files: FileStore;
let locks: TestLocks;
let today: number;
let room: Room;

beforeEach(async () => {
  hub = await new TestHub([MODEL]).listen();
  files = disk();
  locks = new TestLocks();
  today = Date.UTC(2026, 0, 1);
  room = { usageBytes: 0, quotaBytes: 1e9, isPersistent: false };
});
afterEach(() => hub.close());

/**
 * A tab: a storage of its own over the shared files and locks.
 * @param answerMs how long it waits for an operation of the storage
 */
function tab(answerMs?: number) {
  const parts = { files, locks, room: async () => room, now: () => new Date(today), answerMs };
  const storage = new ModelStorage(parts);
  const seen: Progress[] = [];
  const load = (
    how: {
      asked?: string;
      dtype?: string;
      signal?: AbortSignal;
      source?: Parameters<typeof obtainModel>[1]['source'];
      address?: string;
    } = {},
  ): Promise<Obtained> => {
    const { asked = null, dtype = 'fp32', signal = new AbortController().signal, address = ID } = how;
    const source =
      how.source ?? hubSource(ID, { origin: hub.origin, patience: QUICK, revision: asked ?? undefined });
    return obtainModel(
      storage,
      { source, address, asked, dtype, backend: 'wasm', hasF16: false, patience: QUICK },
      { signal, progress: (step) => seen.push(step) },
    );
  };
  return { storage, load, seen };
}

async function dataOf({ source }: Obtained): Promise<Buffer> {
  const reader = await source.open!(DATA);
  const bytes = new Uint8Array(reader.sizeBytes);
  reader.read(bytes, 0);
  reader.close();
  return Buffer.from(bytes);
}

describe('a model from the hub', () => {
  it('is downloaded once, and then read from this device without any request, by id alone', async () => {
    const { storage, load, seen } = tab();
    const first = await load();
    expect(first.source.revision).toBe(MODEL.commit);
    expect((await dataOf(first)).equals(readFileSync(`${FOLDER}/${DATA}`))).toBe(true);
    first.release();
    const total = seen.at(-1)!.total;
    expect(seen.at(-1)).toMatchObject({ stage: 'download', loaded: total, resumedBytes: total });

    hub.close();
    const again = await tab().load({ dtype: 'fp32' });
    expect(again.source.revision).toBe(MODEL.commit);
    expect(again.notices).toEqual([]);
    expect((await dataOf(again)).equals(readFileSync(`${FOLDER}/${DATA}`))).toBe(true);
    again.release();

    const { models, kind } = await storage.facts();
    expect(kind).toBe('opfs');
    expect(models).toMatchObject([
      {
        id: ID,
        revision: MODEL.commit,
        dtype: 'fp32',
        check: 'hub',
        isComplete: true,
        sizeBytes: total,
        storedBytes: total,
      },
    ]);
  });

  it('of another dtype or revision is another model', async () => {
    const { load, storage } = tab();
    (await load()).release();
    (await load({ dtype: 'q4' })).release();
    (await load({ asked: MODEL.commit })).release();
    expect((await storage.facts()).models.map(({ dtype }) => dtype).toSorted()).toEqual(['fp32', 'q4']);
  });

  it('goes on after a reload with what is missing', async () => {
    const cancel = new AbortController();
    hub.faults.push({ path: DATA, stallAt: 0.5, times: 100 });
    const stopping = tab().load({ signal: cancel.signal });
    await expect.poll(() => hub.bytesOf(DATA), PATIENT).toBeGreaterThan(0);
    await expect
      .poll(async () => (await tab().storage.facts()).models[0]?.storedBytes ?? 0, PATIENT)
      .toBeGreaterThan(0);
    cancel.abort();
    await expect(stopping).rejects.toMatchObject({ code: 'aborted' });
    const { models } = await tab().storage.facts();
    expect(models).toMatchObject([{ id: ID, isComplete: false, checkedAt: null }]);
    expect(models[0]!.storedBytes).toBeLessThan(models[0]!.sizeBytes);

    hub.faults.length = 0;
    const before = hub.sent.length;
    (await tab().load()).release();
    const asked = hub.sent.slice(before).map(({ path }) => path);
    expect(asked).toContain(DATA);
    // what the survey reads apart, nothing that was there is asked for
    expect(asked).not.toContain('generation_config.json');
  });

  it('is downloaded by one of two tabs, for both', async () => {
    const [one, two] = [tab(), tab()];
    const both = await Promise.all([one.load(), two.load()]);
    expect(hub.bytesOf(DATA)).toBe(statSync(`${FOLDER}/${DATA}`).size);
    for (const each of both) expect((await dataOf(each)).length).toBe(statSync(`${FOLDER}/${DATA}`).size);
    const waited = [...one.seen, ...two.seen].map(({ detail }) => detail ?? '');
    expect(waited.some((detail) => detail.includes('another tab'))).toBe(true);
    for (const each of both) each.release();
  });

  it.each<[keyof ModelFolder, string]>([
    ['write', 'writing files/'],
    ['open', 'opening files/'],
    ['writeText', 'writing '],
    ['close', 'closing'],
  ])('ends in words when the browser never answers at %s, and another load is free to begin', async (name, at) => {
    const whole = files;
    let isStuck = true;
    files = {
      ...whole,
      folder: async (key) => {
        const folder = await whole.folder(key);
        return { ...folder, ...(isStuck ? { [name]: () => new Promise(() => {}) } : {}) };
      },
    };
    await expect(tab(100).load()).rejects.toMatchObject({
      code: 'storage_failed',
      message: expect.stringContaining(`(${at}`),
      details: { noAnswer: true },
    });
    // a new worker, to which the storage answers: neither a lock nor a half download is in its way
    isStuck = false;
    (await tab().load()).release();
  });

  it('waits for a tab that is slow, and not for a lock whose holder is gone without a word', async () => {
    hub.faults.push({ path: DATA, stallAt: 0.5, times: 100 });
    const one = new AbortController();
    const first = tab().load({ signal: one.signal });
    await expect.poll(() => hub.bytesOf(DATA), PATIENT).toBeGreaterThan(0);
    const waiting = tab(300).load();
    let isOver = false;
    waiting
      .catch(() => {})
      .finally(() => {
        isOver = true;
      });
    await new Promise((resolve) => setTimeout(resolve, 900));
    expect(isOver).toBe(false);
    hub.faults.length = 0;
    one.abort();
    await expect(first).rejects.toMatchObject({ code: 'aborted' });
    (await waiting).release();

    const key = (await tab().storage.facts()).models[0]!.key;
    await tab().storage.delete(key);
    // a lock that nobody answers for
    void locks.request(`tiller-model-${key}`, { mode: 'exclusive' }, () => new Promise(() => {}));
    await expect(tab(300).load()).rejects.toMatchObject({
      code: 'storage_failed',
      message: expect.stringContaining('waiting for another tab'),
    });
  });

  it('stops waiting for another tab when it is cancelled', async () => {
    hub.faults.push({ path: DATA, stallAt: 0.5, times: 100 });
    const one = new AbortController();
    const two = new AbortController();
    const first = tab().load({ signal: one.signal });
    await expect.poll(() => hub.bytesOf(DATA), PATIENT).toBeGreaterThan(0);
    const second = tab();
    const waiting = second.load({ signal: two.signal });
    await expect
      .poll(() => second.seen.some(({ detail }) => detail?.includes('another tab')), PATIENT)
      .toBe(true);
    two.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'aborted' });
    one.abort();
    await expect(first).rejects.toMatchObject({ code: 'aborted' });
  });

  it('whose bytes are not those listed is refused, and not stored', async () => {
    hub.faults.push({ path: DATA, changed: true });
    const { load, storage } = tab();
    await expect(load()).rejects.toMatchObject({ code: 'hash_mismatch' });
    expect((await storage.facts()).models.every(({ isComplete }) => !isComplete)).toBe(true);
  });
});

describe('room on the device', () => {
  it('that is known to be too small: the model runs from memory, with a notice, and nothing is left behind', async () => {
    room = { ...room, quotaBytes: 1000 };
    const { load, storage } = tab();
    const obtained = await load();
    expect(obtained.notices.join()).toMatch(/no room to keep the model.*memory/);
    expect((await dataOf(obtained)).equals(readFileSync(`${FOLDER}/${DATA}`))).toBe(true);
    expect((await storage.facts()).models).toEqual([]);
    expect(await files.keys()).toEqual([]);
  });

  it('that runs out in the middle: what is there moves to memory, and only the rest is fetched', async () => {
    const store = disk();
    let writes = 0;
    files = {
      ...store,
      async folder(key) {
        const folder = await store.folder(key);
        const write: ModelFolder['write'] = async (path, at, bytes) => {
          writes += 1;
          if (writes > 3) throw new DOMException('full', 'QuotaExceededError');
          await folder.write(path, at, bytes);
        };
        return { ...folder, write };
      },
    };
    const { load, storage } = tab();
    const obtained = await load();
    expect(obtained.notices.join()).toContain('no room');
    expect((await dataOf(obtained)).equals(readFileSync(`${FOLDER}/${DATA}`))).toBe(true);
    expect((await storage.facts()).models).toEqual([]);
  });
});

describe('a stored model', () => {
  const key = async () => (await tab().storage.facts()).models[0]!.key;
  const context = { signal: new AbortController().signal, progress: () => {} };
  const spoil = async () => {
    const folder = await files.folder(await key());
    const bytes = readFileSync(`${FOLDER}/${DATA}`);
    bytes[100]! ^= 1;
    await folder.write(storedPath(DATA), 0, new Uint8Array(bytes));
  };

  it('passes its verification, which says when', async () => {
    (await tab().load()).release();
    today += DAY;
    const seen: Progress[] = [];
    const verified = await tab().storage.verify(await key(), {
      ...context,
      progress: (step) => seen.push(step),
    });
    expect(verified).toEqual({ key: await key(), passed: true });
    expect(seen.at(-1)).toMatchObject({ stage: 'verify', loaded: seen.at(-1)!.total });
    const [model] = (await tab().storage.facts()).models;
    expect(model!.checkedAt).toBe(new Date(today).toISOString());
    expect(model!.storedAt).toBe(new Date(today - DAY).toISOString());
  });

  it('that was spoilt on the disk fails it, by name', async () => {
    (await tab().load()).release();
    await spoil();
    const verified = await tab().storage.verify(await key(), context);
    expect(verified).toMatchObject({ passed: false, problem: expect.stringContaining(DATA) });
  });

  it('is compared byte by byte once in a month of loads', async () => {
    (await tab().load()).release();
    await spoil();
    (await tab().load()).release();
    today += 31 * DAY;
    await expect(tab().load()).rejects.toMatchObject({
      code: 'hash_mismatch',
      details: { key: await key() },
    });
  });

  it('is deleted, unless a tab reads it', async () => {
    const { load, storage } = tab();
    const open = await load();
    const name = await key();
    await expect(tab().storage.delete(name)).rejects.toMatchObject({ code: 'busy' });
    open.release();
    await tab().storage.delete(name);
    expect((await storage.facts()).models).toEqual([]);
    await expect(storage.delete(name)).rejects.toMatchObject({ code: 'model_not_found' });
    await expect(storage.verify(name, context)).rejects.toMatchObject({ code: 'model_not_found' });
  });
});

describe('a model at an address', () => {
  const at = () => {
    const address = `${hub.origin}/${ID}/resolve/main/`;
    return { source: httpSource(address, { id: address }), address };
  };

  it('is kept with hashes of its own, and serves offline', async () => {
    (await tab().load(at())).release();
    expect((await tab().storage.facts()).models).toMatchObject([{ check: 'recorded', revision: null }]);
    const offline = at();
    hub.close();
    (await tab().load(offline)).release();
  });

  it('whose data file is too short for its graph is named, and does not count as stored', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tiller-model-'));
    cpSync(FOLDER, folder, { recursive: true });
    truncateSync(join(folder, DATA), 1000);
    hub.close();
    hub = await new TestHub([{ ...MODEL, folder }]).listen();
    await expect(tab().load(at())).rejects.toMatchObject({
      code: 'file_corrupt',
      message: expect.stringContaining(DATA),
    });
    expect((await tab().storage.facts()).models).toMatchObject([{ isComplete: false }]);
    rmSync(folder, { recursive: true });
  });

  it('is downloaded anew when its configuration has changed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tiller-model-'));
    cpSync(FOLDER, folder, { recursive: true });
    hub.close();
    hub = await new TestHub([{ ...MODEL, folder }]).listen();
    const downloads = () => hub.sent.filter(({ path, bytes }) => path === DATA && bytes > 1).length;
    (await tab().load(at())).release();
    (await tab().load(at())).release();
    expect(downloads()).toBe(1);
    appendFileSync(`${folder}/config.json`, ' ');
    (await tab().load(at())).release();
    expect(downloads()).toBe(2);
    expect((await tab().storage.facts()).models.length).toBe(1);
    rmSync(folder, { recursive: true });
  });
});

describe('the embedded model, whose files a manifest lists', () => {
  const listed = (folder: string, files: { path: string; sizeBytes: number; sha256: string }[]) => ({
    source: listedSource(httpSource(folder, { id: 'embedded' }), folder, { files }),
    address: 'embedded',
  });
  const at = () => `${hub.origin}/${ID}/resolve/main/`;
  const entries = (folder: string) =>
    ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model.onnx', DATA].map((path) => {
      const bytes = readFileSync(join(folder, path));
      return { path, sizeBytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
    });

  it('is stored at its first load, and then loads without a single request', async () => {
    const files = entries(FOLDER);
    (await tab().load(listed(at(), files))).release();
    hub.sent.length = 0;
    const again = await tab().load(listed(at(), files));
    expect(Buffer.compare(await dataOf(again), readFileSync(join(FOLDER, DATA)))).toBe(0);
    again.release();
    expect(hub.sent).toEqual([]);
  });

  it('is replaced when the site lists other bytes, of any file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tiller-model-'));
    cpSync(FOLDER, folder, { recursive: true });
    hub.close();
    hub = await new TestHub([{ ...MODEL, folder }]).listen();
    (await tab().load(listed(at(), entries(folder)))).release();
    const changed = readFileSync(join(folder, DATA));
    changed[0] = changed[0]! ^ 1;
    writeFileSync(join(folder, DATA), changed);
    const again = await tab().load(listed(at(), entries(folder)));
    expect(Buffer.compare(await dataOf(again), changed)).toBe(0);
    again.release();
    expect((await tab().storage.facts()).models.length).toBe(1);
    rmSync(folder, { recursive: true });
  });

  it('that is not what the manifest says is refused', async () => {
    const files = entries(FOLDER).map((file) =>
      file.path === DATA ? { ...file, sha256: '0'.repeat(64) } : file,
    );
    await expect(tab().load(listed(at(), files))).rejects.toMatchObject({ code: 'hash_mismatch' });
  });
});
