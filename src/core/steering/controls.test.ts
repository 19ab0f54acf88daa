import { describe, expect, it } from 'vitest';
import { flippedControl, randomControl, shuffledPairs } from './controls.ts';
import { cosine } from './direction.ts';
import { project } from './operators.ts';
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
