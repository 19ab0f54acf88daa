/** From the files of a stock model to a decoder that can be steered: read, lower, patch, compile. */
import { TillerError } from '../../src/core/errors.ts';
import { LOWERED_LOCATION, type Lowering, lowerModel } from '../../src/core/onnx/lower.ts';
import { FLOAT16, readModel, type Tensor, writeModel } from '../../src/core/onnx/model.ts';
import { type PatchReport, patchModel } from '../../src/core/onnx/patch.ts';
import { LOWERED_LIMIT_BYTES } from '../../src/core/preflight/memory.ts';
import type { Backend, Progress } from '../../src/protocol/model.ts';
import type { CachePolicy, CacheSpec } from '../cache/cache.ts';
import { concatCachePolicy } from '../cache/concatCache.ts';
import { cpuCachePolicy } from '../cache/cpuCache.ts';
import { gpuCachePolicy } from '../cache/gpuCache.ts';
import { giveUpDevice } from '../deviceLoss.ts';
import { runtimeError } from '../fatal.ts';
import { isStreamed, type Weights } from '../loader/weights.ts';
import type { Runtime } from '../runtime.ts';
import { Decoder } from './decoder.ts';
import { GpuTensors } from './gpuTensors.ts';
import { LoweredFile } from './loweredFile.ts';

export interface OpenOptions {
  runtime: Runtime;
  backend: Backend;
  onnxBytes: Uint8Array;
  externalData: { path: string; bytes: Uint8Array }[];
  /** what of `externalData` is read in parts */
  weights: Weights;
  config: Record<string, unknown>;
  onProgress?: (progress: Progress) => void;
}

export interface Timings {
  /** parse, rewrite, serialise */
  patchMs: number;
  /** dequantising, within compilation */
  lowerMs: number;
  /** float32 weights that were made; 0 where the file's own are used */
  loweredBytes: number;
  compileMs: number;
  /** most bytes that the loader held in ArrayBuffers at a time, the runtime's own memory apart */
  heldBytes: number;
}

export async function openDecoder(options: OpenOptions): Promise<{ decoder: Decoder; timings: Timings }> {
  const { runtime, backend, config, weights } = options;
  const report = (stage: Progress['stage'], loaded: number, total: number, unit: Progress['unit']) =>
    options.onProgress?.({ stage, loaded, total, unit });
  report('patch', 0, 1, 'steps');
  const startedAt = performance.now();
  const model = readModel(options.onnxBytes);
  const chunks = new Map(options.externalData.map(({ path, bytes }) => [baseName(path), bytes]));
  // the runtime's own words for a missing or short file name no file
  for (const { name, external } of model.graph.initializers) if (external) chunkOf(chunks, name, external);
  let lowering: Lowering | null = null;
  if (backend === 'wasm') {
    lowering = lowerModel(model, (tensor) => tensorBytes(chunks, tensor));
    checkMemory(lowering);
  }
  const hiddenSize = number(config.hidden_size);
  const patch = patchModel(model, {
    provider: backend === 'wasm' ? 'cpu' : 'webgpu',
    ...(hiddenSize ? { hiddenSize } : {}),
  });
  const patched = writeModel(model);
  weights.hold(patched.length);
  weights.reserve(largestChunkTensor(model.graph.initializers));
  const patchMs = performance.now() - startedAt;

  const externalData = options.externalData.map(({ path, bytes }) => ({ path: baseName(path), data: bytes }));
  const lowered =
    lowering && lowering.weights.length > 0
      ? new LoweredFile(lowering, (done, total) => {
          weights.forgetCopies();
          report('lower', done, total, 'weights');
        })
      : null;
  if (lowered)
    externalData.push({ path: LOWERED_LOCATION, data: lowered as unknown as Uint8Array<ArrayBuffer> });
  report('compile', 0, 1, 'steps');
  const compiledAt = performance.now();
  const session = await runtime.InferenceSession.create(patched, {
    executionProviders: [backend],
    graphOptimizationLevel: 'all',
    externalData,
    logSeverityLevel: 3,
  }).catch(async (error: unknown) => {
    if (backend === 'webgpu') await giveUpDeviceOf(runtime);
    throw weights.problem ?? runtimeError(error, 'compile');
  });
  const timings = {
    patchMs,
    lowerMs: lowered?.spentMs ?? 0,
    loweredBytes: lowering?.sizeBytes ?? 0,
    compileMs: performance.now() - compiledAt,
    heldBytes: weights.peakBytes,
  };
  const device = backend === 'webgpu' ? ((await runtime.env.webgpu.device) as GPUDevice) : null;
  const gpu = device && new GpuTensors(runtime, device);
  const policy = cachePolicy(runtime, device && gpu && { device, tensors: gpu }, patch, config);
  return { decoder: new Decoder({ runtime, session, gpu, report: patch, backend, policy }), timings };
}

