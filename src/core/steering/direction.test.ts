import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cosine, FIT_METHODS, fitDirections } from './direction.ts';
import { project } from './operators.ts';
import { hiddenState } from './testing.ts';

const SIZE = 4;
const row = (vector: Float32Array, layer: number, size = SIZE) =>
  vector.subarray(layer * size, (layer + 1) * size);
const float32 = (...values: number[]) => Float32Array.from(values);

describe('fitDirections', () => {
  it('scales the difference of a single pair to length 1', () => {
    const fitted = fitDirections(float32(4, 4, 0, 0), float32(1, 0, 0, 0), 1, SIZE);
    expect([...fitted.direction]).toEqual([...float32(0.6, 0.8, 0, 0)]);
    expect(fitted.meanDifferenceNorm[0]).toBe(5);
    expect(fitted.projectionPositive[0]).toBeCloseTo(5.6, 6);
    expect(fitted.projectionNegative[0]).toBeCloseTo(0.6, 6);
    expect(fitted.pairConsistency[0]).toBeCloseTo(1, 6);
    expect([fitted.spread[0], fitted.separation[0]]).toEqual([0, 0]);
  });

  it('takes the mean over two pairs and reads [pairs, layers, hidden]', () => {
    // layer 0: differences (2,0) and (0,2); layer 1: (0,-4) twice
    const positive = float32(2, 0, 0, -4, 0, 2, 0, -4);
    const fitted = fitDirections(positive, new Float32Array(8), 2, 2);
    expect(fitted.direction[0]).toBeCloseTo(Math.SQRT1_2, 6);
    expect(fitted.direction[1]).toBeCloseTo(Math.SQRT1_2, 6);
    expect([...row(fitted.direction, 1, 2)]).toEqual([0, -1]);
    expect(fitted.meanDifferenceNorm[0]).toBeCloseTo(Math.SQRT2, 6);
    expect(fitted.meanDifferenceNorm[1]).toBe(4);
    expect(fitted.pairConsistency[0]).toBeCloseTo(Math.SQRT1_2, 6);
    expect(fitted.pairConsistency[1]).toBe(1);
  });

  it('measures separation in pooled standard deviations', () => {
    // projections on (1,0): positive 9 and 11, negative -1 and 1; unbiased variance 2 on both sides
    const fitted = fitDirections(float32(9, 0, 11, 0), float32(-1, 0, 1, 0), 1, 2);
    expect(fitted.spread[0]).toBeCloseTo(Math.SQRT2, 6);
    expect(fitted.separation[0]).toBeCloseTo(10 / Math.SQRT2, 5);
  });

  it('has rows of length 1 and a positive side that projects higher, by the gap of the means', () => {
    const states = fc.array(hiddenState(2 * SIZE), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(states, states, fc.constantFrom(...FIT_METHODS), (positive, negative, method) => {
        const up = Float32Array.from(positive.flat());
        const down = Float32Array.from(negative.flat());
        const meanGap = (layer: number) =>
          [0, 1, 2, 3].map((i) => {
            const at = (pair: number) => pair * 2 * SIZE + layer * SIZE + i;
            return [0, 1, 2].reduce((sum, pair) => sum + (up[at(pair)]! - down[at(pair)]!) / 3, 0);
          });
        // near-equal sides have no direction worth testing
        fc.pre([0, 1].every((layer) => Math.hypot(...meanGap(layer)) > 0.1));
        const fitted = fitDirections(up, down, 2, SIZE, method);
        for (const layer of [0, 1]) {
          const unit = row(fitted.direction, layer);
          const gap = fitted.projectionPositive[layer]! - fitted.projectionNegative[layer]!;
          expect(project(unit, unit)).toBeCloseTo(1, 5);
          expect(gap).toBeGreaterThanOrEqual(-1e-5);
          // float32 storage of values up to 30
          expect(gap).toBeCloseTo(project(unit, meanGap(layer)), 4);
          if (method === 'meanDifference') expect(gap).toBeCloseTo(fitted.meanDifferenceNorm[layer]!, 4);
        }
      }),
    );
  });

  it('finds by PCA the axis along which differences are largest, not their mean', () => {
    // three differences along (1,0), one long one along (0,1)
    const positive = float32(1, 0, 1, 0, 1, 0, 0, 10);
    const negative = new Float32Array(8);
    expect([...fitDirections(positive, negative, 1, 2, 'pca').direction].map(Math.abs)).toEqual([
      expect.closeTo(0, 5),
      expect.closeTo(1, 5),
    ]);
  });

  it('signs the PCA axis towards the positive side, also when most of the variance is negative', () => {
    const forwards = fitDirections(float32(3, 1, 5, -1), new Float32Array(4), 1, 2, 'pca');
    const backwards = fitDirections(new Float32Array(4), float32(3, 1, 5, -1), 1, 2, 'pca');
    expect(forwards.projectionPositive[0]!).toBeGreaterThan(forwards.projectionNegative[0]!);
    expect(backwards.projectionPositive[0]!).toBeGreaterThan(backwards.projectionNegative[0]!);
    expect(cosine(forwards.direction, backwards.direction)).toBeCloseTo(-1, 6);
  });

  it('signs the PCA axis by the mean also where the pairs all but cancel', () => {
    for (const pairs of [float32(2, 0, -2.01, 0), float32(-2.01, 0, 2, 0)]) {
      const fitted = fitDirections(pairs, new Float32Array(4), 1, 2, 'pca');
      expect([...fitted.direction]).toEqual([-1, expect.closeTo(0, 6)]);
      expect(fitted.projectionPositive[0]! - fitted.projectionNegative[0]!).toBeCloseTo(0.005, 5);
    }
  });

  it('recovers a known direction from noisy states with both methods', () => {
    const size = 32;
    const known = Array.from({ length: size }, (_, i) => Math.sin(i + 1));
    const noise = (seed: number) => (Math.sin(seed * 12.9898) * 43758.5453) % 1;
    const pairs = 40;
    const negative = Float32Array.from({ length: pairs * size }, (_, i) => noise(i + 1));
    const positive = negative.map(
      (value, i) => value + (2 + noise(i + 9999) / 4) * known[i % size]! + noise(i + 77777) / 4,
    );
    for (const method of FIT_METHODS) {
      const fitted = fitDirections(positive, negative, 1, size, method);
      expect(cosine(fitted.direction, known)).toBeGreaterThan(0.99);
    }
  });

  it('keeps a small difference on top of a large common part (float64 sums)', () => {
    const negative = float32(1e4, 1e4, 1e4, 1e4);
    const positive = float32(1e4, 1e4 + 1 / 64, 1e4, 1e4);
    expect([...fitDirections(positive, negative, 1, SIZE).direction]).toEqual([0, 1, 0, 0]);
  });

  it('rejects sides of different size, broken shapes and no pairs', () => {
    const four = new Float32Array(4).fill(1);
    expect(() => fitDirections(four, new Float32Array(8), 1, SIZE)).toThrow(
      expect.objectContaining({ code: 'shape_mismatch' }),
    );
    expect(() => fitDirections(four, new Float32Array(4), 1, 3)).toThrow(
      expect.objectContaining({ code: 'shape_mismatch' }),
    );
    expect(() => fitDirections(new Float32Array(), new Float32Array(), 1, SIZE)).toThrow(
      expect.objectContaining({ code: 'bad_request', message: expect.stringContaining('at least one') }),
    );
  });

  it('rejects pairs that do not differ, naming the layer', () => {
    const positive = float32(1, 0, 0, 0, 1, 1, 1, 1);
    const negative = float32(0, 0, 0, 0, 1, 1, 1, 1);
    expect(() => fitDirections(positive, negative, 2, SIZE)).toThrow(
      expect.objectContaining({
        code: 'direction_invalid',
        message: expect.stringContaining('layer 1'),
        details: { layer: 1 },
      }),
    );
  });

  it('rejects states that are not finite', () => {
    const positive = float32(1, Number.NaN, 0, 0);
    expect(() => fitDirections(positive, new Float32Array(4), 1, SIZE)).toThrow(
      expect.objectContaining({
        code: 'direction_invalid',
        message: expect.stringContaining('not finite'),
        details: { layer: 0 },
      }),
    );
  });

  // Source: models/SmolLM2-135M-Instruct/golden.json, PyTorch float32; states are not recorded, so a state that has
  // exactly the recorded projections and direction stands in for each side.
  it('gives back the norms and projections recorded for the embedded model', () => {
    const path = new URL('../../../models/SmolLM2-135M-Instruct/golden.json', import.meta.url);
    const golden: {
      vectors: Record<
        string,
        Record<'meanDifferenceNorm' | 'projectionPositive' | 'projectionNegative', number[]> & {
          direction: Record<string, number[]>;
        }
      >;
    } = JSON.parse(readFileSync(path, 'utf8'));
    for (const recorded of Object.values(golden.vectors)) {
      for (const [layer, direction] of Object.entries(recorded.direction)) {
        const scaled = (by: number) => Float32Array.from(direction, (value) => value * by);
        const positive = recorded.projectionPositive[Number(layer)]!;
        const negative = recorded.projectionNegative[Number(layer)]!;
        const fitted = fitDirections(scaled(positive), scaled(negative), 1, direction.length);
        expect(cosine(fitted.direction, direction)).toBeGreaterThan(0.999999);
        // the recorded gap and the recorded norm are one number, by two routes
        expect(fitted.meanDifferenceNorm[0]).toBeCloseTo(recorded.meanDifferenceNorm[Number(layer)]!, 3);
        expect(fitted.projectionPositive[0]).toBeCloseTo(positive, 3);
      }
    }
  });
});

it('the ways to fit have the names that files and links carry', () => {
  expect(FIT_METHODS).toEqual(['meanDifference', 'pca']);
});

it('the cosine with a vector of zeros is 0', () => {
  expect([cosine([0, 0], [1, 0]), cosine([1, 0], [0, 0])]).toEqual([0, 0]);
});
