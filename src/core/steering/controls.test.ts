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

  it('points the flipped control the other way', () => {
    expect(cosine(flippedControl(vector).direction, vector.direction)).toBeCloseTo(-1, 6);
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

  it('finds no spread in a single pair', () => {
    const one = measuredOn(fitted, positive.slice(0, 2 * SIZE), negative.slice(0, 2 * SIZE));
    expect([...one.spread, ...one.separation]).toEqual([0, 0, 0, 0]);
  });
});
