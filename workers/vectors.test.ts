/** What vectors promise, on tiny models: transfer, order of composition, and files that give the same tokens. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NodeTiller, nodeTiller } from '../scripts/lib/nodeTiller.ts';
import type { Tiller } from '../src/api/tiller.ts';
import { readVectorFile, VECTOR_FORMATS, writeVectorFile } from '../src/core/files/vectorFormats.ts';
import { mixVectors } from '../src/core/steering/arithmetic.ts';
import { intervene, project } from '../src/core/steering/operators.ts';
import { interventionsOf } from '../src/core/steering/setting.ts';
import { directionAt, strengthToValue } from '../src/core/steering/strength.ts';
import { transferNotice, transferProblem } from '../src/core/steering/transfer.ts';
import type { Intervention, Operator, SteeringVector } from '../src/core/steering/types.ts';

const folder = (name: string) => fileURLToPath(new URL(`../e2e/fixtures/models/${name}`, import.meta.url));
const ids = (length: number, seed: number) =>
  Array.from({ length }, (_, i) => 4 + ((i * 37 + seed * 101) % 316));
/** The instruction of these models: four tokens at the end. */
const pairs = (first: number) =>
  Array.from({ length: 6 }, (_, i) => ({
    positive: [...ids(7 + i, i), first, first + 1, first + 2, first + 3],
    negative: ids(7 + i, i),
  }));
/** A float32 sum over 64 terms near 10, in another order. */
const ROUNDING = 1e-4;

let node: NodeTiller;
let tiller: Tiller;
let one: SteeringVector;
let two: SteeringVector;
beforeAll(async () => {
  node = nodeTiller(
    {
      check: () => {
        throw new Error('not asked here');
      },
    },
    { threads: 1 },
  );
  tiller = node.tiller;
  await tiller.loadModel(folder('llama'), { dtype: 'fp32' });
  one = await tiller.fitVector(pairs(20), { name: 'one' });
  two = await tiller.fitVector(pairs(200), { name: 'two', method: 'pca' });
});
afterAll(() => node.close());

/** [hiddenSize] at the last token of the prompt, after `layer`. */
async function stateAfter(layer: number, interventions: Intervention[] = [], prompt = ids(9, 5)) {
  const { data } = await tiller.capture([prompt], { interventions });
  const { hiddenSize } = tiller.model!;
  return data.slice(layer * hiddenSize, (layer + 1) * hiddenSize);
}

const expectClose = (found: ArrayLike<number>, expected: ArrayLike<number>) => {
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < found.length; i++) expect(Math.abs(found[i]! - expected[i]!)).toBeLessThan(ROUNDING);
};

describe('two vectors at one layer', () => {
  const operators: Operator[] = ['add', 'setProjection', 'ablate'];
  const cases = operators.flatMap((first) => operators.map((second) => [first, second] as const));

  it.each(cases)('act as %s, then %s', async (first, second) => {
    const layer = 2;
    const applied = interventionsOf([
      { vector: one, setting: { layer, operator: first, strength: 1.5 } },
      { vector: two, setting: { layer, operator: second, strength: 0.7 } },
    ]);
    const plain = await stateAfter(layer);
    const expected = applied.reduce<Float64Array>(intervene, Float64Array.from(plain));
    expectClose(await stateAfter(layer, applied), expected);
    expect(Math.abs(project(directionAt(one, layer), directionAt(two, layer)))).toBeGreaterThan(0.01);
  });

  it('act as their mix does, when both add', async () => {
    const setting = { layer: 2, operator: 'add', strength: 1 } as const;
    const mix = mixVectors([
      { vector: one, weight: 1.5 },
      { vector: two, weight: -0.5 },
    ]);
    const apart = [
      { vector: one, setting: { ...setting, strength: 1.5 } },
      { vector: two, setting: { ...setting, strength: -0.5 } },
    ];
    expectClose(
      await stateAfter(2, interventionsOf([{ vector: mix, setting }])),
      await stateAfter(2, interventionsOf(apart)),
    );
  });
});

describe('a vector that went through a file', () => {
  it.each(VECTOR_FORMATS)('of form %s gives the same tokens', async (format) => {
    const back = readVectorFile(writeVectorFile(one, {}, format)).vector;
    const lane = (vector: SteeringVector, strength: number) => ({
      prompt: ids(9, 5),
      maxNewTokens: 24,
      interventions: interventionsOf([{ vector, setting: { layer: 2, operator: 'add', strength } }]),
    });
    const strengths = [-2, 0.5, 1, 3];
    const results = await tiller.generate(
      [one, back].flatMap((vector) => strengths.map((strength) => lane(vector, strength))),
    );
    const texts = results.map(({ tokenIds }) => tokenIds.join(' '));
    expect(texts.slice(4)).toEqual(texts.slice(0, 4));
    // the strengths do something, or this would prove nothing
    expect(new Set(texts).size).toBeGreaterThan(1);
  });
});

describe('a vector of one model in another', () => {
  it('steers a model of the same sizes and vocabulary by what its numbers say', async () => {
    const origin = { tokenizerSha256: tiller.model!.tokenizerSha256! };
    const facts = { ...one, origin };
    await tiller.loadModel(folder('qwen2'), { dtype: 'fp32' });
    const model = tiller.model!;
    expect(transferProblem(facts, model)).toBeNull();
    expect(transferNotice(facts, model)).toContain('and so is the vocabulary');

    const layer = 1;
    const unit = directionAt(one, layer);
    const plain = project(await stateAfter(layer), unit);
    for (const strength of [-1, 0.5, 2]) {
      const under = async (operator: Operator) =>
        project(
          await stateAfter(layer, interventionsOf([{ vector: one, setting: { layer, operator, strength } }])),
          unit,
        );
      const value = (operator: Operator) => strengthToValue(one, layer, operator, strength);
      expect(Math.abs((await under('add')) - plain - value('add'))).toBeLessThan(ROUNDING);
      expect(Math.abs((await under('setProjection')) - value('setProjection'))).toBeLessThan(ROUNDING);
    }
  });

  it('is refused in a model of another size, by the rule and by the model', async () => {
    const small: SteeringVector = { ...one, hiddenSize: 32, direction: one.direction.slice(0, 4 * 32) };
    expect(transferProblem(small, tiller.model!)).toMatch(/hidden size 32; .* has 64/);
    const interventions = interventionsOf([
      { vector: small, setting: { layer: 1, operator: 'add', strength: 1 } },
    ]);
    await expect(tiller.capture([ids(5, 1)], { interventions })).rejects.toThrow(
      expect.objectContaining({ code: 'shape_mismatch', message: expect.stringContaining('needs 64') }),
    );
  });
});
