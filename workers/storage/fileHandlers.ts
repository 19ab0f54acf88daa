/** Answers the requests on files alone: survey, device and what is stored. None of them needs a loaded model. */
import { TillerError } from '../../src/core/errors.ts';
import type { Exchange } from '../../src/protocol/messages.ts';
import type { ModelSurvey } from '../../src/protocol/storage.ts';
import { preferredBackend } from '../backends.ts';
import type { Environment } from '../engine.ts';
import { preferredDtypes } from '../loader/dtype.ts';
import { surveyModel } from '../loader/survey.ts';
import type { Handlers } from '../serve.ts';
import { bytesOf } from './journalKeeper.ts';
import type { ModelStorage } from './modelStorage.ts';
import { keyOf, readJournal, readRecord } from './record.ts';
import { storedSource } from './storedSource.ts';

type FileKind = 'survey' | 'device' | 'storage' | 'deleteStored' | 'verifyStored';

export function fileHandlers(environment: Environment): Pick<Handlers, FileKind> {
  return {
    survey: (body, { signal }) => survey(environment, body, signal),
    device: () => environment.device(),
    storage: async () => (await environment.storage()).facts(),
    deleteStored: async ({ key }) => (await environment.storage()).delete(key),
    verifyStored: async ({ key }, context) => (await environment.storage()).verify(key, context),
  };
}

/** A stored model stays at its commit; without a connection it is surveyed from its own files. */
async function survey(
  environment: Environment,
  { source: name, options }: Exchange['survey']['request'],
  signal: AbortSignal,
): Promise<ModelSurvey> {
  const storage = await environment.storage();
  const first = await environment.resolve(name, { revision: options.revision, signal });
  const { address, asked, manifest } = first;
  const adapter = options.backend === 'wasm' ? null : await environment.adapter();
  const hasF16 = adapter?.hasF16 ?? false;
  const backend = preferredBackend(options.backend, adapter);
  const choice = { backend, hasF16, dtype: options.dtype ?? manifest?.dtype, signal };
  if (address === null)
    return withStored(storage, await surveyModel(first.source, { ...choice, manifest }), null);

  const preference = preferredDtypes(backend, hasF16);
  const stored = await storage.find({ address, asked, dtype: options.dtype, preference });
  const revision = stored?.record.revision ?? options.revision;
  const { source } = await environment.resolve(name, { revision, signal });
  try {
    const found = await surveyModel(source, {
      ...choice,
      manifest,
      dtype: choice.dtype ?? stored?.record.dtype,
    });
    return await withStored(storage, found, address);
  } catch (error) {
    if (!stored || !(error instanceof TillerError) || error.code !== 'download_failed') throw error;
    const { key, record } = stored;
    const offline = storedSource(key, await storage.files.folder(key), record);
    return withStored(storage, await surveyModel(offline, { ...choice, dtype: record.dtype }), address);
  }
}

/** Adds what of the files is on this device. @param address null for what is never stored */
async function withStored(
  storage: ModelStorage,
  found: Omit<ModelSurvey, 'key' | 'downloadBytes'>,
  address: string | null,
): Promise<ModelSurvey> {
  if (address === null) return { ...found, key: null, downloadBytes: found.sizeBytes };
  const key = await keyOf(address, found.revision, found.dtype);
  const there = await storedBytes(storage, key);
  const files = found.files.map((file) => ({
    ...file,
    isStored: there.has(file.path) && there.get(file.path) === file.sizeBytes,
  }));
  const missing = files.map(({ path, sizeBytes }) => Math.max(0, (sizeBytes ?? 0) - (there.get(path) ?? 0)));
  return { ...found, key, files, downloadBytes: missing.reduce((sum, bytes) => sum + bytes, 0) };
}

/** Bytes that are there, by path. Asking leaves no empty folder behind. */
async function storedBytes(storage: ModelStorage, key: string): Promise<Map<string, number>> {
  if (!(await storage.files.keys()).includes(key)) return new Map();
  const folder = await storage.files.folder(key);
  const record = await readRecord(folder);
  if (record) return new Map(record.files.map(({ path, sizeBytes }) => [path, sizeBytes]));
  const journal = await readJournal(folder);
  return new Map(journal?.files.map((file) => [file.path, bytesOf(file)]));
}
