import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Fault, type HubModel, TestHub } from '../../scripts/lib/testHub.ts';
import type { ModelFolder } from '../storage/fileStore.ts';
import { bytesOf, JournalKeeper } from '../storage/journalKeeper.ts';
import { memoryFolder } from '../storage/memoryStore.ts';
import { readJournal, storedPath } from '../storage/record.ts';
import { type DownloadProgress, downloadFiles, type WantedFile } from './download.ts';
import { httpSource } from './httpSource.ts';
import { hubSource } from './hubSource.ts';
import type { Patience } from './retry.ts';

const PIECE = 10_000;
const SIZE = 95_000;
const QUICK: Patience = {
  tries: 3,
  firstDelayMs: 1,
  maxDelayMs: 2,
  maxRetryAfterMs: 2000,
  stallMs: 1000,
};

let folderOnDisk: string;
let model: HubModel;
let hub: TestHub;
let content: Buffer;
let folder: ModelFolder;

beforeAll(() => {
  folderOnDisk = mkdtempSync(join(tmpdir(), 'tiller-hub-'));
  content = Buffer.from(Array.from({ length: SIZE }, (_, index) => (index * 7919) % 251));
  writeFileSync(join(folderOnDisk, 'config.json'), '{"a": 1}');
  writeFileSync(join(folderOnDisk, 'model.onnx_data'), content);
  model = { id: 'owner/name', folder: folderOnDisk, commit: 'c'.repeat(40) };
});
afterAll(() => rmSync(folderOnDisk, { recursive: true }));
beforeEach(async () => {
  hub = await new TestHub([model]).listen();
  folder = memoryFolder();
});
afterEach(() => hub.close());

const DATA = 'model.onnx_data';
const sha256 = () => createHash('sha256').update(content).digest('hex');

/** As from a plain server, where tags tell whether a file is still the same. */
async function fromServer(paths = [DATA]): Promise<WantedFile[]> {
  const source = httpSource(`${hub.origin}/owner/name/resolve/main/`);
  return Promise.all(paths.map(async (path) => ({ path, ...(await source.remote!(path))! })));
}

/** As from the hub, with sizes and hashes of its listing. */
async function fromHub(paths = [DATA]): Promise<WantedFile[]> {
  const source = hubSource('owner/name', { origin: hub.origin, patience: QUICK });
  return Promise.all(paths.map(async (path) => ({ path, ...(await source.remote!(path))! })));
}

async function download(
  wanted: WantedFile[],
  { signal = new AbortController().signal, onProgress = (_: DownloadProgress) => {} } = {},
) {
  const known = await readJournal(folder);
  const keeper = new JournalKeeper(folder, {
    ...{ address: 'owner/name', id: 'owner/name', asked: null, revision: null, dtype: 'fp32' },
    ...{ beganAt: '2026-01-01T00:00:00Z', check: 'hub', sizeBytes: SIZE, files: known?.files ?? [] },
  });
  return downloadFiles(wanted, { folder, keeper, signal, onProgress, patience: QUICK, pieceBytes: PIECE });
}

async function stored(path = DATA, sizeBytes = SIZE): Promise<Buffer> {
  const bytes = new Uint8Array(sizeBytes);
  (await folder.open(storedPath(path), sizeBytes)).read(bytes, 0);
  return Buffer.from(bytes);
}

/** Bytes sent for requests from number `from` on. */
const bytesSince = (from: number) => hub.sent.slice(from).reduce((sum, { bytes }) => sum + bytes, 0);

