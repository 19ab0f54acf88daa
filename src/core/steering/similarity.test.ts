import { describe, expect, it } from 'vitest';
import { cosineMatrix, layerCosines } from './similarity.ts';
import type { SteeringVector } from './types.ts';

const vectorOf = (...direction: number[]): SteeringVector => ({
  name: 'v',
  modelId: 'm',
  method: 'pca',
  numLayers: direction.length / 2,
  hiddenSize: 2,
  direction: Float32Array.from(direction),
  meanDifferenceNorm: new Float32Array(direction.length / 2).fill(1),
  projectionPositive: new Float32Array(direction.length / 2).fill(1),
  projectionNegative: new Float32Array(direction.length / 2),
  pairConsistency: new Float32Array(direction.length / 2).fill(1),
});
const right = vectorOf(1, 0, 1, 0);
const slanted = vectorOf(0.6, 0.8, -1, 0);

describe('cosineMatrix', () => {
  it('has no rows for no vectors, and one 1 for one', () => {
    expect(cosineMatrix([], 0)).toEqual([]);
    expect(cosineMatrix([slanted], 0)).toEqual([[1]]);
  });

  it('is symmetric, with 1 on the diagonal', () => {
    const up = vectorOf(0, 1, 0, -1);
    const rounded = (layer: number) =>
      cosineMatrix([right, slanted, up], layer).map((row) => row.map((value) => Number(value.toFixed(6))));
    expect(rounded(0)).toEqual([
      [1, 0.6, 0],
      [0.6, 1, 0.8],
      [0, 0.8, 1],
    ]);
    expect(rounded(1)).toEqual([
      [1, -1, 0],
      [-1, 1, 0],
      [0, 0, 1],
    ]);
  });

  it('is NaN for a vector without direction at that layer', () => {
    expect(cosineMatrix([right, vectorOf(0, 0, 1, 0)], 0)).toEqual([
      [1, Number.NaN],
      [Number.NaN, Number.NaN],
    ]);
  });

  it('refuses other sizes and layers that are not there', () => {
    expect(() => cosineMatrix([right, vectorOf(1, 0)], 0)).toThrow(
      expect.objectContaining({ code: 'shape_mismatch' }),
    );
    expect(() => cosineMatrix([right], 2)).toThrow(expect.objectContaining({ code: 'layer_out_of_range' }));
  });
});

describe('layerCosines', () => {
  it('gives one cosine a layer', () => {
    const [first, second] = layerCosines(right, slanted);
    expect(first).toBeCloseTo(0.6, 6);
    expect(second).toBe(-1);
    expect(layerCosines(right, vectorOf(0, 0, 0, 1))).toEqual([Number.NaN, 0]);
  });

  it('refuses vectors of other sizes', () => {
    expect(() => layerCosines(right, vectorOf(1, 0))).toThrow(
      expect.objectContaining({ code: 'shape_mismatch' }),
    );
  });
});
