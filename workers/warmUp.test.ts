import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { fixtureGolden } from '../scripts/lib/goldenFiles.ts';
import { directContext, nodeEngine } from '../scripts/lib/nodeEngine.ts';
import type { Lane } from '../src/protocol/model.ts';
import type { Engine } from './engine.ts';
import { learnPadding, paddingFrom } from './warmUp.ts';

const costs = (...pairs: [number, number][]) => new Map(pairs);

describe('padding from the costs of a step', () => {
  it('is none where more rows cost more', () => {
    expect(paddingFrom(costs([1, 10], [2, 12], [4, 16], [8, 30]))).toEqual(new Map());
  });

  it('fills a pair up to four where four are faster, and three with it', () => {
    expect(paddingFrom(costs([1, 10], [2, 19], [4, 14], [8, 40]))).toEqual(
      new Map([
        [2, 4],
        [3, 4],
      ]),
    );
  });

  it('takes the fastest, also for one row', () => {
    const padding = paddingFrom(costs([1, 10], [2, 19], [4, 7], [8, 5]));
    expect(padding.get(1)).toBe(8);
    expect(padding.get(5)).toBe(8);
  });

  it('is not bothered for a tenth, nor without measurements', () => {
    expect(paddingFrom(costs([1, 10], [2, 9]))).toEqual(new Map());
    expect(paddingFrom(costs())).toEqual(new Map());
  });
});

describe.each(['llama', 'llama-unfused', 'gemma2'])('%s', (name) => {
  let engine: Engine;
  const folder = fileURLToPath(new URL(`../e2e/fixtures/models/${name}`, import.meta.url));
  const ids = (length: number, seed: number) => Array.from({ length }, (_, i) => 4 + ((i * 37 + seed) % 316));

  beforeAll(async () => {
    engine = nodeEngine({ threads: 1 });
    await engine.load({ source: folder, options: { dtype: 'q4' } }, directContext());
  });
  afterEach(() => {
    engine.decoder.padding = new Map();
  });

  it('writes the same with idle rows as without', async () => {
    const steer = { layer: 1, direction: fixtureGolden(name).direction, operator: 'add' as const, value: 2 };
    const probes = [{ layer: 2, direction: steer.direction }];
    const lanes: Lane[] = [
      { prompt: ids(9, 1), maxNewTokens: 9, probes },
      { prompt: ids(14, 2), maxNewTokens: 5, interventions: [steer], repetitionPenalty: 1.2 },
      { prompt: ids(4, 3), maxNewTokens: 7, temperature: 0.9, topK: 20, seed: 4 },
    ];
    const run = () => engine.generate({ lanes }, directContext());
    const plain = await run();
    engine.decoder.padding = new Map([
      [1, 2],
      [2, 4],
      [3, 8],
    ]);
    const steps = vi.spyOn(engine.decoder, 'run');
    const padded = await run();
    const widest = Math.max(...steps.mock.calls.map(([step]) => step.tokens.length));
    steps.mockRestore();
    expect(widest).toBe(8);
    expect(padded.map(({ tokenIds }) => tokenIds)).toEqual(plain.map(({ tokenIds }) => tokenIds));
  });

  it('is timed once a device and model, and remembered', async () => {
    const keys = new Set<string>();
    const memory = {
      has: async (key: string) => keys.has(key),
      add: async (key: string) => void keys.add(key),
    };
    const { signal } = new AbortController();
    const steps = vi.spyOn(engine.decoder, 'run');
    const first = await learnPadding(engine.decoder, { signal, memory, key: 'a' });
    const stepsOfFirst = steps.mock.calls.length;
    const again = await learnPadding(engine.decoder, { signal, memory, key: 'a' });
    const stepsOfAgain = steps.mock.calls.length - stepsOfFirst;
    steps.mockRestore();
    expect(again).toEqual(first);
    expect(stepsOfAgain).toBeLessThan(stepsOfFirst);
  });
});
