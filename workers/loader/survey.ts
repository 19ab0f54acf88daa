/** What a load would read, found out without any large file. */
import { externalLocations } from '../../src/core/onnx/externalLocations.ts';
import { largestTensorBytes } from '../../src/core/onnx/largestTensor.ts';
import { readModel } from '../../src/core/onnx/model.ts';
import { outlineModel } from '../../src/core/onnx/outline.ts';
import type { Backend } from '../../src/protocol/model.ts';
import type { ModelSurvey, SurveyedFile } from '../../src/protocol/storage.ts';
import { chooseDtype, dtypesOf, onnxPathOf } from './dtype.ts';
import { configuredChunks, pathOfLocation } from './externalData.ts';
import { checkModelFile, checkModelHead, parseJsonObject } from './guard.ts';
import type { ManifestEntry } from './manifest.ts';
import { chooseReadable, inFile, OPTIONAL_FILES, readConfig } from './modelFiles.ts';
import { fetchPiece, RangesIgnored } from './piece.ts';
import { SHORT_PATIENCE } from './retry.ts';
import type { Listing, ModelSource } from './source.ts';

/** A graph up to this size, in bytes, is read as a whole; a larger one holds the weights itself. */
const MAX_GRAPH_BYTES = 20_000_000;

/** Parts of a larger one that are read for its largest tensor, one after the other: some seconds on a far connection. */
const MAX_PARTS = 200;

export interface SurveyOptions {
  backend: Backend;
  dtype?: string | undefined;
  hasF16?: boolean | undefined;
  manifest?: ManifestEntry | null;
  signal?: AbortSignal | undefined;
}

/** @throws TillerError as `loadModelFiles`, for what can be known without the large files */
export async function surveyModel(
  source: ModelSource,
  { manifest, signal, ...choice }: SurveyOptions,
): Promise<Omit<ModelSurvey, 'key' | 'downloadBytes'>> {
  const listing = await source.listing?.(signal);
  const isGated = listing?.isGated ?? false;
  // What is gated is listed and not given: the listing has to do.
  const config = isGated ? {} : await readConfig(source, signal);
  const has = (path: string) => source.has(path);
  const read = (path: string) => source.read(path, { signal });
  const dtype = isGated
    ? await chooseDtype(config, has, choice)
    : await chooseReadable(config, has, read, choice);
  const onnxPath = onnxPathOf(dtype);
  const graph = isGated ? null : await readGraph(source, onnxPath, signal);
  const external = graph
    ? namedFiles(graph, onnxPath)
    : isGated
      ? chunksBeside(listing, onnxPath)
      : configuredChunks(config, onnxPath);
  const optional = await Promise.all(OPTIONAL_FILES.map(async (path) => ((await has(path)) ? [path] : [])));
  const paths = [...new Set(['config.json', 'tokenizer.json', ...optional.flat(), onnxPath, ...external])];
  const files = await Promise.all(
    paths.map(async (path): Promise<SurveyedFile> => {
      const listed = manifest?.files.find((file) => file.path === path);
      const sizeBytes = listed?.sizeBytes ?? (await source.sizeOf(path));
      const sha256 = listed?.sha256 ?? listing?.files.get(path)?.sha256 ?? null;
      return { path, sizeBytes, sha256, isStored: false };
    }),
  );
  const total = (chosen: SurveyedFile[]) => chosen.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0);
  return {
    id: source.id,
    revision: source.revision,
    dtype,
    dtypes: await dtypesOf(has),
    files,
    sizeBytes: total(files),
    largestTensorBytes: graph
      ? largestTensor(graph)
      : isGated
        ? null
        : await largestRemoteTensor(source, onnxPath, signal),
    externalDataBytes: total(files.filter(({ path }) => path !== onnxPath && external.includes(path))),
    hasChatTemplate: isGated ? null : await hasChatTemplate(source, signal),
    isGated,
    licence: manifest?.licence ?? listing?.licence ?? null,
  };
}

/** @throws TillerError `file_corrupt` for what is no graph, or names files outside the folder */
function namedFiles(graph: Uint8Array, onnxPath: string): string[] {
  try {
    return externalLocations(graph).map((location) => pathOfLocation(onnxPath, location));
  } catch (error) {
    throw inFile(onnxPath, error);
  }
}

/** Data files by their usual names. */
function chunksBeside(listing: Listing | undefined, onnxPath: string): string[] {
  return [...(listing?.files.keys() ?? [])].filter((path) => path.startsWith(`${onnxPath}_data`));
}

/** Without its weights where it lies on this device; null when it is too large to be fetched for a survey. */
async function readGraph(
  source: ModelSource,
  onnxPath: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | null> {
  if (source.open) {
    const reader = await source.open(onnxPath);
    try {
      checkModelHead(onnxPath, reader);
      return outlineModel(reader, onnxPath.slice(onnxPath.lastIndexOf('/') + 1));
    } catch (error) {
      throw inFile(onnxPath, error);
    } finally {
      reader.close();
    }
  }
  const sizeBytes = await source.sizeOf(onnxPath);
  if (sizeBytes === null || sizeBytes > MAX_GRAPH_BYTES) return null;
  const bytes = await source.read(onnxPath, { signal });
  checkModelFile(onnxPath, bytes);
  return bytes;
}

/** Bytes of the largest initializer, in the graph's file or outside. */
function largestTensor(graph: Uint8Array): number {
  return readModel(graph).graph.initializers.reduce(
    (largest, { external, body }) => Math.max(largest, external?.length ?? body.length),
    0,
  );
}

/** Null where the server gives no parts of files, or too many would be needed. */
async function largestRemoteTensor(
  source: ModelSource,
  path: string,
  signal = new AbortController().signal,
): Promise<number | null> {
  const remote = await source.remote?.(path);
  if (!remote || remote.sizeBytes === null) return null;
  const { sizeBytes } = remote;
  const options = { patience: SHORT_PATIENCE, signal, onBytes: () => {} };
  const read = async (start: number, end: number) => {
    const piece = { ...remote, path, sizeBytes, start, end };
    return (await fetchPiece(piece, options)).bytes;
  };
  try {
    return await largestTensorBytes({ sizeBytes, read }, MAX_PARTS);
  } catch (error) {
    if (error instanceof RangesIgnored) return null;
    throw inFile(path, error);
  }
}

async function hasChatTemplate(source: ModelSource, signal: AbortSignal | undefined): Promise<boolean> {
  if (await source.has('chat_template.jinja')) return true;
  const path = 'tokenizer_config.json';
  if (!(await source.has(path))) return false;
  return Boolean(parseJsonObject(path, await source.read(path, { signal })).chat_template);
}
