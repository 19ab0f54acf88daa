/** `npm run bench`: the speed ratios that Tiller has to hold, measured side by side in one run of a real Chromium. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { build, defaultClientConditions } from 'vite';
import type { Backend } from '../src/protocol/model.ts';
import { findCircumstances, findCommit } from './bench/circumstances.ts';
import { table } from './bench/measurement.ts';
import { PARTS } from './bench/parts.ts';
import {
  type Circumstances,
  goOnFrom,
  PART_NAMES,
  type PartName,
  parseStored,
  type StoredBench,
  type StoredPart,
  withPart,
} from './bench/stored.ts';
import { CHROMIUM_FLAGS, ensureChromium } from './lib/chromium.mjs';
import { createHandler, listen } from './lib/server.mjs';
import { distFolder, ensureBuilt, note, root, runMain, SetupError, say } from './lib/setup.mjs';

const USAGE = 'npm run bench [-- --json [FILE] --backend wasm|webgpu --only PART]';

interface Arguments {
  json: boolean;
  /** takes the parts in, beside those it holds */
  file: string | null;
  backend: Backend;
  parts: readonly PartName[];
}

await runMain(async () => {
  const { json, file, backend, parts } = readArguments();
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
    let stored = openStored(file, await findCircumstances(page));
    for (const name of parts) {
      const result = await PARTS[name]({ browser, url: server.url, page, backend });
      const part = { part: name, ...result, at: new Date().toISOString(), ...findCommit() };
      stored = withPart(stored, part);
      if (file) store(file, stored);
      if (file || !json) say(show(part, stored.machine));
    }
    if (json && !file) say(JSON.stringify(stored, null, 2));
  } finally {
    await browser.close();
    server.close();
  }
});

function readArguments(): Arguments {
  const { values, positionals } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      backend: { type: 'string', default: 'wasm' },
      only: { type: 'string' },
    },
    allowPositionals: true,
  });
  const { json, backend, only } = values;
  const parts = only === undefined ? PART_NAMES : PART_NAMES.filter((part) => part === only);
  if (parts.length === 0) {
    throw new SetupError(`--only must be one of ${PART_NAMES.join(', ')}; found "${only}". Usage: ${USAGE}`);
  }
  if (positionals.length > (json ? 1 : 0)) {
    throw new SetupError(`"${positionals.at(-1)}" is one word too many. Usage: ${USAGE}`);
  }
  if (backend === 'wasm' || backend === 'webgpu')
    return { json, file: positionals[0] ?? null, backend, parts };
  throw new SetupError(`--backend must be wasm or webgpu; found "${backend}". Usage: ${USAGE}`);
}

/** @throws SetupError where the file cannot be added to: found before minutes of work, not after */
function openStored(file: string | null, circumstances: Circumstances): StoredBench {
  try {
    const earlier = file && existsSync(file) ? parseStored(readFileSync(file, 'utf8')) : null;
    return goOnFrom(earlier, circumstances);
  } catch (error) {
    throw new SetupError(
      `${file} should hold earlier parts of this benchmark: ${(error as Error).message}. Delete it, or name another file.`,
    );
  }
}

function store(file: string, stored: StoredBench): void {
  mkdirSync(dirname(file), { recursive: true });
  // through the schema, so that the next part can read it
  writeFileSync(file, `${JSON.stringify(parseStored(JSON.stringify(stored)), null, 2)}\n`);
  note(`${file} holds ${stored.parts.map(({ part }) => part).join(', ')}`);
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

function show(
  { part, backend, model, measurements }: StoredPart,
  { cores, chromium }: StoredBench['machine'],
): string {
  const subject = model ? `${model.id} ${model.dtype} on ${backend}, ${model.threads} threads, ` : '';
  const note =
    backend === 'webgpu'
      ? '\nOn an emulated adapter only dispatch counts and ratios of one run mean something.'
      : '';
  return `${part}: ${subject}${cores} cores, Chromium ${chromium}\n${table(measurements)}${note}\n`;
}
