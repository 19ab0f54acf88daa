import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addVectors, mixVectors, negateVector, scaleVector } from './arithmetic.ts';
import { fitDirections } from './direction.ts';
import { add, project, setProjection } from './operators.ts';
import { directionAt, strengthToValue } from './strength.ts';
import { finite } from './testing.ts';
import type { SteeringVector } from './types.ts';

const SIZE = 5;
const LAYERS = 2;

/** What add does at a strength, to a state of zeros. */
const stepOf = (vector: SteeringVector, layer: number, strength = 1) =>
  add(new Array(SIZE).fill(0), directionAt(vector, layer), strengthToValue(vector, layer, 'add', strength));

const expectClose = (found: ArrayLike<number>, expected: ArrayLike<number>, digits = 3) => {
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < found.length; i++) expect(found[i]).toBeCloseTo(expected[i]!, digits);
};

const vectorOf = (changes: Partial<SteeringVector> = {}): SteeringVector => ({
  name: 'French',
  modelId: 'm',
  method: 'meanDifference',
  numLayers: 1,
  hiddenSize: 2,
  direction: Float32Array.of(1, 0),
  meanDifferenceNorm: Float32Array.of(3),
  projectionPositive: Float32Array.of(5),
  projectionNegative: Float32Array.of(2),
  pairConsistency: Float32Array.of(0.5),
  spread: Float32Array.of(2),
  separation: Float32Array.of(1.5),
  ...changes,
});
const up = vectorOf({
  name: 'concise',
  direction: Float32Array.of(0, 1),
  meanDifferenceNorm: Float32Array.of(4),
  projectionPositive: Float32Array.of(3),
  projectionNegative: Float32Array.of(-1),
});

/** A vector fitted to random states, with those states: two pairs. */
const fitted = (plain: readonly number[], method: 'meanDifference' | 'pca' = 'meanDifference') =>
  fc
    .array(finite(), { minLength: 2 * LAYERS * SIZE, maxLength: 2 * LAYERS * SIZE })
    .map((values) => {
      const negative = Float32Array.from(plain);
      const positive = Float32Array.from(values);
      return { positive, negative };
    })
    .filter(({ positive, negative }) =>
      [0, 1].every((layer) => {
        const gap = Array.from({ length: SIZE }, (_, i) => {
          const at = (pair: number) => (pair * LAYERS + layer) * SIZE + i;
          return (positive[at(0)]! - negative[at(0)]! + positive[at(1)]! - negative[at(1)]!) / 2;
        });
        return Math.hypot(...gap) > 1;
      }),
    )
    .map(
      ({ positive, negative }): SteeringVector => ({
        name: 'v',
        modelId: 'm',
        ...fitDirections(positive, negative, LAYERS, SIZE, method),
      }),
    );
const states = fc.array(finite(), { minLength: 2 * LAYERS * SIZE, maxLength: 2 * LAYERS * SIZE });
const weight = fc.double({ min: -2, max: 2, noNaN: true }).filter((value) => Math.abs(value) > 0.05);

