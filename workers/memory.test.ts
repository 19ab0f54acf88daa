/** Two hundred runs on the WASM provider, after which no memory has grown. On WebGPU: `e2e/gpu-work.spec.ts`. */

import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { fixtureGolden } from '../scripts/lib/goldenFiles.ts';
import { directContext, nodeEngine } from '../scripts/lib/nodeEngine.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const RUNS = 200;
const SAMPLE_EVERY = 10;
/** What the prompts that are kept may add until the store is full, in runs. */
const SETTLED = 60;

it('keeps memory flat over two hundred runs with changing strengths', async () => {
  const engine = nodeEngine({ threads: 1 });
  const folder = fileURLToPath(new URL('../e2e/fixtures/models/llama', import.meta.url));
  await engine.load({ source: folder, options: { dtype: 'q4' } }, directContext());
  const { direction } = fixtureGolden('llama');
  const prompt = Array.from({ length: 24 }, (_, i) => 4 + ((i * 37) % 316));
  const samples: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const interventions = [{ layer: 1, direction, operator: 'setProjection' as const, value: 1 + run / 100 }];
    await engine.generate(
      {
        lanes: [
          { prompt, maxNewTokens: 4, repetitionPenalty: 1.1 },
          { prompt, maxNewTokens: 4, interventions },
        ],
      },
      directContext(),
    );
    if (run < SETTLED || run % SAMPLE_EVERY > 0) continue;
    samples.push(await bytesInUse());
  }
  // the keys and values of one prompt alone are 24 kB
  expect(growth(samples)).toBeLessThan(4000);
  await engine.unload();
  expect(engine.keptBytes).toBe(0);
}, 60_000);

/** Buffers that a collection found are freed by the next one at the latest. */
async function bytesInUse(): Promise<number> {
  for (let pass = 0; pass < 2; pass++) {
    collect();
    await setImmediate();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Bytes a run: the median step between samples, as a leak adds to each step, and the runtime's own caches to one or two. */
function growth(samples: number[]): number {
  const steps = samples.slice(1).map((bytes, i) => (bytes - samples[i]!) / SAMPLE_EVERY);
  return steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)]!;
}
