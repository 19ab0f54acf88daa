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
import { pageMeasurements } from './bench/pageUse.ts';
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

const USAGE = 'npm run bench [-- --json --backend wasm|webgpu --only PART]';

/** What can be measured alone: against the stock graph and among lanes; the page's benchmark; the vector lab; WebGPU's ratios; the page itself. */
const PARTS = ['ratios', 'benchmark', 'lab', 'webgpu', 'page'] as const;
type Part = (typeof PARTS)[number];

/** About 60 tokens, with an answer long enough that no lane ends while it is measured. */
const PROMPT =
  '<|im_start|>user\nThe old lighthouse keeper walked down to the harbour each morning before sunrise to look at the boats, talk with the fishermen about the weather, and buy bread for the day. Write a long story about him and the sea.<|im_end|>\n<|im_start|>assistant\n';

/** On WebGPU few: an emulated adapter takes seconds a token. */
const EFFORT: Record<Backend, Effort> = {
  wasm: { rounds: 6, newTokens: 18 },
  webgpu: { rounds: 1, newTokens: 4 },
};

await runMain(async () => {
  const { json, backend, parts } = readArguments();
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
    const report = await measure(page, backend, parts);
    if (parts.includes('lab')) report.measurements.push(...(await judgeMeasurements()));
    if (parts.includes('page')) report.measurements.push(...(await pageMeasurements(browser, server.url)));
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

function readArguments(): { json: boolean; backend: Backend; parts: readonly Part[] } {
  const options = {
    json: { type: 'boolean', default: false },
    backend: { type: 'string', default: 'wasm' },
    only: { type: 'string' },
  } as const;
  const { json, backend, only } = parseArgs({ options }).values;
  const parts = only === undefined ? PARTS : PARTS.filter((part) => part === only);
  if (parts.length === 0) {
    throw new SetupError(`--only must be one of ${PARTS.join(', ')}; found "${only}". Usage: ${USAGE}`);
  }
  if (backend === 'wasm' || backend === 'webgpu') return { json, backend, parts };
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
  model: Pick<ModelInfo, 'id' | 'dtype' | 'threads' | 'topology' | 'prefillChunk'> | null;
  stock: StockSettings | null;
  /** of the page's benchmark */
  benchmark: BenchmarkReport | null;
  measurements: Measurement[];
}

async function measure(page: Page, backend: Backend, parts: readonly Part[]): Promise<Report> {
  const report: Report = { backend, model: null, stock: null, benchmark: null, measurements: [] };
  if (parts.some((part) => part !== 'webgpu' && part !== 'page'))
    await measureEmbedded(page, backend, parts, report);
  if (parts.includes('webgpu')) {
    const gpu = await startWorker(page, 'gpu');
    report.measurements.push(...(await gpu<Measurement[]>({ kind: 'webgpu' })));
    await page.evaluate(() => benchPage.stop('gpu'));
  }
  return report;
}

/** What is measured on the embedded model; adds to `report`. */
async function measureEmbedded(
  page: Page,
  backend: Backend,
  parts: readonly Part[],
  report: Report,
): Promise<void> {
  const subject = await startWorker(page, 'tiller');
  const info = await subject<ModelInfo>({ kind: 'open-tiller', backend });
  const { id, dtype, threads, topology, prefillChunk } = info;
  report.model = { id, dtype, threads, topology, prefillChunk };
  const { measurements } = report;
  if (parts.includes('ratios')) {
    measurements.push(await againstStock(page, subject, info, report));
    const task = { kind: 'tiller', prompt: PROMPT, effort: EFFORT[backend] } as const;
    measurements.push(...(await subject<Measurement[]>(task)));
    // a thousand tokens, for which an emulated adapter takes an hour
    if (backend === 'wasm') measurements.push(await subject<Measurement>({ kind: 'positions' }));
  }
  if (parts.includes('benchmark')) {
    const found = await subject<Awaited<ReturnType<typeof benchmarkMeasurements>>>({ kind: 'benchmark' });
    report.benchmark = found.report;
    measurements.push(...found.measurements);
  }
  // minutes of work, which an emulated adapter would make hours
  if (parts.includes('lab') && backend === 'wasm') {
    measurements.push(...(await subject<Measurement[]>({ kind: 'lab' })));
  }
  await page.evaluate(() => benchPage.stop('tiller'));
  if (parts.includes('ratios')) {
    const gpu = await startWorker(page, 'dispatches');
    measurements.push(await gpu<Measurement>({ kind: 'dispatches' }));
    await page.evaluate(() => benchPage.stop('dispatches'));
  }
}

/** Decoding one lane, in turn with the stock graph in transformers.js. */
async function againstStock(
  page: Page,
  subject: <T>(task: Task) => Promise<T>,
  { backend, threads }: ModelInfo,
  report: Report,
): Promise<Measurement> {
  const { rounds, newTokens } = EFFORT[backend];
  const stock = await startWorker(page, 'stock');
  const { folder } = JSON.parse(readFileSync(join(root, 'models', 'manifest.json'), 'utf8'))[0];
  report.stock = await stock<StockSettings>({ kind: 'open-stock', folder, backend, threads });
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
  return {
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
  const subject = model ? `${model.id} ${model.dtype} on ${backend}, ${model.threads} threads, ` : '';
  const head = `${subject}${cores} cores, Chromium ${chromium}`;
  const note =
    backend === 'webgpu'
      ? '\nOn an emulated adapter only dispatch counts and ratios of one run mean something.'
      : '';
  return `${head}\n${table(measurements)}${note}`;
}
