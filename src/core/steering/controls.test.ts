import { describe, expect, it } from 'vitest';
import { flippedControl, measuredOn, randomControl, shuffledPairs } from './controls.ts';
import { cosine, fitDirections } from './direction.ts';
import { project } from './operators.ts';
import { seededNormal, seededRandom } from './random.ts';
import type { SteeringVector } from './types.ts';

const SIZE = 200;
const vector: SteeringVector = {
  name: 'test',
  modelId: 'none',
  method: 'meanDifference',
  numLayers: 2,
  hiddenSize: SIZE,
  direction: Float32Array.from({ length: 2 * SIZE }, (_, i) => (i % SIZE === 0 ? 1 : 0)),
  meanDifferenceNorm: Float32Array.of(4, 5),
  projectionPositive: Float32Array.of(6, 1),
  projectionNegative: Float32Array.of(2, 0),
  pairConsistency: Float32Array.of(1, 1),
};
const rowOf = ({ direction }: SteeringVector, layer: number) =>
  direction.subarray(layer * SIZE, (layer + 1) * SIZE);

describe('controls', () => {
  it('draws random unit rows that repeat with the seed and keep the projections', () => {
    const control = randomControl(vector, 7);
    for (const layer of [0, 1]) {
      expect(project(rowOf(control, layer), rowOf(control, layer))).toBeCloseTo(1, 5);
      // 1 / sqrt(200) = 0.07 is the typical cosine of two random directions; five times that never happens
      expect(Math.abs(cosine(rowOf(control, layer), rowOf(vector, layer)))).toBeLessThan(0.35);
    }
    expect(Math.abs(cosine(rowOf(control, 0), rowOf(control, 1)))).toBeLessThan(0.35);
    expect(randomControl(vector, 7).direction).toEqual(control.direction);
    expect(Math.abs(cosine(randomControl(vector, 8).direction, control.direction))).toBeLessThan(0.35);
    expect(control.projectionPositive).toEqual(vector.projectionPositive);
  });

  it('draws no row for a layer that has no direction, and the others as if it had', () => {
    const gap = { ...vector, direction: vector.direction.slice().fill(0, 0, SIZE) };
    const control = randomControl(gap, 7);
    expect(rowOf(control, 0).every((value) => value === 0)).toBe(true);
    expect(rowOf(control, 1)).toEqual(rowOf(randomControl(vector, 7), 1));
  });

  it('points the flipped control the other way', () => {
    expect(cosine(flippedControl(vector).direction, vector.direction)).toBeCloseTo(-1, 6);
  });

  it('names controls after the vector beside which they stand', () => {
    expect(randomControl(vector, 7)).toMatchObject({ name: 'test (random)', method: 'random, seed 7' });
    expect(flippedControl(vector)).toMatchObject({
      name: 'test (flipped)',
      method: 'meanDifference, flipped',
      meanDifferenceNorm: vector.meanDifferenceNorm,
    });
  });

  it('swaps each pair as often as any other', () => {
    const pairs = Array.from({ length: 8 }, () => ({ positive: '+', negative: '-' }));
    const seeds = 400;
    const swapped = new Array(8).fill(0);
    for (let seed = 0; seed < seeds; seed++) {
      for (const [index, { positive }] of shuffledPairs(pairs, seed).entries()) {
        if (positive === '-') swapped[index] += 1;
      }
    }
    // five standard deviations of 400 fair tosses
    for (const count of swapped) expect(Math.abs(count - seeds / 2)).toBeLessThan(5 * Math.sqrt(seeds / 4));
  });

  it('swaps exactly half of the pairs and keeps their order', () => {
    const pairs = Array.from({ length: 9 }, (_, i) => ({ positive: `+${i}`, negative: `-${i}` }));
    const shuffled = shuffledPairs(pairs, 3);
    expect(shuffled.filter(({ positive }) => positive.startsWith('-'))).toHaveLength(4);
    expect(shuffled.map(({ positive }) => Number(positive.slice(1)))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(shuffledPairs(pairs, 3)).toEqual(shuffled);
    expect(shuffledPairs(pairs, 4)).not.toEqual(shuffled);
    expect(shuffledPairs([], 3)).toEqual([]);
  });
});

describe('measuredOn', () => {
  const PAIRS = 12;
  const random = seededRandom(5);
  const noise = () => Float32Array.from({ length: PAIRS * 2 * SIZE }, () => seededNormal(random));
  const negative = noise();
  // the instruction moves every state by 3 along the first axis
  const positive = noise().map((value, i) => value + (i % SIZE === 0 ? 3 : 0));
  const fitted = { name: 'test', modelId: 'none', ...fitDirections(positive, negative, 2, SIZE) };

  it('gives a fitted vector the numbers it was fitted with', () => {
    const measured = measuredOn(fitted, positive, negative);
    for (const field of ['projectionPositive', 'projectionNegative', 'spread', 'separation'] as const) {
      // the directions were rounded to float32 in between
      for (const layer of [0, 1]) expect(measured[field][layer]).toBeCloseTo(fitted[field][layer]!, 4);
    }
    expect(measured.pairConsistency[0]).toBeCloseTo(fitted.pairConsistency[0]!, 4);
  });

  it('turns the sign for the flipped control and finds little along a random one', () => {
    const flipped = measuredOn(flippedControl(fitted), positive, negative);
    expect(flipped.separation[0]).toBeCloseTo(-fitted.separation[0]!, 4);
    const drawn = measuredOn(randomControl(fitted, 1), positive, negative);
    // two means of 12 values differ by 0.4 spreads by chance; five times that never happens
    expect(Math.abs(drawn.separation[0]!)).toBeLessThan(2);
    expect(Math.abs(drawn.pairConsistency[0]!)).toBeLessThan(fitted.pairConsistency[0]! / 2);
  });

  it('gives at each layer what the definitions give, term by term', () => {
    const small = { ...vector, hiddenSize: 2, direction: Float32Array.of(1, 0, 0.6, 0.8) };
    // two pairs, two layers, two numbers
    const up = Float32Array.of(3, 1, 5, 10, 7, 2, 5, 0);
    const down = Float32Array.of(1, 1, 0, 0, 2, -3, 5, 5);
    const measured = measuredOn(small, up, down);
    const close = (...values: number[]) => values.map((value) => expect.closeTo(value, 5));
    // layer 0 reads 3 and 7 against 1 and 2; layer 1 reads 11 and 3 against 0 and 7
    expect([...measured.projectionPositive]).toEqual(close(5, 7));
    expect([...measured.projectionNegative]).toEqual(close(1.5, 3.5));
    const spreads = [Math.sqrt((8 + 0.5) / 2), Math.sqrt((32 + 24.5) / 2)];
    expect([...measured.spread]).toEqual(close(...spreads));
    expect([...measured.separation]).toEqual(close(3.5 / spreads[0]!, 3.5 / spreads[1]!));
    // differences (2, 0) and (5, 5); (5, 10) and (0, -5)
    expect([...measured.pairConsistency]).toEqual(
      close((1 + Math.SQRT1_2) / 2, (11 / Math.hypot(5, 10) - 0.8) / 2),
    );
  });

  it('finds no spread in a single pair', () => {
    const one = measuredOn(fitted, positive.slice(0, 2 * SIZE), negative.slice(0, 2 * SIZE));
    expect([...one.spread, ...one.separation]).toEqual([0, 0, 0, 0]);
  });
});