describe('a download', () => {
  it('comes in pieces that make up the file, with its hash and one progress', async () => {
    const wanted = await fromServer(['config.json', DATA]);
    const before = hub.sent.length;
    const seen: DownloadProgress[] = [];
    const files = await download(wanted, { onProgress: (step) => seen.push(step) });
    expect((await stored()).equals(content)).toBe(true);
    expect(files.map(({ path, sizeBytes }) => [path, sizeBytes])).toEqual([
      ['config.json', 8],
      [DATA, SIZE],
    ]);
    expect(files[1]!.sha256).toBe(sha256());
    // one request for the small file, one a piece of the large one
    expect(hub.sent.length - before).toBe(1 + Math.ceil(SIZE / PIECE));
    expect(hub.bytesOf(DATA) - 1).toBe(SIZE);
    expect(seen.map(({ loadedBytes }) => loadedBytes)).toEqual(
      seen.map(({ loadedBytes }) => loadedBytes).toSorted((a, b) => a - b),
    );
    expect(seen.filter(({ loadedBytes, totalBytes }) => loadedBytes > totalBytes)).toEqual([]);
    expect(seen.at(-1)).toMatchObject({ loadedBytes: SIZE + 8, totalBytes: SIZE + 8, resumedBytes: 0 });
  });

  it('takes a file of exactly one piece, and refuses an empty one', async () => {
    writeFileSync(join(folderOnDisk, 'one.bin'), content.subarray(0, PIECE));
    writeFileSync(join(folderOnDisk, 'none.bin'), '');
    const [file] = await download(await fromHub(['one.bin']));
    expect(file!.sizeBytes).toBe(PIECE);
    expect((await stored('one.bin', PIECE)).equals(content.subarray(0, PIECE))).toBe(true);
    await expect(download(await fromHub(['none.bin']))).rejects.toMatchObject({
      code: 'file_corrupt',
      message: expect.stringContaining('none.bin'),
    });
  });

  it.each<[string, Fault]>([
    ['a connection that breaks after a tenth', { path: DATA, dropAt: 0.1, times: 2 }],
    ['a connection that breaks', { path: DATA, dropAt: 0.5, times: 2 }],
    ['a connection that breaks near the end', { path: DATA, dropAt: 0.99, times: 2 }],
    ['a connection that breaks at once', { path: DATA, dropAt: 0 }],
    ['a connection that stalls', { path: DATA, stallAt: 0.3 }],
    ['a server that is busy', { path: DATA, status: 503, times: 2 }],
    ['a server that fails', { path: DATA, status: 500 }],
    ['a body that is too short', { path: DATA, shortenTo: 100 }],
  ])('goes on after %s, asking for nothing twice', async (_, fault) => {
    const wanted = await fromServer();
    const before = hub.sent.length;
    hub.faults.push(fault);
    await download(wanted);
    expect((await stored()).equals(content)).toBe(true);
    expect(bytesSince(before)).toBe(SIZE);
  });

  it('waits as long as a busy server asks for', async () => {
    const wanted = await fromServer();
    hub.faults.push({ path: DATA, status: 429, headers: { 'retry-after': '1' } });
    const startedAt = performance.now();
    await download(wanted);
    expect(performance.now() - startedAt).toBeGreaterThan(950);
    expect((await stored()).equals(content)).toBe(true);
  });

  it('says while it waits that nothing comes, and no longer than that', async () => {
    const wanted = await fromServer();
    hub.faults.push({ path: DATA, status: 503, times: 4 });
    const waits: boolean[] = [];
    await download(wanted, { onProgress: ({ isWaiting }) => waits.push(isWaiting) });
    expect(waits).toContain(true);
    expect(waits.at(-1)).toBe(false);
  });

  it('does not wait for an hour', async () => {
    const wanted = await fromServer();
    hub.faults.push({ path: DATA, status: 429, headers: { 'retry-after': '3600' } });
    await expect(download(wanted)).rejects.toMatchObject({
      code: 'download_failed',
      details: { status: 429 },
    });
  });

  it('gives up when nothing comes any more', async () => {
    const wanted = await fromServer();
    hub.faults.push({ path: DATA, dropAt: 0, times: 100 });
    await expect(download(wanted)).rejects.toMatchObject({ code: 'download_failed' });
  });

  it.each<[string, Partial<Fault>, string]>([
    ['a web page', { page: '<html>log in</html>' }, 'file_corrupt'],
    ['no such file', { status: 404 }, 'file_missing'],
    ['terms to accept', { status: 403, headers: { 'x-error-code': 'GatedRepo' } }, 'model_gated'],
  ])('ends at once at %s', async (_, fault, code) => {
    const wanted = await fromServer();
    const before = hub.sent.length;
    hub.faults.push({ path: DATA, ...fault, times: 100 });
    await expect(download(wanted)).rejects.toMatchObject({ code, details: { path: DATA } });
    expect(hub.sent.length - before).toBeLessThanOrEqual(4);
  });

  it('takes the whole file from a server that knows no ranges', async () => {
    const wanted = await fromServer();
    hub.faults.push({ path: DATA, ignoresRange: true, times: 100 });
    const files = await download(wanted);
    expect((await stored()).equals(content)).toBe(true);
    expect(files[0]).toMatchObject({ sizeBytes: SIZE, sha256: sha256() });
  });

  it('takes a file of unknown length, also after a break', async () => {
    const [wanted] = await fromServer();
    hub.faults.push({ path: DATA, dropAt: 0.5 });
    const files = await download([{ ...wanted!, sizeBytes: null }]);
    expect((await stored()).equals(content)).toBe(true);
    expect(files[0]).toMatchObject({ sizeBytes: SIZE, sha256: sha256() });
  });

  it('begins a file anew that changes in the middle', async () => {
    const wanted = await fromServer();
    const seen: number[] = [];
    const changing = download(wanted, {
      onProgress({ loadedBytes }) {
        if (loadedBytes > SIZE / 2 && seen.length === 0) {
          seen.push(loadedBytes);
          hub.faults.push({ path: DATA, changed: true });
        }
      },
    });
    const [file] = await changing;
    expect(seen.length).toBe(1);
    expect(file!.validator).toContain('changed');
    expect(file!.sha256).toBe(
      createHash('sha256')
        .update(await stored())
        .digest('hex'),
    );
  });

  it('keeps nothing of what is no model file', async () => {
    writeFileSync(join(folderOnDisk, 'model_q4.onnx'), 'version https://git-lfs.github.com/spec/v1\n');
    await expect(download(await fromServer(['model_q4.onnx']))).rejects.toMatchObject({
      code: 'file_corrupt',
      message: expect.stringMatching(/model_q4\.onnx.*LFS/),
    });
    expect((await readJournal(folder))!.files.map(bytesOf)).toEqual([0]);
  });

  it('refuses bytes that are not what the hub lists, and keeps none of them', async () => {
    const wanted = await fromHub();
    hub.faults.push({ path: DATA, changed: true });
    await expect(download(wanted)).rejects.toMatchObject({
      code: 'hash_mismatch',
      details: { path: DATA, expected: sha256() },
    });
    expect((await readJournal(folder))!.files.map(bytesOf)).toEqual([0]);
  });
});

