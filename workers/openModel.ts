/** From a model's name, resolved, to its open decoder: find or download its files, read them, patch, compile. */
import { TillerError } from '../src/core/errors.ts';
import { externalLocations } from '../src/core/onnx/externalLocations.ts';
import type { Backend, LoadOptions } from '../src/protocol/model.ts';
import type { AdapterFacts } from './backends.ts';
import type { Decoder } from './decoder/decoder.ts';
import { openDecoder, type Timings } from './decoder/open.ts';
import type { Environment } from './engine.ts';
import { loadModelFiles, type ModelFiles } from './loader/files.ts';
import { filesDigest } from './loader/filesDigest.ts';
import type { ResolvedSource } from './loader/resolveSource.ts';
import type { ModelSource } from './loader/source.ts';
import type { Runtime } from './runtime.ts';
import type { HandlerContext } from './serve.ts';
import { type Obtained, obtainModel, type UnkeptModels } from './storage/obtain.ts';

/** dtypes whose activations are float16 */
const HALF_PRECISION = /^(fp16|q4f16)$/;

export interface ModelChoice {
  backend: Backend;
  resolved: ResolvedSource;
  options: LoadOptions;
  adapter: AdapterFacts | null;
  /** of this load, on whatever backend */
  unkept: UnkeptModels;
}

export interface OpenModelOptions extends ModelChoice {
  /** called once all files are here, before memory for the new model is needed */
  makeRoom(): Promise<unknown>;
}

export interface OpenedModel {
  /** where the files were read from, with the revision that they have */
  source: ModelSource;
  files: ModelFiles;
  filesSha256: string | null;
  runtime: Runtime;
  decoder: Decoder;
  timings: Timings;
  /** what a user should know, in plain words */
  notices: string[];
}

/** @throws TillerError as loading files and opening a decoder; `model_unsupported` for half precision without shader-f16 */
export async function openModel(
  environment: Environment,
  choice: OpenModelOptions,
  context: HandlerContext,
): Promise<OpenedModel> {
  const { backend, resolved, options, adapter } = choice;
  const { manifest } = resolved;
  const dtype = options.dtype ?? manifest?.dtype;
  refuseHalfPrecision(choice, dtype);
  const releases: (() => void)[] = [];
  try {
    const { source, notices, files } = await context.beside(async () => {
      const found = await findFiles(environment, choice, dtype, context);
      releases.push(found.release);
      const files = await loadModelFiles(found.source, {
        backend,
        dtype,
        hasF16: adapter?.hasF16,
        // What is stored was compared with the manifest when it came, and stays on the disk while it is read.
        manifest: found.source === resolved.source ? manifest : null,
        externalLocations,
        onProgress: context.progress,
        signal: context.signal,
      });
      releases.push(() => files.weights.close());
      return { ...found, files };
    });
    refuseHalfPrecision(choice, files.dtype);
    const runtime = await environment.runtime(backend);
    await choice.makeRoom();
    const opened = await openDecoder({ ...files, runtime, backend, onProgress: context.progress });
    const filesSha256 = await filesDigest(files.onnxBytes, files.externalData);
    return { source, files, filesSha256, runtime, notices, ...opened };
  } finally {
    for (const release of releases.reverse()) release();
  }
}

/** On this device for what is stored, after a download if need be; or where they are. */
async function findFiles(
  environment: Environment,
  { backend, resolved: { source, address, asked }, options, adapter, unkept }: OpenModelOptions,
  dtype: string | undefined,
  context: HandlerContext,
): Promise<Obtained> {
  if (address === null || options.store === false) return { source, notices: [], release: () => {} };
  const storage = await environment.storage();
  const hasF16 = adapter?.hasF16 ?? false;
  return obtainModel(storage, { source, address, asked, dtype, backend, hasF16, unkept }, context);
}

function refuseHalfPrecision({ backend, adapter }: OpenModelOptions, dtype: string | undefined): void {
  if (backend !== 'webgpu' || adapter?.hasF16 || dtype === undefined || !HALF_PRECISION.test(dtype)) return;
  throw new TillerError(
    'model_unsupported',
    `the ${dtype} files need the WebGPU feature shader-f16, which this adapter lacks; choose q4 or fp32`,
    { missingFeature: 'shader-f16' },
  );
}
