/**
 * Makes sure that a model's files are on this device, and gives them as a source to load from: stored ones as they are,
 * others after a download. A model whose revision was not named stays at the commit of its first download.
 */
import { TillerError } from '../../src/core/errors.ts';
import type { Backend } from '../../src/protocol/model.ts';
import { onnxPathOf, preferredDtypes } from '../loader/dtype.ts';
import type { Patience } from '../loader/retry.ts';
import type { ModelSource } from '../loader/source.ts';
import { surveyModel } from '../loader/survey.ts';
import type { HandlerContext } from '../serve.ts';
import { StallClock } from '../stallClock.ts';
import { noAnswer } from './carefulStore.ts';
import { downloadModel } from './downloadModel.ts';
import type { ModelFolder } from './fileStore.ts';
import { askFor } from './holders.ts';
import { bytesOf } from './journalKeeper.ts';
import type { Release } from './locks.ts';
import type { ModelStorage } from './modelStorage.ts';
import { type CommitRecord, keyOf, readJournal, readRecord, removeRecord } from './record.ts';
import { storedSource } from './storedSource.ts';
import { checkFiles } from './verify.ts';

/** A stored model that was not compared byte by byte for so long is, at its next load, in milliseconds. */
const CHECK_EVERY_MS = 30 * 24 * 3600 * 1000;

/** How often a waiting tab looks how far the other one is, in milliseconds. */
const LOOK_EVERY_MS = 500;

export interface ObtainOptions {
  source: ModelSource;
  /** `embedded`, hub id or absolute address */
  address: string;
  asked: string | null;
  dtype?: string | undefined;
  backend: Backend;
  hasF16: boolean;
  /** of the download; default: as long as a user would wait */
  patience?: Patience | undefined;
  /** what earlier tries of this load have brought into memory; default: nothing, and it is not remembered */
  unkept?: UnkeptModels | undefined;
}

/** Models for which there was no room on the device, by key, for as long as one load goes on. */
export type UnkeptModels = Map<string, Omit<Obtained, 'release'>>;

export interface Obtained {
  source: ModelSource;
  /** what a user should know, in plain words */
  notices: string[];
  /** to be called once nothing is read any more */
  release: Release;
}

type Context = Pick<HandlerContext, 'signal' | 'progress'>;

/**
 * @throws TillerError as a survey and a download; `file_corrupt` or `hash_mismatch` for stored files that were spoilt
 */
export async function obtainModel(
  storage: ModelStorage,
  options: ObtainOptions,
  context: Context,
): Promise<Obtained> {
  const { source, address, asked, dtype, backend, hasF16 } = options;
  const preference = preferredDtypes(backend, hasF16);
  const stored = await storage.find({ address, asked, dtype, preference });
  if (stored && (await isCurrent(source, stored.record))) {
    const found = await openStored(storage, stored.key, context);
    if (found) return found;
  }
  const survey = await surveyModel(source, { backend, dtype, hasF16, signal: context.signal });
  const { revision } = survey;
  const key = await keyOf(address, revision, survey.dtype);
  const release = await lockOrWait(storage, key, 'exclusive', context);
  try {
    const folder = await storage.files.folder(key);
    const record = await readRecord(folder);
    if (!record || !(await isCurrent(source, record))) {
      if (record) await discard(storage, key, folder);
      const identity = { address, id: source.id, asked, revision, dtype: survey.dtype };
      const paths = survey.files.map(({ path }) => path);
      const { patience, unkept } = options;
      const inMemory =
        unkept?.get(key) ??
        (await downloadModel(storage, key, { source, identity, paths, patience }, context));
      if (inMemory) {
        unkept?.set(key, inMemory);
        return { ...inMemory, release: () => {} };
      }
    }
  } finally {
    release();
  }
  const found = await openStored(storage, key, context);
  if (found) return found;
  throw new TillerError('busy', 'the model was deleted while it was being loaded. Load it again.', { key });
}

/** In this order, as half a model must not count, whenever the tab is closed. */
async function discard(storage: ModelStorage, key: string, folder: ModelFolder): Promise<void> {
  await removeRecord(folder);
  await storage.files.remove(key);
}

