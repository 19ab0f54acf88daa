/** `npm run bench`: the speed ratios that Tiller has to hold, measured side by side in one run of a real Chromium. */
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { build, defaultClientConditions } from 'vite';
import type { BenchmarkReport } from '../src/benchmark/report.ts';
import { median } from '../src/benchmark/statistics.ts';
import type { Backend, ModelInfo } from '../src/protocol/model.ts';
import type { Task } from './bench/bench.worker.ts';
import type { benchmarkMeasurements } from './bench/benchmark.ts';
import { type Measurement, table } from './bench/measurement.ts';
import type { BenchPage } from './bench/page.ts';
import type { StockSettings } from './bench/stock.ts';
import type { Effort } from './bench/tiller.ts';
import { CHROMIUM_FLAGS, ensureChromium } from './lib/chromium.mjs';
import { JUDGE_BARS, measureJudge } from './lib/judgeBench.ts';
import { createHandler, listen } from './lib/server.mjs';
import { distFolder, ensureBuilt, root, runMain, SetupError } from './lib/setup.mjs';

declare global {
  /** set by the benchmark's page */
  var benchPage: BenchPage;
}

const USAGE = 'npm run bench [-- --json --backend wasm|webgpu]';

/** About 60 tokens, with an answer long enough that no lane ends while it is measured. */
const PROMPT =
  '<|im_start|>user\nThe old lighthouse keeper walked down to the harbour each morning before sunrise to look at the boats, talk with the fishermen about the weather, and buy bread for the day. Write a long story about him and the sea.<|im_end|>\n<|im_start|>assistant\n';

/** On WebGPU few: an emulated adapter takes seconds a token. */
const EFFORT: Record<Backend, Effort> = {
  wasm: { rounds: 6, newTokens: 18 },
  webgpu: { rounds: 1, newTokens: 4 },
};

await runMain(async () => {
  const { json, backend } = readArguments();
  ensureBuilt();
  const executablePath = await ensureChromium();
  const benchFolder = await buildPage();
  const server = await listen(
    createHandler([
      { path: '/bench', folder: benchFolder },
      { path: '/fixtures', folder: join(root, 'e2e', 'fixtures', 'models') },
      { path: '', folder: distFolder },
    ]),
    0,
  );
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  try {
    const page = await browser.newPage();
    await page.goto(`${server.url}/bench/`);
    const report = await measure(page, backend);
    report.measurements.push(...(await judgeMeasurements()));
    const whole = { chromium: browser.version(), cores: cpus().length, ...report };
    process.stdout.write(json ? `${JSON.stringify(whole, null, 2)}\n` : `${show(whole)}\n`);
  } finally {
    await browser.close();
    server.close();
  }
});

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

function readArguments(): { json: boolean; backend: Backend } {
  const options = {
    json: { type: 'boolean', default: false },
    backend: { type: 'string', default: 'wasm' },
  } as const;
  const { json, backend } = parseArgs({ options }).values;
  if (backend === 'wasm' || backend === 'webgpu') return { json, backend };
  throw new SetupError(`--backend must be wasm or webgpu; found "${backend}". Usage: ${USAGE}`);
}

/** @returns folder with the page and the worker of scripts/bench, built */
async function buildPage(): Promise<string> {
  const outDir = join(root, 'node_modules', '.cache', 'tiller', 'bench');
  await build({
    configFile: false,
    root: join(root, 'scripts', 'bench'),
    base: './',
    logLevel: 'error',
    publicDir: false,
    resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
    worker: { format: 'es' },
    build: { outDir, emptyOutDir: true, target: 'es2022' },
  });
  return outDir;
}

interface Report {
  backend: Backend;
  model: Pick<ModelInfo, 'id' | 'dtype' | 'threads' | 'topology' | 'prefillChunk'>;
  stock: StockSettings;
  /** of the page's benchmark */
  benchmark: BenchmarkReport;
  measurements: Measurement[];
}

async function measure(page: Page, backend: Backend): Promise<Report> {
  const { rounds, newTokens } = EFFORT[backend];
  const subject = await startWorker(page, 'tiller');
  const info = await subject<ModelInfo>({ kind: 'open-tiller', backend });
  const stock = await startWorker(page, 'stock');
  const { folder } = JSON.parse(readFileSync(join(root, 'models', 'manifest.json'), 'utf8'))[0];
  const settings = await stock<StockSettings>({ kind: 'open-stock', folder, backend, threads: info.threads });
  const times = { tiller: [] as number[], stock: [] as number[] };
  for (let round = 0; round <= Math.min(rounds, 3); round++) {
    const decode = { prompt: PROMPT, newTokens };
    const mine = await subject<number[]>({ kind: 'decode-tiller', ...decode });
    const theirs = await stock<number[]>({ kind: 'decode-stock', ...decode });
    // The first round warms both up.
    if (round === 0) continue;
    times.tiller.push(...mine);
    times.stock.push(...theirs);
  }
  await page.evaluate(() => benchPage.stop('stock'));
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
  const own = await subject<Measurement[]>({ kind: 'tiller', prompt: PROMPT, effort: EFFORT[backend] });
  const benchmark = await subject<Awaited<ReturnType<typeof benchmarkMeasurements>>>({ kind: 'benchmark' });
  // minutes of work, which an emulated adapter would make hours
  const long =
    backend === 'wasm'
      ? [
          await subject<Measurement>({ kind: 'positions' }),
          ...(await subject<Measurement[]>({ kind: 'lab' })),
        ]
      : [];
  await page.evaluate(() => benchPage.stop('tiller'));
  const gpu = await startWorker(page, 'gpu');
  const dispatches = await gpu<Measurement>({ kind: 'dispatches' });
  await page.evaluate(() => benchPage.stop('gpu'));
  const tiny = await startWorker(page, 'tiny');
  const webgpu = await tiny<Measurement[]>({ kind: 'webgpu' });
  const { id, dtype, threads, topology, prefillChunk } = info;
  return {
    backend,
    model: { id, dtype, threads, topology, prefillChunk },
    stock: settings,
    benchmark: benchmark.report,
    measurements: [decode, ...own, ...benchmark.measurements, ...long, dispatches, ...webgpu],
  };
}

/** @returns a function that gives a task to a worker of the page and resolves with its answer */
async function startWorker(page: Page, name: string): Promise<<T>(task: Task) => Promise<T>> {
  await page.evaluate((name) => benchPage.start(name), name);
  return <T>(task: Task) =>
    page.evaluate(([name, task]) => benchPage.perform(name, task), [name, task] as const) as Promise<T>;
}

function show({
  backend,
  model,
  measurements,
  chromium,
  cores,
}: Report & { chromium: string; cores: number }): string {
  const head = `${model.id} ${model.dtype} on ${backend}, ${model.threads} threads, ${cores} cores, Chromium ${chromium}`;
  const note =
    backend === 'webgpu' ? '\nOn an emulated adapter only the dispatch counts mean something.' : '';
  return `${head}\n${table(measurements)}${note}`;
}
