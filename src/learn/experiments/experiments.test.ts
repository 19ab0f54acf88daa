/** The experiments on a tiny real model: its text means nothing, but every part of the way to it is the real one. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeTiller } from '../../../scripts/lib/nodeTiller.ts';
import { check, loadLanguages } from '../../core/ifeval/index.ts';
import { LESSON_IDS } from '../lesson.ts';
import type { AnswersResult, CurvesResult, ExperimentContext, ExperimentUpdate } from './experiment.ts';
import { EXPERIMENTS } from './index.ts';

const folder = fileURLToPath(new URL('../../../e2e/fixtures/models/llama', import.meta.url));
const { tiller, close } = nodeTiller({ check }, { threads: 1 });
let context: ExperimentContext;

beforeAll(async () => {
  await loadLanguages();
  const info = await tiller.loadModel(folder, { dtype: 'q4' });
  const vector = await tiller.fitVector([
    { positive: 'a b c one', negative: 'a b c' },
    { positive: 'd e two', negative: 'd e' },
  ]);
  const setting = { layer: 1, operator: 'add', strength: 1 } as const;
  context = { tiller, info, vectorOf: async () => ({ vector, setting, isMeasured: false }) };
});
afterAll(close);

describe('a push into the stream', () => {
  it('moves nothing before its layer, half a length at its layer, and something in every later one', async () => {
    const { lines } = (await EXPERIMENTS.stream(context)) as CurvesResult;
    expect(lines).toHaveLength(2);
    for (const { values } of lines) {
      expect(values).toHaveLength(context.info.numLayers);
      const layer = values.findIndex((value) => value > 0);
      expect(layer).toBeGreaterThan(0);
      expect(values[layer]).toBeCloseTo(50, 2);
      for (const value of values.slice(layer)) expect(value).toBeGreaterThan(0);
    }
  });
});

describe('two directions from different pairs', () => {
  it('have a cosine at every layer', async () => {
    const { lines } = (await EXPERIMENTS.direction(context)) as CurvesResult;
    expect(lines.map(({ value }) => value)).toEqual([1, 6]);
    for (const { values } of lines) {
      expect(values).toHaveLength(context.info.numLayers);
      for (const value of values) expect(Math.abs(value)).toBeLessThanOrEqual(1 + 1e-6);
    }
  });
});

describe.each(['layer', 'strength', 'controls', 'composition'] as const)('the answers of "%s"', (id) => {
  it('are all there with a verdict each, and the same when asked again', async () => {
    const updates: ExperimentUpdate[] = [];
    const result = (await EXPERIMENTS[id](context, {
      onUpdate: (update) => updates.push(update),
    })) as AnswersResult;
    expect(result.answers.length).toBeGreaterThan(1);
    expect(new Set(result.answers.map(({ label }) => JSON.stringify(label))).size).toBe(
      result.answers.length,
    );
    for (const { passes, tokens } of result.answers) {
      expect(passes).not.toBeNull();
      expect(tokens).toBeGreaterThan(0);
    }
    expect(updates.at(-1)?.answers).toHaveLength(result.answers.length);
    expect(await EXPERIMENTS[id](context)).toEqual(result);
  });
});

describe('what is unsteered', () => {
  it('is the same in every experiment that asks the same', async () => {
    const [strength, controls] = (await Promise.all([
      EXPERIMENTS.strength(context),
      EXPERIMENTS.controls(context),
    ])) as AnswersResult[];
    expect(strength?.answers[0]?.text).toBe(controls?.answers[0]?.text);
  });
});

describe('an experiment that is stopped', () => {
  it.each([...LESSON_IDS])('ends "%s" with the code aborted', async (id) => {
    const abort = new AbortController();
    const running = EXPERIMENTS[id](context, { signal: abort.signal, onUpdate: () => abort.abort() });
    await expect(running).rejects.toMatchObject({ code: 'aborted' });
  });
});
