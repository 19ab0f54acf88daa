import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureAlong, moments } from './measure.ts';
import { finite } from './testing.ts';

describe('moments', () => {
  it('of one value are that value and no variance', () => {
    expect(moments([-3])).toEqual({ mean: -3, variance: 0 });
  });

  it('are the mean, and half the mean square of all differences between two values', () => {
    fc.assert(
      fc.property(fc.array(finite(), { minLength: 2, maxLength: 9 }), (values) => {
        const pairs = values.flatMap((a, i) => values.slice(i + 1).map((b) => (a - b) ** 2));
        const { mean, variance } = moments(values);
        expect(mean * values.length).toBeCloseTo(
          values.reduce((sum, value) => sum + value),
          9,
        );
        expect(variance).toBeCloseTo(pairs.reduce((sum, value) => sum + value) / pairs.length / 2, 9);
      }),
    );
  });
});

describe('measureAlong', () => {
  it('pools the spread of both sides and measures their gap by it', () => {
    // 1 and 5 against -2 and 0 along the first axis: variances 8 and 2
    const measured = measureAlong(
      [1, 0],
      [
        [1, 9],
        [5, 9],
      ],
      [
        [-2, 0],
        [0, 0],
      ],
    );
    expect(measured).toEqual({
      positive: 3,
      negative: -1,
      spread: Math.sqrt(5),
      separation: 4 / Math.sqrt(5),
    });
  });

  it('has no separation where nothing is spread', () => {
    expect(measureAlong([1], [[3]], [[1]])).toEqual({ positive: 3, negative: 1, spread: 0, separation: 0 });
  });
});
