/**
 * What a step asks of the GPU, counted in the app's own worker: an emulated adapter says nothing about speed, but as much
 * about dispatches, buffers and bytes as any other. And two hundred runs, after which nothing is left over.
 */
import type { Page } from '@playwright/test';
import { fixtureGolden } from '../scripts/lib/goldenFiles.ts';
import type { Lane } from '../src/protocol/model.ts';
import {
  countGpuWork,
  difference,
  type GpuCount,
  type StepCounters,
} from '../workers/decoder/stepCounters.ts';
import { generateAll, loadModel } from './lib/api.ts';
import { type Heap, medianStep, openHeapMeter } from './lib/heap.ts';
import { expect, test } from './lib/test.ts';

declare global {
  /** in the worker */
  var gpuCount: GpuCount;
}

const { direction } = fixtureGolden('llama');
const prompt = Array.from({ length: 24 }, (_, i) => 4 + ((i * 37) % 316));
const steer = { layer: 1, direction, operator: 'setProjection' as const, value: 3 };

const worker = (page: Page) => page.workers()[0]!;
const startCount = (page: Page) =>
  worker(page).evaluate(`globalThis.gpuCount ??= (${countGpuWork.toString()})()`);
const readCount = (page: Page): Promise<StepCounters> => worker(page).evaluate(() => gpuCount.read());

/** Counts of one decode step, of lanes that have all been run before: the difference that four more tokens make. */
async function oneStep(page: Page, lanes: Lane[]): Promise<StepCounters> {
  const run = async (maxNewTokens: number) => {
    const before = await readCount(page);
    await generateAll(
      page,
      lanes.map((lane) => ({ ...lane, maxNewTokens })),
    );
    return difference(before, await readCount(page));
  };
  // until prompts are kept and buffers of every size are there
  for (const maxNewTokens of [6, 2, 6, 2]) await run(maxNewTokens);
  const [short, long] = [await run(2), await run(6)];
  const steps = difference(short, long);
  return Object.fromEntries(
    Object.entries(steps).map(([name, count]) => [name, count / 4]),
  ) as unknown as StepCounters;
}

test('a step makes no buffer and reads back once: an id and its probability a lane', async ({
  modelPage: page,
}) => {
  await loadModel(page, '/fixtures/llama', { backend: 'webgpu', dtype: 'q4' });
  await startCount(page);
  const greedy = await oneStep(page, [{ prompt }]);
  expect(greedy).toMatchObject({ buffersCreated: 0, readbacks: 1, bytesReadBack: 8, bytesHeld: 0 });

  const penalised = await oneStep(page, [{ prompt, repetitionPenalty: 1.15 }]);
  expect(penalised).toMatchObject({ buffersCreated: 0, readbacks: 1, bytesReadBack: 8 });
  expect(penalised.dispatches).toBeLessThanOrEqual(greedy.dispatches + 7);

  const pair = await oneStep(page, [{ prompt }, { prompt: [...prompt, 9] }]);
  const steered = await oneStep(page, [{ prompt }, { prompt, interventions: [steer] }]);
  expect(steered).toMatchObject({ buffersCreated: 0, readbacks: 1, bytesReadBack: 16 });
  // directions and readers are sent once, not at every step; a few more kernels have settings of their own
  const sentAlways = 4 * 2 * 2 * direction.length * 4;
  expect(steered.bytesUploaded - pair.bytesUploaded).toBeLessThan(sentAlways / 2);

  const off = await oneStep(page, [{ prompt, interventions: [{ ...steer, operator: 'add', value: 0 }] }]);
  expect(off.dispatches).toBe(greedy.dispatches);

  // a sampler's candidates: 64 ids and logits, beside the three numbers of the choice
  const sampled = await oneStep(page, [{ prompt, temperature: 0.8, topK: 40 }]);
  expect(sampled).toMatchObject({ buffersCreated: 0, readbacks: 1, bytesReadBack: 4 * (3 + 128) });
});

// how long it takes, on the user's device: npm run bench
test('a step at position 200 asks for no more than one at 100', async ({ modelPage: page }) => {
  await loadModel(page, '/fixtures/llama', { backend: 'webgpu', dtype: 'q4' });
  await startCount(page);
  const long = Array.from({ length: 200 }, (_, i) => 4 + ((i * 37) % 316));
  const middle = await oneStep(page, [{ prompt: long.slice(0, 100) }]);
  expect(await oneStep(page, [{ prompt: long }])).toEqual(middle);
});

const SAMPLE_EVERY = 20;

// the WASM provider's memory: workers/memory.test.ts
test('two hundred runs leave what the GPU, the page and the worker hold as it is', async ({
  modelPage: page,
}) => {
  test.setTimeout(480_000);
  await loadModel(page, '/fixtures/llama', { backend: 'webgpu', dtype: 'q4' });
  await startCount(page);
  const run = (from: number, count: number) =>
    page.evaluate(
      async ([prompt, steer, from, count]) => {
        for (let index = from; index < from + count; index++) {
          const interventions = [{ ...steer, value: 1 + index / 100 }];
          await tiller.generate([{ prompt, maxNewTokens: 2, repetitionPenalty: 1.1, interventions }]);
        }
      },
      [prompt, steer, from, count] as const,
    );
  // until the store of prompts is full
  await run(0, 60);
  const early = await readCount(page);
  const meter = await openHeapMeter(page);
  const heaps = [await meter.read()];
  for (let from = 60; from < 200; from += SAMPLE_EVERY) {
    await run(from, SAMPLE_EVERY);
    heaps.push(await meter.read());
  }
  const grown = difference(early, await readCount(page));
  expect(grown.bytesHeld).toBeLessThanOrEqual(0);
  expect(grown.buffersCreated).toBe(0);
  const growth = (part: keyof Heap) => medianStep(heaps.map((heap) => heap[part])) / SAMPLE_EVERY;
  // the keys and values of one prompt alone are 24 kB
  expect(growth('page'), 'bytes a run').toBeLessThan(4000);
  expect(growth('workers'), 'bytes a run').toBeLessThan(4000);
});