describe('a download that was stopped', () => {
  /** Cancels once half is there. */
  async function stopHalfway(wanted: WantedFile[]): Promise<number> {
    const cancel = new AbortController();
    const stopping = download(wanted, {
      signal: cancel.signal,
      onProgress: ({ loadedBytes }) => loadedBytes > SIZE / 2 && cancel.abort(),
    });
    await expect(stopping).rejects.toMatchObject({ code: 'aborted' });
    return (await readJournal(folder))!.files.reduce((sum, file) => sum + bytesOf(file), 0);
  }

  it('goes on with the missing pieces only, and says what was there', async () => {
    const wanted = await fromServer();
    const kept = await stopHalfway(wanted);
    expect(kept).toBeGreaterThan(0);
    const before = hub.sent.length;
    const seen: DownloadProgress[] = [];
    const [file] = await download(wanted, { onProgress: (step) => seen.push(step) });
    expect(bytesSince(before)).toBe(SIZE - kept);
    expect(seen.at(-1)).toMatchObject({ resumedBytes: kept, loadedBytes: SIZE });
    expect(file!.sha256).toBe(sha256());
    expect((await stored()).equals(content)).toBe(true);
  });

  it('asks for nothing when everything is there', async () => {
    const wanted = await fromServer();
    await download(wanted);
    const before = hub.sent.length;
    const [file] = await download(wanted);
    expect(hub.sent.slice(before)).toEqual([]);
    expect(file!.sha256).toBe(sha256());
  });

  it('begins anew when the file has changed since', async () => {
    await stopHalfway(await fromServer());
    hub.faults.push({ path: DATA, changed: true });
    const wanted = await fromServer();
    const before = hub.sent.length;
    const [file] = await download(wanted);
    expect(bytesSince(before)).toBe(SIZE);
    expect(file!.validator).toContain('changed');
  });

  it('fetches once more what was spoilt on the disk, and then refuses', async () => {
    const wanted = await fromHub();
    const kept = await stopHalfway(wanted);
    expect(kept).toBeGreaterThan(0);
    const journal = (await readJournal(folder))!;
    const [at, length] = journal.files[0]!.pieces[0]!;
    await folder.write(storedPath(DATA), at, new Uint8Array(length));
    const [file] = await download(wanted);
    expect(file!.sha256).toBe(sha256());
    expect((await stored()).equals(content)).toBe(true);
  });
});