describe('mixVectors', () => {
  it('adds the steps of two vectors', () => {
    const sum = addVectors(vectorOf(), up);
    expect(sum.name).toBe('French + concise');
    expectClose(sum.direction, [0.6, 0.8], 6);
    expect([...sum.meanDifferenceNorm]).toEqual([5]);
    // plain prompts at (2, -1): (3 x 2 + 4 x -1) / 5
    expect(sum.projectionNegative[0]).toBeCloseTo(0.4, 6);
    expect(sum.projectionPositive[0]).toBeCloseTo(5.4, 6);
    expect([...sum.pairConsistency]).toEqual([Number.NaN]);
    expect(sum).not.toHaveProperty('spread');
    expect(sum).not.toHaveProperty('separation');
  });

  it('takes at every strength the steps of its parts, whatever they were fitted with', () => {
    const vectors = states.chain((plain) => fc.tuple(fitted(plain), fitted(plain, 'pca'), fitted(plain)));
    fc.assert(
      fc.property(vectors, weight, weight, weight, finite(3), (all, a, b, c, strength) => {
        const parts = all.map((vector, index) => ({ vector, weight: [a, b, c][index]! }));
        const expected = (layer: number) =>
          Array.from({ length: SIZE }, (_, i) =>
            parts.reduce((sum, part) => sum + part.weight * stepOf(part.vector, layer, strength)[i]!, 0),
          );
        fc.pre([0, 1].every((layer) => Math.hypot(...stepsSum(parts, layer)) > 0.1));
        const mix = mixVectors(parts);
        for (const layer of [0, 1]) {
          const unit = directionAt(mix, layer);
          expect(project(unit, unit)).toBeCloseTo(1, 5);
          expect(mix.meanDifferenceNorm[layer]).toBeCloseTo(
            mix.projectionPositive[layer]! - mix.projectionNegative[layer]!,
            3,
          );
          expectClose(stepOf(mix, layer, strength), expected(layer), 2);
        }
      }),
    );
  });

  it('knows where plain prompts lie along the new direction', () => {
    const both = states.chain((plain) => fc.tuple(fc.constant(plain), fitted(plain), fitted(plain)));
    fc.assert(
      fc.property(both, weight, weight, ([plain, one, two], a, b) => {
        const parts = [
          { vector: one, weight: a },
          { vector: two, weight: b },
        ];
        fc.pre([0, 1].every((layer) => Math.hypot(...stepsSum(parts, layer)) > 1));
        const mix = mixVectors(parts);
        for (const layer of [0, 1]) {
          const stateAt = (pair: number) =>
            Float32Array.from(plain).subarray(
              (pair * LAYERS + layer) * SIZE,
              (pair * LAYERS + layer + 1) * SIZE,
            );
          const measured = [0, 1].reduce(
            (sum, pair) => sum + project(stateAt(pair), directionAt(mix, layer)) / 2,
            0,
          );
          expect(mix.projectionNegative[layer]).toBeCloseTo(measured, 2);
        }
      }),
    );
  });

  it('leaves a vector as it is at weight 1, with a part of weight 0 beside it', () => {
    const { name: _n, method: _m, ...numbers } = vectorOf();
    expect(scaleVector(vectorOf(), 1)).toMatchObject(numbers);
    const beside = mixVectors([
      { vector: vectorOf(), weight: 1 },
      { vector: up, weight: 0 },
    ]);
    expect(beside).toMatchObject(numbers);
  });

  it('has no direction where none of its parts has one, and that of the others where some have', () => {
    const two = {
      numLayers: 2,
      direction: Float32Array.of(0, 0, 1, 0),
      meanDifferenceNorm: Float32Array.of(0, 3),
      projectionPositive: Float32Array.of(0, 3),
      projectionNegative: Float32Array.of(0, 0),
      pairConsistency: Float32Array.of(1, 1),
    };
    const other = {
      ...two,
      direction: Float32Array.of(0, 1, 0, 1),
      projectionPositive: Float32Array.of(2, 4),
    };
    const sum = addVectors(vectorOf(two), vectorOf(other));
    expectClose(sum.direction, [0, 1, 0.6, 0.8], 6);
    expect([...sum.meanDifferenceNorm]).toEqual([2, 5]);
    const none = addVectors(vectorOf(two), vectorOf(two));
    expect([...none.direction]).toEqual([0, 0, 1, 0]);
    expect([...none.meanDifferenceNorm]).toEqual([0, 6]);
  });

  it('takes the model of the part that knows it, and none where none does', () => {
    expect(addVectors(vectorOf({ modelId: '' }), up).modelId).toBe('m');
    expect(addVectors(vectorOf({ modelId: '' }), vectorOf({ modelId: '' })).modelId).toBe('');
  });

  it('makes up no measure that a vector from a file does not have', () => {
    const { spread: _s, separation: _p, ...imported } = vectorOf();
    const twice = scaleVector(imported, 2);
    expect(twice).not.toHaveProperty('spread');
    expect(twice).not.toHaveProperty('separation');
    expect([...twice.pairConsistency]).toEqual([0.5]);
  });

  it('tells a small step from what is left of large ones that cancel', () => {
    const withGap = (gap: number, vector = vectorOf()) => ({
      ...vector,
      projectionPositive: Float32Array.of(gap),
      projectionNegative: Float32Array.of(0),
    });
    const small = addVectors(withGap(1e-6), withGap(1e-6, up));
    expect(small.meanDifferenceNorm[0]! * 1e6).toBeCloseTo(Math.SQRT2, 5);
    // 1 is left of steps of 8 million
    expect(() => addVectors(withGap(4_000_001), withGap(-4_000_000))).toThrow(
      expect.objectContaining({ code: 'direction_invalid', details: { layer: 0 } }),
    );
  });

  it('has no direction at a layer where only projections are known', () => {
    const blank = vectorOf({
      numLayers: 2,
      direction: Float32Array.of(0, 0, 1, 0),
      meanDifferenceNorm: Float32Array.of(3, 3),
      projectionPositive: Float32Array.of(3, 3),
      projectionNegative: Float32Array.of(0, 0),
      pairConsistency: Float32Array.of(1, 1),
    });
    const sum = addVectors(blank, blank);
    expect([...sum.direction]).toEqual([0, 0, 1, 0]);
    expect([...sum.meanDifferenceNorm]).toEqual([0, 6]);
  });

  it('says what it is made of', () => {
    const mix = mixVectors([
      { vector: vectorOf(), weight: -1 },
      { vector: { ...up, method: 'pca' }, weight: 0.5 },
      { vector: up, weight: -2 },
    ]);
    expect(mix.name).toBe('-French + 0.5 concise - 2 concise');
    expect(mix.method).toBe('mix of meanDifference and pca');
    expect(mixVectors([{ vector: up, weight: 1 }], 'mine').name).toBe('mine');
    expect(scaleVector(up, 0.5).method).toBe('meanDifference, times 0.5');
    const none = { vector: vectorOf(), weight: 0 };
    expect(mixVectors([none, { vector: up, weight: 1 }, none]).name).toBe('0 French + concise + 0 French');
  });

  it.each<[string, () => unknown, string, string]>([
    ['no parts', () => mixVectors([]), 'bad_request', 'at least one'],
    ['a weight that is NaN', () => scaleVector(up, Number.NaN), 'bad_request', '"concise" is NaN'],
    [
      'parts of two models',
      () => addVectors(up, vectorOf({ modelId: 'n' })),
      'bad_request',
      'on m, "French" on n',
    ],
    [
      'parts of two sizes',
      () => addVectors(up, vectorOf({ hiddenSize: 1, direction: Float32Array.of(1) })),
      'shape_mismatch',
      '1 layers of size 2',
    ],
    ['a vector taken from itself', () => addVectors(up, negateVector(up)), 'direction_invalid', 'at layer 0'],
    ['only weights of 0', () => scaleVector(up, 0), 'direction_invalid', 'all weights are 0'],
  ])('refuses %s', (_, task, code, text) => {
    expect(task).toThrow(expect.objectContaining({ code, message: expect.stringContaining(text) }));
  });

  it('refuses what is left when any vector is taken from itself', () => {
    fc.assert(
      fc.property(
        states.chain((plain) => fitted(plain)),
        (vector) => {
          expect(() => addVectors(vector, negateVector(vector))).toThrow(
            expect.objectContaining({ code: 'direction_invalid' }),
          );
        },
      ),
    );
  });
});

