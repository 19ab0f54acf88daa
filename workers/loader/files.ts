/** Reads everything a decoder needs: configuration, tokenizer, graph and weights, each file checked as it arrives. */
import { TillerError } from '../../src/core/errors.ts';
import { outlineModel } from '../../src/core/onnx/outline.ts';
import type { Backend, Progress } from '../../src/protocol/model.ts';
import { onnxPathOf } from './dtype.ts';
import { configuredChunks, pathOfLocation } from './externalData.ts';
import { checkModelFile, checkModelHead, parseJsonObject } from './guard.ts';
import { type ManifestEntry, verifyFile } from './manifest.ts';
import { chooseReadable, inFile, OPTIONAL_FILES, readConfig } from './modelFiles.ts';
import type { ModelSource } from './source.ts';
import { Weights } from './weights.ts';

/** Files read at the same time: enough to fill a connection, few enough to keep one of them from starving. */
const PARALLEL_READS = 3;

export interface LoadFilesOptions {
  backend: Backend;
  /** file to load; absent: what suits the backend */
  dtype?: string | undefined;
  /** whether the WebGPU adapter has `shader-f16`; default false */
  hasF16?: boolean | undefined;
  /** sizes and hashes to compare with, where they are known */
  manifest?: ManifestEntry | null;
  /** data files that a graph names, relative to its own folder; absent: those that config.json announces */
  externalLocations?: (onnxBytes: Uint8Array) => string[];
  onProgress?: ((progress: Progress) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface ModelFiles {
  /** parsed config.json */
  config: Record<string, unknown>;
  /** parsed generation_config.json; empty when there is none */
  generationConfig: Record<string, unknown>;
  tokenizerJson: Record<string, unknown>;
  /** parsed tokenizer_config.json; empty when there is none */
  tokenizerConfig: Record<string, unknown>;
  /** text of chat_template.jinja; null when there is none */
  chatTemplate: string | null;
  onnxPath: string;
  onnxBytes: Uint8Array<ArrayBuffer>;
  /** path: as the graph names it, relative to the graph's own folder; a file on this device is read as it is asked for */
  externalData: { path: string; bytes: Uint8Array<ArrayBuffer> }[];
  dtype: string;
  /** of all files together */
  sizeBytes: number;
  /** what of `externalData` is read in parts; to be closed when the model is open */
  weights: Weights;
}

/**
 * @throws TillerError `model_not_found` (no config.json), `file_missing`, `file_corrupt`, `hash_mismatch`,
 * `download_failed`, `out_of_memory`, `bad_request` (unknown dtype) or `aborted`; the first failure ends all reads
 */
export async function loadModelFiles(source: ModelSource, options: LoadFilesOptions): Promise<ModelFiles> {
  const failure = new AbortController();
  const abort = () => failure.abort();
  if (options.signal?.aborted) abort();
  options.signal?.addEventListener('abort', abort, { once: true });
  const loading = new Loading(source, options, failure.signal);
  try {
    return await loading.run();
  } catch (error) {
    abort();
    loading.weights.close();
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', abort);
  }
}

/** One load: the files under way, and how far they are. */
class Loading {
  readonly weights = new Weights();
  private readonly source: ModelSource;
  private readonly options: LoadFilesOptions;
  private readonly signal: AbortSignal;
  /** by path; total 0 when unknown */
  private readonly files = new Map<string, { loaded: number; total: number }>();
  /** false while it is open which files there will be */
  private isPlanned = false;

  constructor(source: ModelSource, options: LoadFilesOptions, signal: AbortSignal) {
    this.source = source;
    this.options = options;
    this.signal = signal;
  }

  async run(): Promise<ModelFiles> {
    const config = await readConfig(this.source, this.signal, (path) => this.read(path));
    const dtype = await chooseReadable(config, this.has, (path) => this.read(path), this.options);
    const onnxPath = onnxPathOf(dtype);
    const announced = configuredChunks(config, onnxPath);
    const optional = await Promise.all(
      OPTIONAL_FILES.map(async (path) => ((await this.has(path)) ? path : null)),
    );
    await this.plan([onnxPath, 'tokenizer.json', ...announced, ...optional.filter((path) => path !== null)]);
    const [onnxBytes, tokenizerJson, ...found] = await Promise.all([
      this.readGraph(onnxPath),
      this.read('tokenizer.json'),
      ...optional.map((path) => path && this.read(path)),
    ]);
    // in the order of OPTIONAL_FILES
    const [tokenizerConfig, generationConfig, chatTemplate] = found;
    const folder = onnxPath.slice(0, onnxPath.lastIndexOf('/') + 1);
    const locations =
      this.namedLocations(onnxPath, onnxBytes) ?? announced.map((path) => path.slice(folder.length));
    for (const path of announced) if (!locations.includes(path.slice(folder.length))) this.files.delete(path);
    const texts = {
      generationConfig: generationConfig ? parseJsonObject('generation_config.json', generationConfig) : {},
      tokenizerJson: parseJsonObject('tokenizer.json', tokenizerJson),
      tokenizerConfig: tokenizerConfig ? parseJsonObject('tokenizer_config.json', tokenizerConfig) : {},
      chatTemplate: chatTemplate ? new TextDecoder().decode(chatTemplate) : null,
    };
    for (const bytes of [tokenizerJson, ...found]) if (bytes) this.weights.free(bytes.length);
    const externalData = await this.readChunks(onnxPath, [...new Set(locations)]);
    return {
      config,
      ...texts,
      onnxPath,
      onnxBytes,
      externalData,
      dtype,
      sizeBytes: [...this.files.values()].reduce((sum, { loaded }) => sum + loaded, 0),
      weights: this.weights,
    };
  }

  private namedLocations(onnxPath: string, onnxBytes: Uint8Array): string[] | undefined {
    try {
      return this.options.externalLocations?.(onnxBytes);
    } catch (error) {
      throw inFile(onnxPath, error);
    }
  }

  private readonly has = async (path: string): Promise<boolean> => {
    const { manifest } = this.options;
    return manifest ? manifest.files.some((file) => file.path === path) : this.source.has(path);
  };

  private async readChunks(onnxPath: string, locations: string[]): Promise<ModelFiles['externalData']> {
    const paths = locations.map((location) => pathOfLocation(onnxPath, location));
    await this.plan(paths);
    const chunks: ModelFiles['externalData'] = new Array(paths.length);
    let next = 0;
    const readOn = async () => {
      for (let index = next++; index < paths.length; index = next++) {
        chunks[index] = { path: locations[index]!, bytes: await this.readWeights(paths[index]!) };
      }
    };
    await Promise.all(Array.from({ length: PARALLEL_READS }, readOn));
    return chunks;
  }

  /** Makes the sizes of files known before they are read, so that the progress has a total. */
  private async plan(paths: string[]): Promise<void> {
    const { manifest } = this.options;
    const unknown = paths.filter((path) => !this.files.has(path));
    await Promise.all(
      unknown.map(async (path) => {
        const listed = manifest?.files.find((file) => file.path === path)?.sizeBytes;
        const total = listed ?? (await this.source.sizeOf(path)) ?? 0;
        this.files.set(path, { loaded: 0, total });
      }),
    );
    this.isPlanned = true;
  }

  /** Of a file on this device that holds weights as well, these stay there: the graph then names the file itself. */
  private async readGraph(path: string): Promise<Uint8Array<ArrayBuffer>> {
    const { source, options } = this;
    if (!source.open || options.manifest || !options.externalLocations) return this.read(path);
    const reader = await source.open(path);
    try {
      checkModelHead(path, reader);
      const bytes = outlineModel(reader, path.slice(path.lastIndexOf('/') + 1));
      this.weights.hold(bytes.length);
      this.files.set(path, { loaded: reader.sizeBytes, total: reader.sizeBytes });
      return bytes;
    } catch (error) {
      throw inFile(path, error);
    } finally {
      reader.close();
    }
  }

  /** Files on this device stay there; only a manifest's hashes need the whole file. */
  private async readWeights(path: string): Promise<Uint8Array<ArrayBuffer>> {
    if (!this.source.open || this.options.manifest) return this.read(path);
    if (this.signal.aborted) throw new TillerError('aborted', 'loading was cancelled', { path });
    const reader = await this.source.open(path);
    const bytes = this.weights.open(reader);
    checkModelHead(path, reader);
    this.files.set(path, { loaded: reader.sizeBytes, total: reader.sizeBytes });
    this.report(path);
    return bytes;
  }

  private async read(path: string): Promise<Uint8Array<ArrayBuffer>> {
    const { manifest } = this.options;
    const file = this.files.get(path) ?? { loaded: 0, total: 0 };
    this.files.set(path, file);
    const bytes = await this.source.read(path, {
      signal: this.signal,
      onBytes: (loaded, total) => {
        file.loaded = loaded;
        file.total = total || file.total;
        this.report(path);
      },
    });
    this.weights.hold(bytes.length);
    file.loaded = bytes.length;
    file.total = bytes.length;
    checkModelFile(path, bytes);
    if (manifest) await verifyFile(manifest, path, bytes);
    return bytes;
  }

  private report(path: string): void {
    let loaded = 0;
    let total = 0;
    let isKnown = this.isPlanned;
    for (const file of this.files.values()) {
      loaded += file.loaded;
      total += file.total;
      isKnown &&= file.total > 0;
    }
    this.options.onProgress?.({
      stage: 'download',
      loaded,
      total: isKnown ? total : 0,
      unit: 'bytes',
      detail: path,
    });
  }
}
