/** The parts of the benchmark. Each opens what it measures and closes it again, so that any of them can run alone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { median } from '../../src/benchmark/statistics.ts';
import type { Backend, ModelInfo } from '../../src/protocol/model.ts';
import { JUDGE_BARS, measureJudge } from '../lib/judgeBench.ts';
import { root } from '../lib/setup.mjs';
import type { Measurement } from './measurement.ts';
import { pageMeasurements } from './pageUse.ts';
import type { StockSettings } from './stock.ts';
import type { PartName } from './stored.ts';
import type { Effort } from './tiller.ts';
import { type BenchWorker, withWorker } from './withWorker.ts';

export interface Bench {
  browser: Browser;
  /** of the built site, with the benchmark's page below it */
  url: string;
  /** the benchmark's page */
  page: Page;
  /** what the embedded model runs on */
  backend: Backend;
}

export interface PartResult {
  /** null where the page decides */
  backend: Backend | null;
  model: Pick<ModelInfo, 'id' | 'dtype' | 'threads' | 'topology' | 'prefillChunk'> | null;
  /** of the stock graph beside it */
  stock: StockSettings | null;
  measurements: Measurement[];
}

/** About 60 tokens, with an answer long enough that no lane ends while it is measured. */
const PROMPT =
  '<|im_start|>user\nThe old lighthouse keeper walked down to the harbour each morning before sunrise to look at the boats, talk with the fishermen about the weather, and buy bread for the day. Write a long story about him and the sea.<|im_end|>\n<|im_start|>assistant\n';

/** On WebGPU few: an emulated adapter takes seconds a token. */
const EFFORT: Record<Backend, Effort> = {
  wasm: { rounds: 6, newTokens: 18 },
  webgpu: { rounds: 1, newTokens: 4 },
};

export const PARTS: Record<PartName, (bench: Bench) => Promise<PartResult>> = {
  async ratios(bench) {
    const result = await onEmbedded(bench, async (tiller, info) => {
      const { stock, decode } = await againstStock(bench.page, tiller, info);
      const task = { kind: 'tiller', prompt: PROMPT, effort: EFFORT[bench.backend] } as const;
      const measurements = [decode, ...(await tiller<Measurement[]>(task))];
      // a thousand tokens, for which an emulated adapter takes an hour
      if (bench.backend === 'wasm') measurements.push(await tiller<Measurement>({ kind: 'positions' }));
      return { stock, measurements };
    });
    const dispatches = await withWorker(bench.page, 'dispatches', (worker) =>
      worker<Measurement>({ kind: 'dispatches' }),
    );
    return { ...result, measurements: [...result.measurements, dispatches] };
  },

  benchmark: (bench) =>
    onEmbedded(bench, async (tiller) => ({
      measurements: await tiller<Measurement[]>({ kind: 'benchmark' }),
    })),

  async lab(bench) {
    const judge = await judgeMeasurements();
    // minutes of work, which an emulated adapter would make hours
    if (bench.backend === 'webgpu')
      return { backend: bench.backend, model: null, stock: null, measurements: judge };
    return onEmbedded(bench, async (tiller) => ({
      measurements: [...(await tiller<Measurement[]>({ kind: 'lab' })), ...judge],
    }));
  },

  async webgpu({ page }) {
    const measurements = await withWorker(page, 'gpu', (worker) => worker<Measurement[]>({ kind: 'webgpu' }));
    return { backend: 'webgpu', model: null, stock: null, measurements };
  },

  async page({ browser, url }) {
    return { backend: null, model: null, stock: null, measurements: await pageMeasurements(browser, url) };
  },
};

async function onEmbedded(
  { page, backend }: Bench,
  measure: (
    tiller: BenchWorker,
    info: ModelInfo,
  ) => Promise<{ stock?: StockSettings; measurements: Measurement[] }>,
): Promise<PartResult> {
  return withWorker(page, 'tiller', async (tiller) => {
    const info = await tiller<ModelInfo>({ kind: 'open-tiller', backend });
    const { id, dtype, threads, topology, prefillChunk } = info;
    const { stock = null, measurements } = await measure(tiller, info);
    return { backend, model: { id, dtype, threads, topology, prefillChunk }, stock, measurements };
  });
}

/** Decoding one lane, in turn with the stock graph in transformers.js. */
async function againstStock(
  page: Page,
  tiller: BenchWorker,
  { backend, threads }: ModelInfo,
): Promise<{ stock: StockSettings; decode: Measurement }> {
  const { rounds, newTokens } = EFFORT[backend];
  return withWorker(page, 'stock', async (stock) => {
    const { folder } = JSON.parse(readFileSync(join(root, 'models', 'manifest.json'), 'utf8'))[0];
    const settings = await stock<StockSettings>({ kind: 'open-stock', folder, backend, threads });
    const times = { tiller: [] as number[], stock: [] as number[] };
    for (let round = 0; round <= Math.min(rounds, 3); round++) {
      const decode = { prompt: PROMPT, newTokens };
      const mine = await tiller<number[]>({ kind: 'decode-tiller', ...decode });
      const theirs = await stock<number[]>({ kind: 'decode-stock', ...decode });
      // The first round warms both up.
      if (round === 0) continue;
      times.tiller.push(...mine);
      times.stock.push(...theirs);
    }
    const [mine, theirs] = [median(times.tiller), median(times.stock)];
    const decode: Measurement = {
      name: 'decode: stock graph in transformers.js / Tiller, a step',
      value: theirs / mine,
      unit: 'ratio',
      bar: { relation: '>=', value: 10 },
      parts: {
        stockMs: theirs,
        tillerMs: mine,
        stockSteps: times.stock.length,
        tillerSteps: times.tiller.length,
      },
    };
    return { stock: settings, decode };
  });
}

/** The judge runs anywhere, on one core: here in Node. */
async function judgeMeasurements(): Promise<Measurement[]> {
  const { goldenMs, goldenCases, slowestRecheckMs, recheckMs } = await measureJudge();
  return [
    {
      name: `IFEval checks of ${goldenCases} golden answers`,
      value: goldenMs,
      unit: 'ms',
      bar: { relation: '<=', value: JUDGE_BARS.goldenMs },
      parts: { goldenMs },
    },
    {
      name: 'live re-check of 400 words, slowest type',
      value: slowestRecheckMs,
      unit: 'ms',
      bar: { relation: '<=', value: JUDGE_BARS.recheckMs },
      parts: recheckMs,
    },
  ];
}