describe('negateVector and scaleVector', () => {
  const any = states.chain((plain) => fitted(plain));

  it('do at a strength what the vector does at minus or a multiple of it, with add and setProjection', () => {
    fc.assert(
      fc.property(any, states, finite(2), weight, (vector, hidden, strength, factor) => {
        for (const [changed, same] of [
          [negateVector(vector), -strength],
          [scaleVector(vector, factor), factor * strength],
        ] as const) {
          for (const layer of [0, 1]) {
            const state = hidden.slice(0, SIZE);
            const set = (each: SteeringVector, s: number) =>
              setProjection(
                state,
                directionAt(each, layer),
                strengthToValue(each, layer, 'setProjection', s),
              );
            expectClose(stepOf(changed, layer, strength), stepOf(vector, layer, same), 3);
            expectClose(set(changed, strength), set(vector, same), 3);
          }
        }
      }),
    );
  });

  it('keep what describes the pairs, and come back', () => {
    fc.assert(
      fc.property(any, (vector) => {
        const back = negateVector(negateVector(vector));
        expectClose(back.direction, vector.direction, 6);
        expectClose(back.projectionNegative, vector.projectionNegative, 4);
        expectClose(back.projectionPositive, vector.projectionPositive, 4);
        for (const each of [back, scaleVector(vector, 3)]) {
          expect(each.spread).toEqual(vector.spread);
          expect(each.separation).toEqual(vector.separation);
          expect(each.pairConsistency).toEqual(vector.pairConsistency);
        }
      }),
    );
  });

  it('describe the pairs as a fit with their sides swapped does', () => {
    const positive = Float32Array.of(4, 1, 6, -1);
    const negative = Float32Array.of(1, 1, 0, 2);
    const vectorFrom = (a: Float32Array, b: Float32Array): SteeringVector => ({
      name: 'v',
      modelId: 'm',
      ...fitDirections(a, b, 1, 2),
    });
    const negated = negateVector(vectorFrom(positive, negative));
    const swapped = vectorFrom(negative, positive);
    expectClose(negated.direction, swapped.direction, 6);
    expectClose(negated.spread!, swapped.spread!, 6);
    expectClose(negated.separation!, swapped.separation!, 6);
    expectClose(negated.pairConsistency, swapped.pairConsistency, 6);
  });

  it('do not share memory with the vector', () => {
    const vector = vectorOf();
    const scaled = scaleVector(vector, 2);
    scaled.pairConsistency[0] = 9;
    scaled.spread![0] = 9;
    scaled.separation![0] = 9;
    expect(vector).toEqual(vectorOf());
  });

  it('are named after it', () => {
    expect(negateVector(up).name).toBe('not concise');
    expect(scaleVector(up, -0.5).name).toBe('-0.5 concise');
  });
});

function stepsSum(parts: readonly { vector: SteeringVector; weight: number }[], layer: number): number[] {
  return Array.from({ length: SIZE }, (_, i) =>
    parts.reduce((sum, { vector, weight: w }) => sum + w * stepOf(vector, layer)[i]!, 0),
  );
}
