/** Downloads a model into the storage, or into memory where there is no room for it, and commits it. */
import { TillerError } from '../../src/core/errors.ts';
import { readModel } from '../../src/core/onnx/model.ts';
import { outlineModel } from '../../src/core/onnx/outline.ts';
import { type DownloadProgress, downloadFiles, type WantedFile } from '../loader/download.ts';
import { onnxPathOf } from '../loader/dtype.ts';
import { pathOfLocation } from '../loader/externalData.ts';
import { inFile } from '../loader/modelFiles.ts';
import type { Patience } from '../loader/retry.ts';
import type { ModelSource } from '../loader/source.ts';
import type { HandlerContext } from '../serve.ts';
import { isOutOfRoom, type ModelFolder } from './fileStore.ts';
import { bytesOf, JournalKeeper } from './journalKeeper.ts';
import { memoryFolder, moveToMemory } from './memoryStore.ts';
import type { ModelStorage } from './modelStorage.ts';
import {
  type CommitRecord,
  type Identity,
  type RecordedFile,
  readJournal,
  storedPath,
  writeRecord,
} from './record.ts';
import { storedSource } from './storedSource.ts';

/** Bytes that a download leaves free: the journal, and what the page itself stores. */
const SPARE_BYTES = 16 << 20;

export interface ModelDownload {
  source: ModelSource;
  identity: Identity;
  /** as far as they are known before the graph is */
  paths: string[];
  patience?: Patience | undefined;
}

type Context = Pick<HandlerContext, 'signal' | 'progress'>;

/** @returns null when the model is stored now; else what to load it from, and why */
export async function downloadModel(
  storage: ModelStorage,
  key: string,
  model: ModelDownload,
  context: Context,
): Promise<{ source: ModelSource; notices: string[] } | null> {
  const wanted = await Promise.all(model.paths.map((path) => remoteFile(model.source, path)));
  const sizeBytes = wanted.reduce((sum, file) => sum + (file.sizeBytes ?? 0), 0);
  const fetchInto = (folder: ModelFolder) => fetchModel(storage, folder, wanted, model, context);
  const disk = storage.files.kind === 'memory' ? null : await storage.files.folder(key);
  let memory = memoryFolder();
  if (disk && (await hasRoom(storage, disk, sizeBytes))) {
    try {
      await writeRecord(disk, await fetchInto(disk));
      return null;
    } catch (error) {
      if (!isOutOfRoom(error)) throw error;
      memory = await moveToMemory(disk, await readJournal(disk));
    } finally {
      await disk.close();
    }
  }
  if (disk) await storage.files.remove(key);
  const record = await fetchInto(memory);
  return { source: storedSource(key, memory, record), notices: [whyNotKept(disk !== null, sizeBytes)] };
}

async function fetchModel(
  storage: ModelStorage,
  folder: ModelFolder,
  wanted: WantedFile[],
  { source, identity, patience }: ModelDownload,
  { signal, progress }: Context,
): Promise<CommitRecord> {
  const known = await readJournal(folder);
  const check = wanted.some(({ sha256 }) => sha256 !== null) ? 'hub' : 'recorded';
  const keeper = new JournalKeeper(folder, {
    ...identity,
    check,
    beganAt: known?.beganAt ?? storage.now().toISOString(),
    sizeBytes: wanted.reduce((sum, file) => sum + (file.sizeBytes ?? 0), 0),
    files: known?.files ?? [],
  });
  const onProgress = (step: DownloadProgress) => progress(inWords(step));
  const options = { folder, keeper, signal, patience, onProgress };
  const files = await downloadFiles(wanted, options);
  const tensors = await placedTensors(folder, identity.dtype, files);
  // a graph that was too large for the survey names its data files only now
  const missing = new Set(tensors.map(({ path }) => path));
  for (const { path } of files) missing.delete(path);
  const rest = await Promise.all([...missing].map((path) => remoteFile(source, path)));
  if (rest.length > 0) files.push(...(await downloadFiles(rest, options)));
  checkReach(tensors, files);
  const storedAt = storage.now().toISOString();
  return { ...identity, check, storedAt, checkedAt: storedAt, files };
}

/** Tensors that lie outside the graph's own messages, by the path of their file. */
async function placedTensors(
  folder: ModelFolder,
  dtype: string,
  files: RecordedFile[],
): Promise<{ path: string; name: string; end: number }[]> {
  const onnxPath = onnxPathOf(dtype);
  const graph = files.find(({ path }) => path === onnxPath);
  if (!graph) return [];
  const reader = await folder.open(storedPath(onnxPath), graph.sizeBytes);
  try {
    const outline = outlineModel(reader, onnxPath.slice(onnxPath.lastIndexOf('/') + 1));
    return readModel(outline).graph.initializers.flatMap(({ name, external }) =>
      external
        ? [
            {
              name,
              path: pathOfLocation(onnxPath, external.location),
              end: external.offset + external.length,
            },
          ]
        : [],
    );
  } catch (error) {
    throw inFile(onnxPath, error);
  } finally {
    reader.close();
  }
}

/** A data file that is too short for its graph is not committed: it would fail at every load. */
function checkReach(tensors: { path: string; name: string; end: number }[], files: RecordedFile[]): void {
  for (const { path, name, end } of tensors) {
    const { sizeBytes = 0 } = files.find((file) => file.path === path) ?? {};
    if (end <= sizeBytes) continue;
    throw new TillerError(
      'file_corrupt',
      `expected ${path} to hold at least ${end} bytes, for the weights "${name}", found ${sizeBytes}. Choose another copy of the model.`,
      { path, expected: end, found: sizeBytes },
    );
  }
}

/** Hashing goes on beside the download; only what is left of it afterwards is a stage of its own. */
function inWords(step: DownloadProgress): Parameters<HandlerContext['progress']>[0] {
  const { loadedBytes, resumedBytes, totalBytes, hashedBytes, path: detail, isWaiting } = step;
  if (totalBytes > 0 && loadedBytes === totalBytes && hashedBytes > 0 && hashedBytes < totalBytes) {
    return { stage: 'verify', loaded: hashedBytes, total: totalBytes, unit: 'bytes', detail };
  }
  return {
    ...{ stage: 'download', loaded: loadedBytes, total: totalBytes, resumedBytes, unit: 'bytes', detail },
    ...(isWaiting ? { waitsFor: 'server' } : {}),
  };
}

async function remoteFile(source: ModelSource, path: string): Promise<WantedFile> {
  const found = await source.remote?.(path);
  if (found) return { path, ...found };
  throw new TillerError(
    'file_missing',
    `expected the file ${path} at ${source.id}, found none. Choose another model or revision.`,
    { path },
  );
}

/** Browsers give an estimate, not a promise: a write that fails all the same is caught where it happens. */
async function hasRoom(storage: ModelStorage, folder: ModelFolder, sizeBytes: number): Promise<boolean> {
  const { usageBytes, quotaBytes } = await storage.room();
  if (usageBytes === null || quotaBytes === null) return true;
  const journal = await readJournal(folder);
  const stored = (journal?.files ?? []).reduce((sum, file) => sum + bytesOf(file), 0);
  return usageBytes + sizeBytes - stored + SPARE_BYTES <= quotaBytes;
}

function whyNotKept(hasStorage: boolean, sizeBytes: number): string {
  return hasStorage
    ? `This browser has no room to keep the model (${Math.ceil(sizeBytes / 1e6)} MB), so it runs from memory and has to be downloaded again after a reload. Delete a stored model to make room.`
    : 'This browser keeps no files for this page, so the model has to be downloaded again after a reload.';
}
