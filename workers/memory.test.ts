/** Two hundred runs on the WASM provider, after which no memory has grown. On WebGPU: `e2e/gpu-work.spec.ts`. */
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { fixtureGolden } from '../scripts/lib/goldenFiles.ts';
import { directContext, nodeEngine } from '../scripts/lib/nodeEngine.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const RUNS = 200;
const SAMPLE_EVERY = 20;
/** What the prompts that are kept may add until the store is full, in runs. */
const SETTLED = 60;

it('keeps memory flat over two hundred runs with changing strengths', async () => {
  const engine = nodeEngine({ threads: 1 });
  const folder = fileURLToPath(new URL('../e2e/fixtures/models/llama', import.meta.url));
  await engine.load({ source: folder, options: { dtype: 'q4' } }, directContext());
  const { direction } = fixtureGolden('llama');
  const prompt = Array.from({ length: 24 }, (_, i) => 4 + ((i * 37) % 316));
  const samples: { run: number; bytes: number }[] = [];
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
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    samples.push({ run, bytes: heapUsed + arrayBuffers });
  }
  // the keys and values of one prompt alone are 24 kB
  expect(slope(samples.map(({ run, bytes }) => [run, bytes]))).toBeLessThan(4000);
  await engine.unload();
  expect(engine.keptBytes).toBe(0);
}, 60_000);

/** Least squares, bytes a run. */
function slope(points: [number, number][]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([run]) => run)), mean(points.map(([, bytes]) => bytes))];
  const covariance = mean(points.map(([run, bytes]) => (run - x) * (bytes - y)));
  return covariance / mean(points.map(([run]) => (run - x) ** 2));
}
