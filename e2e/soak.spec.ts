/**
 * The page in long use: runs, loads and unloads, lost devices, over and over. `npm run soak` does it for half an hour,
 * `npm test` in short.
 */
import type { Page } from '@playwright/test';
import { fixtureGolden } from '../scripts/lib/goldenFiles.ts';
import { loadModel } from './lib/api.ts';
import { medianStep, openHeapMeter } from './lib/heap.ts';
import { destroyDevice, holdDevices, killWorker } from './lib/loss.ts';
import { alert } from './lib/page.ts';
import { expect, test } from './lib/test.ts';

const isLong = process.env.TILLER_SOAK === '1';
const RUNS = isLong ? 200 : 20;
const LOADS = isLong ? 50 : 6;
const LOSSES = isLong ? 20 : 2;
/** In short a worker dies instead: a software adapter takes half a minute to compile for a new device. */
const LOST = isLong ? 'devices' : 'workers';
/** Samples a test takes of what is held. */
const SAMPLES = 5;
/** What may be added at each sample: less than one session of the tiny model, in bytes. */
const MAX_STEP = 300_000;

const FIXTURE = '/fixtures/llama';
const { direction } = fixtureGolden('llama');

test.describe.configure({ timeout: isLong ? 3_600_000 : 180_000 });

const modelWorkers = (page: Page) => page.workers().filter((worker) => /model\.worker/.test(worker.url()));

/** A worker that was ended takes a moment to go. */
const expectOneWorker = (page: Page) => expect.poll(() => modelWorkers(page).length).toBe(1);

async function open(page: Page): Promise<void> {
  await page.goto('/?load=none');
  await page.waitForFunction(() => 'tiller' in globalThis);
}

/** A pair of lanes with a steering of its own; its ids. */
const run = (page: Page, value: number): Promise<number[][]> =>
  page.evaluate(
    async ([direction, value]) => {
      const prompt = Array.from({ length: 24 }, (_, i) => 4 + ((i * 37) % 316));
      const interventions = [{ layer: 1, direction, operator: 'setProjection' as const, value }];
      const lanes = await tiller.generate([
        { prompt, maxNewTokens: 4 },
        { prompt, maxNewTokens: 4, interventions },
      ]);
      return lanes.map(({ tokenIds }) => tokenIds);
    },
    [direction, value] as const,
  );

test(`${RUNS} runs: the same text at the end, one worker, memory flat`, async ({ page }) => {
  await open(page);
  await loadModel(page, FIXTURE, { backend: 'wasm', dtype: 'q4' });
  const first = await run(page, 1);
  const meter = await openHeapMeter(page);
  const pages: number[] = [];
  const workers: number[] = [];
  for (let index = 1; index <= RUNS; index++) {
    await run(page, 1 + index / 100);
    if (index % (RUNS / SAMPLES) > 0) continue;
    const heap = await meter.read();
    pages.push(heap.page);
    workers.push(heap.workers);
  }
  expect(await run(page, 1)).toEqual(first);
  await expectOneWorker(page);
  expect(medianStep(pages), 'bytes between samples, page').toBeLessThan(MAX_STEP);
  expect(medianStep(workers), 'bytes between samples, workers').toBeLessThan(MAX_STEP);
});

test(`${LOADS} loads and unloads: no worker is left, memory flat`, async ({ page }) => {
  await open(page);
  const samples: number[] = [];
  for (let index = 1; index <= LOADS; index++) {
    await loadModel(page, FIXTURE, { backend: 'wasm', dtype: index % 2 === 0 ? 'q4' : 'fp32' });
    expect((await run(page, 1))[0]).toHaveLength(4);
    if (index > LOADS - SAMPLES) samples.push((await (await openHeapMeter(page)).read()).page);
    await page.evaluate(() => tiller.unloadModel());
  }
  await expect.poll(() => modelWorkers(page).length).toBeLessThanOrEqual(1);
  expect(medianStep(samples), 'bytes between samples, page').toBeLessThan(MAX_STEP);
});

test(`${LOSSES} lost ${LOST}: the model comes back each time, one worker, the same text`, async ({
  page,
}) => {
  const backend = LOST === 'devices' ? 'webgpu' : 'wasm';
  const lose = LOST === 'devices' ? destroyDevice : killWorker;
  holdDevices(page);
  await open(page);
  await loadModel(page, FIXTURE, { backend, dtype: 'q4' });
  const first = await run(page, 1);
  for (let loss = 1; loss <= LOSSES; loss++) {
    await lose(page);
    await expect(alert(page)).toContainText('is loaded again', { timeout: 120_000 });
    // two losses within five minutes would make the page ask first: a script loads by itself, which begins anew
    await loadModel(page, FIXTURE, { backend, dtype: 'q4' });
    expect(await run(page, 1)).toEqual(first);
    await expectOneWorker(page);
  }
});