/** A session that could not be made takes its device along: the next backend, or the next model, does not miss it. */
async function giveUpDeviceOf(runtime: Runtime): Promise<void> {
  // undefined where not even a device could be made
  const device = (await runtime.env.webgpu.device) as GPUDevice | undefined;
  if (device) giveUpDevice(device);
}

function cachePolicy(
  runtime: Runtime,
  gpu: { device: GPUDevice; tensors: GpuTensors } | null,
  report: PatchReport,
  config: Record<string, unknown>,
): CachePolicy {
  const specs = report.cache.map((tensor): CacheSpec => {
    const heads = tensor.dims[1];
    const declared = tensor.dims[3];
    const configured = number(config.head_dim) ?? divide(config.hidden_size, config.num_attention_heads);
    const headDim = typeof declared === 'number' ? declared : configured;
    if (typeof heads !== 'number' || !headDim) {
      throw new TillerError(
        'graph_not_recognised',
        `expected the cache "${tensor.past}" as [batch, heads, past, headDim], found [${tensor.dims.join(', ')}]; add head_dim to config.json`,
        { value: tensor.past },
      );
    }
    const { past, present } = tensor;
    return { past, present, heads, headDim, type: tensor.elementType === FLOAT16 ? 'float16' : 'float32' };
  });
  if (report.attention === 'concat') return concatCachePolicy(runtime, specs, report.inputs);
  if (!gpu) return cpuCachePolicy(runtime, specs, report);
  return gpuCachePolicy(runtime, gpu.device, gpu.tensors, specs, report);
}

/** The bytes of a tensor: in the file itself, or in one of the chunks beside it. */
function tensorBytes(chunks: Map<string, Uint8Array>, { name, external, rawData }: Tensor): Uint8Array {
  if (!external) return rawData;
  const chunk = chunkOf(chunks, name, external);
  const { offset, length } = external;
  // several tensors of a weight are used together, so views into one buffer would not do
  return isStreamed(chunk) ? chunk.slice(offset, offset + length) : chunk.subarray(offset, offset + length);
}

/** The chunk that holds a tensor, which is known to reach far enough. */
function chunkOf(
  chunks: Map<string, Uint8Array>,
  name: string,
  { location, offset, length }: NonNullable<Tensor['external']>,
): Uint8Array {
  const chunk = chunks.get(baseName(location));
  if (!chunk) {
    throw new TillerError(
      'file_missing',
      `the weights "${name}" lie in ${location}, which was not found; put that file beside the .onnx file`,
      { path: location },
    );
  }
  const end = offset + length;
  if (end > chunk.byteLength) {
    throw new TillerError(
      'file_corrupt',
      `expected ${location} to hold at least ${end} bytes, found ${chunk.byteLength}; download it again`,
      { path: location, expected: end, found: chunk.byteLength },
    );
  }
  return chunk;
}

/** Bytes of the largest tensor that the runtime will ask a chunk for. */
function largestChunkTensor(tensors: Tensor[]): number {
  return tensors.reduce(
    (largest, { external }) =>
      external && external.location !== LOWERED_LOCATION ? Math.max(largest, external.length) : largest,
    0,
  );
}

function checkMemory(lowering: Lowering): void {
  if (lowering.sizeBytes <= LOWERED_LIMIT_BYTES) return;
  const gib = (bytes: number) => (bytes / 1024 ** 3).toFixed(1);
  throw new TillerError(
    'model_unsupported',
    `without WebGPU this model needs ${gib(lowering.sizeBytes)} GiB for its weights, but a page has ${gib(LOWERED_LIMIT_BYTES)} GiB; use a browser with WebGPU or a smaller model`,
    { expected: LOWERED_LIMIT_BYTES, found: lowering.sizeBytes },
  );
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function divide(a: unknown, b: unknown): number | undefined {
  return typeof a === 'number' && typeof b === 'number' && b > 0 ? a / b : undefined;
}
