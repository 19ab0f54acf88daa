/**
 * Checks at load that the device computes what the graph says. Some adapters get long prefills wrong (seen: attention
 * over 32 and more new tokens on a software adapter with subgroups of 4), and a wrong text looks as plausible as a
 * right one; so one long prefill is compared with the same in short chunks, and with golden numbers where there are any.
 */
import { TillerError } from '../src/core/errors.ts';
import { FLOAT16 } from '../src/core/onnx/model.ts';
import type { Progress, SelfTest } from '../src/protocol/model.ts';
import type { Decoder } from './decoder/decoder.ts';
import { prefill } from './decoder/prefill.ts';

/** Right on every adapter seen. */
export const SAFE_CHUNK = 31;
/** The shortest prefill that the wrong kernels got wrong, with some room. */
const PROBE_LENGTH = 40;
/** Chunk where long prefills are right: longer ones gain nothing and delay a stop. */
const LONG_CHUNK = 256;

/** Largest difference allowed, as a share of the logits' range: rounding stays far below, wrong attention far above. */
const TOLERANCE = { full: 1e-3, half: 2e-2 };

export interface GoldenLogits {
  inputIds: number[];
  /** the first logits at the last position */
  logits: number[];
  /** absolute, per backend */
  tolerance: { wasm: number; webgpu: number };
}

export interface SelfTestOptions {
  contextLength: number;
  golden: GoldenLogits | null;
  /** long chunks were verified before on this device with this model, or need not be: no long comparison */
  isLongChunkKnown: boolean;
  signal: AbortSignal;
  onProgress(progress: Progress): void;
}

export interface SelfTestResult {
  selfTest: SelfTest;
  prefillChunk: number;
}

/**
 * @throws TillerError `self_test_failed` when logits are not finite, all equal, or far from the golden ones
 */
export async function runSelfTest(decoder: Decoder, options: SelfTestOptions): Promise<SelfTestResult> {
  const startedAt = performance.now();
  const { contextLength, golden } = options;
  const tolerance = decoder.report.logitsType === FLOAT16 ? TOLERANCE.half : TOLERANCE.full;
  let step = 0;
  const progress = () =>
    options.onProgress({ stage: 'self-test', loaded: ++step, total: golden ? 5 : 4, unit: 'steps' });
  const logitsOf = async (ids: number[], chunk: number): Promise<Float32Array> => {
    progress();
    const { cache, logits } = await prefill(decoder, {
      ids,
      interventions: [],
      chunk,
      maxLength: ids.length,
      wants: { logits: true },
      signal: options.signal,
    });
    cache.dispose();
    return logits!;
  };
  const compare = async (length: number): Promise<{ difference: number; isSame: boolean }> => {
    const ids = testIds(Math.min(length, contextLength), decoder.report.vocabSize);
    const chunked = await logitsOf(ids, SAFE_CHUNK);
    checkLogits(chunked);
    const whole = await logitsOf(ids, ids.length);
    const difference = largestDifference(chunked, whole);
    return { difference, isSame: difference <= tolerance * rangeOf(chunked) };
  };

  const short = await compare(PROBE_LENGTH);
  let prefillChunk = SAFE_CHUNK;
  let chunkDifference = short.difference;
  const notices: string[] = [];
  if (short.isSame && options.isLongChunkKnown) prefillChunk = LONG_CHUNK;
  else if (short.isSame) {
    const long = await compare(LONG_CHUNK);
    chunkDifference = Math.max(chunkDifference, long.difference);
    if (long.isSame) prefillChunk = LONG_CHUNK;
  }
  if (prefillChunk === SAFE_CHUNK) {
    notices.push(
      `Long prompts are read ${SAFE_CHUNK} tokens at a time: this device gets longer pieces wrong (logits off by ${chunkDifference.toFixed(2)}).`,
    );
  }
  const goldenDifference = golden ? await compareWithGolden(decoder, golden, logitsOf, prefillChunk) : null;
  return {
    prefillChunk,
    selfTest: {
      passed: true,
      chunkDifference,
      goldenDifference,
      durationMs: performance.now() - startedAt,
      notices,
    },
  };
}

async function compareWithGolden(
  decoder: Decoder,
  golden: GoldenLogits,
  logitsOf: (ids: number[], chunk: number) => Promise<Float32Array>,
  chunk: number,
): Promise<number> {
  const logits = await logitsOf(golden.inputIds, chunk);
  const difference = largestDifference(logits.subarray(0, golden.logits.length), golden.logits);
  const allowed = golden.tolerance[decoder.backend];
  if (!(difference <= allowed)) {
    throw new TillerError(
      'self_test_failed',
      `expected known logits within ${allowed}, found them off by ${difference.toFixed(4)} on ${decoder.backend}; this device computes the model wrongly, choose the other backend`,
      { expected: allowed, found: difference, backend: decoder.backend },
    );
  }
  return difference;
}

/** Ids spread over the vocabulary, the same at every load; the first ones are often special and left out. */
function testIds(length: number, vocabSize: number): number[] {
  const first = Math.min(16, vocabSize - 1);
  return Array.from({ length }, (_, i) => first + ((i * 7919 + 13) % (vocabSize - first)));
}

function checkLogits(logits: Float32Array): void {
  const range = rangeOf(logits);
  if (Number.isFinite(range) && range > 0) return;
  throw new TillerError(
    'self_test_failed',
    `expected finite logits that differ from each other, found ${range === 0 ? 'all equal' : 'values that are not finite'}; this device computes the model wrongly, choose the other backend or another dtype`,
  );
}

/** Largest minus smallest; not finite as soon as one value is not. */
function rangeOf(values: Float32Array): number {
  let smallest = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) return Number.NaN;
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  return largest - smallest;
}

/** NaN as soon as one difference is none: every comparison with it then fails. */
function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    if (Number.isNaN(difference)) return difference;
    if (difference > largest) largest = difference;
  }
  return largest;
}