/** Null when the model was deleted meanwhile. */
async function openStored(storage: ModelStorage, key: string, context: Context): Promise<Obtained | null> {
  const release = await lockOrWait(storage, key, 'shared', context);
  try {
    const folder = await storage.files.folder(key);
    const record = await readRecord(folder);
    if (!record) {
      release();
      return null;
    }
    await checkSometimes(storage, folder, record, key, context);
    const total = record.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const bytes = { loaded: total, total, resumedBytes: total, unit: 'bytes' as const };
    context.progress({ stage: 'download', ...bytes, detail: 'stored on this device' });
    return { source: storedSource(key, folder, record), notices: [], release };
  } catch (error) {
    release();
    throw error;
  }
}

/** Reading all of 2 GB at every load would cost seconds each time: sizes are compared always, bytes now and then. */
async function checkSometimes(
  storage: ModelStorage,
  folder: ModelFolder,
  record: CommitRecord,
  key: string,
  context: Context,
): Promise<void> {
  if (storage.now().getTime() - Date.parse(record.checkedAt) < CHECK_EVERY_MS) return;
  const problem = await checkFiles(folder, record, { ...context, now: storage.now });
  if (problem === null) return;
  throw new TillerError(
    'hash_mismatch',
    `the stored model is spoilt: ${problem}. Delete it and load it again.`,
    { key },
  );
}

/**
 * Another tab's download of the same model is waited for, as long as that tab gives signs of life: its bytes serve this tab
 * as well.
 * @throws TillerError `storage_failed` when it gives none
 */
async function lockOrWait(
  storage: ModelStorage,
  key: string,
  mode: 'shared' | 'exclusive',
  { signal, progress }: Context,
): Promise<Release> {
  const free = await storage.lock(key, { mode, ifAvailable: true });
  if (free) return free;
  const report = async () => {
    const journal = await readJournal(await storage.files.folder(key));
    progress({
      stage: 'download',
      loaded: (journal?.files ?? []).reduce((sum, file) => sum + bytesOf(file), 0),
      total: journal?.sizeBytes ?? 0,
      unit: 'bytes',
      detail: 'waiting for another tab that uses this model',
      waitsFor: 'tab',
    });
  };
  // a download of the same load let go of the lock only just now
  if (mode === 'exclusive') await report();
  // its journal may be cut short for a moment, or its folder gone: the next look tells more
  const looking = setInterval(() => void report().catch(() => {}), LOOK_EVERY_MS);
  const silence = new AbortController();
  const clock = new StallClock(storage.answerMs, () => silence.abort());
  const stopAsking = askFor(key, () => clock.restart(), storage.answerMs / 10);
  if (!stopAsking) clock.stop();
  try {
    return (await storage.lock(key, { mode, signal: AbortSignal.any([signal, silence.signal]) }))!;
  } catch (error) {
    if (silence.signal.aborted && !signal.aborted)
      throw noAnswer('waiting for another tab', storage.answerMs);
    throw error;
  } finally {
    clearInterval(looking);
    clock.stop();
    stopAsking?.();
  }
}

/**
 * Whether the server still has what was stored. Hashes that are known decide; a commit never changes; of a plain address
 * the configuration and the graph are compared. A server that does not answer cannot be compared with: what is stored then serves offline.
 */
async function isCurrent(source: ModelSource, record: CommitRecord): Promise<boolean> {
  const { hashes } = source;
  if (hashes) return record.files.every(({ path, sha256 }) => hashes.get(path) === sha256);
  if (record.revision !== null || !source.remote) return true;
  for (const path of ['config.json', onnxPathOf(record.dtype)]) {
    const stored = record.files.find((file) => file.path === path);
    const found = await source.remote(path).catch((error: unknown) => {
      if (error instanceof TillerError && error.code === 'download_failed') return null;
      throw error;
    });
    if (!found || !stored) continue;
    if (found.sizeBytes !== null && found.sizeBytes !== stored.sizeBytes) return false;
    if (found.validator !== null && stored.validator !== null && found.validator !== stored.validator)
      return false;
  }
  return true;
}
