/**
 * The benchmark: what `npm run bench` and the page both run. Cases that are compared take turns in one run. It works through the public API, so
 * its times include what a user waits for: messages to the worker and back.
 */
import type { Tiller } from '../api/tiller.ts';
import { TillerError } from '../core/errors.ts';
import type { Lane, ModelInfo } from '../protocol/model.ts';
import { type BenchmarkReport, REPORT_FORMAT } from './report.ts';
import { alternate, type Spread, spreadOf } from './statistics.ts';
import {
  benchmarkIds,
  prefillTime,
  sliderTime,
  stepTime,
  throwIfStopped,
  tokenTimes,
  weakSteering,
} from './timings.ts';

/** What is being measured; the words are the page's. */
export type BenchmarkStep =
  | { kind: 'warmUp' | 'steered' | 'prefill' | 'firstToken' | 'slider' | 'memory' | 'done' }
  | { kind: 'rows'; rows: number };

export interface BenchmarkOptions {
  /** as the browser calls itself, for the report */
  browser: string;
  signal?: AbortSignal;
  /** @param what in plain words */
  onProgress?: (done: number, total: number, step: BenchmarkStep) => void;
}

export type BenchmarkTiller = Pick<
  Tiller,
  'version' | 'model' | 'generate' | 'logits' | 'device' | 'measureEngine'
>;

const PROMPT_TOKENS = 60;
const LONG_PROMPT = 256;
const ROW_COUNTS = [1, 2, 4, 8];

interface Effort {
  rounds: number;
  newTokens: number;
  rowCounts: readonly number[];
}

/** A pilot step slower than this, in milliseconds, is a very slow device: fewer rounds, so that it ends. An emulated one has little to tell. */
const SLOW_STEP = 300;
const LITTLE_EFFORT: Effort = { rounds: 1, newTokens: 5, rowCounts: [1, 2] };
const ROUNDS = 4;
const PILOT_TOKENS = 8;
/** A run decodes so long, in milliseconds, that a late message does not matter. */
const RUN_MS = 400;
const NEW_TOKENS = { least: 14, most: 120 };

function effortFor(stepMs: number, isEmulated: boolean, { contextLength }: ModelInfo): Effort {
  if (isEmulated || stepMs > SLOW_STEP) return LITTLE_EFFORT;
  const enough = Math.ceil(RUN_MS / Math.max(stepMs, 1e-3));
  const room = contextLength - Math.min(PROMPT_TOKENS, contextLength >> 1);
  const newTokens = Math.min(Math.max(enough, NEW_TOKENS.least), NEW_TOKENS.most, room);
  return { rounds: ROUNDS, newTokens, rowCounts: ROW_COUNTS };
}

/** Parts that are not decoding: pilot, prefill, first token, slider, engine. */
const OTHER_PARTS = 5;

/** @throws TillerError `model_not_loaded`, `aborted`, and what a run on the model can throw */
export async function runBenchmark(
  tiller: BenchmarkTiller,
  options: BenchmarkOptions,
): Promise<BenchmarkReport> {
  const info = tiller.model;
  if (!info) throw new TillerError('model_not_loaded', 'no model is loaded; load the one to measure first');
  const signal = options.signal ?? new AbortController().signal;
  const prompts = promptsFor(info);

  options.onProgress?.(0, OTHER_PARTS, { kind: 'warmUp' });
  const device = await tiller.device();
  const isEmulated = info.backend === 'webgpu' && device.isSoftware;
  const pilotMs = await stepTime(tiller, [{ prompt: prompts.next(), maxNewTokens: PILOT_TOKENS }], signal);
  const effort = effortFor(pilotMs, isEmulated, info);
  const total = OTHER_PARTS + (effort.rowCounts.length + 1) * (effort.rounds + 1);
  let done = 1;
  const step = async <T>(doing: BenchmarkStep, work: () => Promise<T>): Promise<T> => {
    throwIfStopped(signal);
    options.onProgress?.(done, total, doing);
    const value = await work();
    done += 1;
    return value;
  };

  const lane = (): Lane => ({ prompt: prompts.next(), maxNewTokens: effort.newTokens });
  const inRun = async (lanes: Lane[]) => [await stepTime(tiller, lanes, signal)];
  const cases: Record<string, () => Promise<number[]>> = {
    steered: () =>
      step({ kind: 'steered' }, () => inRun([{ ...lane(), interventions: [weakSteering(info)] }])),
  };
  for (const rows of effort.rowCounts) {
    cases[rows] = () => step({ kind: 'rows', rows }, () => inRun(new Array(rows).fill(lane())));
  }
  const times = await alternate(effort.rounds, cases);
  const long = Math.min(LONG_PROMPT, info.contextLength - 1);
  const prefillMs = await step({ kind: 'prefill' }, () =>
    rounds(effort, () => prefillTime(tiller, prompts.next(long), signal)),
  );
  const firstTokenMs = await step({ kind: 'firstToken' }, () =>
    rounds(
      effort,
      async () => (await tokenTimes(tiller, [{ prompt: prompts.next(), maxNewTokens: 1 }], signal))[0]!,
    ),
  );
  const sliderMs = await step({ kind: 'slider' }, () =>
    rounds(effort, (round) =>
      sliderTime(
        tiller,
        prompts.next(),
        [weakSteering(info), weakSteering(info, 2e-3 + round * 1e-3)],
        signal,
      ),
    ),
  );
  const engine = await step({ kind: 'memory' }, () => tiller.measureEngine({ signal }));
  options.onProgress?.(total, total, { kind: 'done' });

  const decode = effort.rowCounts.map((rows) => {
    const stepMs = spreadOf(times[rows]!);
    return { rows, stepMs, tokensPerSecond: (1000 * rows) / stepMs.median };
  });
  const bytesPerSecond = spreadOf(engine.copyBytesPerSecond);
  const { id, revision, dtype, backend, threads, topology, prefillChunk, sizeBytes } = info;
  return {
    format: REPORT_FORMAT,
    at: new Date().toISOString(),
    tillerVersion: tiller.version,
    browser: options.browser,
    device,
    model: { id, revision, dtype, backend, threads, topology, prefillChunk, sizeBytes },
    selfTest: info.selfTest,
    isEmulated,
    promptTokens: Math.min(PROMPT_TOKENS, info.contextLength >> 1),
    decode,
    steeredStepMs: spreadOf(times.steered!),
    prefill: { tokens: long, ms: prefillMs, tokensPerSecond: (1000 * long) / prefillMs.median },
    firstTokenMs,
    sliderMs,
    memory: {
      bytesPerSecond,
      weightBytes: engine.weightBytes,
      shareOfLimit: decode[0]!.tokensPerSecond / (bytesPerSecond.median / engine.weightBytes),
    },
    step: engine.step,
  };
}

/** No two prompts begin alike, so that none is found read already. */
function promptsFor({ vocabSize, contextLength }: ModelInfo) {
  let seed = Math.floor(performance.now()) % 1000;
  const usual = Math.min(PROMPT_TOKENS, contextLength >> 1);
  return {
    next(length = usual): number[] {
      seed += 1;
      return benchmarkIds(length, vocabSize, seed);
    },
  };
}

async function rounds(effort: Effort, measure: (round: number) => Promise<number>): Promise<Spread> {
  const times: number[] = [];
  for (let round = 0; round < Math.max(1, 2 * effort.rounds - 1); round++) times.push(await measure(round));
  return spreadOf(times);
}
