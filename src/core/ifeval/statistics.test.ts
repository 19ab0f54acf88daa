import { describe, expect, it } from 'vitest';
import { mcnemarPValue, mcnemarTest, share, wilsonInterval } from './statistics.ts';

describe('Wilson intervals', () => {
  // Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I, method 3.
  const PUBLISHED: [passed: number, total: number, low: number, high: number][] = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ];
  for (const [passed, total, low, high] of PUBLISHED) {
    it(`of ${passed} in ${total} are the published ones`, () => {
      const interval = wilsonInterval(passed, total);
      expect(interval[0]).toBeCloseTo(low, 4);
      expect(interval[1]).toBeCloseTo(high, 4);
    });
  }

  it('say nothing without cases and end at 1 when all pass', () => {
    expect(wilsonInterval(0, 0)).toEqual([0, 1]);
    expect(wilsonInterval(5, 5)[1]).toBe(1);
    expect(share(1, 2)).toMatchObject({ passed: 1, total: 2, value: 0.5 });
  });

  it('refuse what is no count', () => {
    for (const [passed, total] of [
      [2, 1],
      [-1, 1],
      [0.5, 1],
    ] as const) {
      expect(() => wilsonInterval(passed, total)).toThrowError(
        expect.objectContaining({ code: 'bad_request' }),
      );
    }
  });
});

describe("McNemar's exact test", () => {
  // Fagerland, Lydersen and Laake, "The McNemar test for binary matched-pairs data" (2013), both examples.
  it('gives the published p-values', () => {
    expect(mcnemarPValue(1, 7)).toBeCloseTo(0.0703, 4);
    expect(mcnemarPValue(6, 16)).toBeCloseTo(0.0525, 4);
  });

  it('gives the binomial tails of small counts exactly', () => {
    expect(mcnemarPValue(0, 0)).toBe(1);
    expect(mcnemarPValue(0, 1)).toBe(1);
    expect(mcnemarPValue(0, 5)).toBeCloseTo(2 / 32, 12);
    expect(mcnemarPValue(3, 3)).toBe(1);
  });

  it.each([
    [-1, 2],
    [2, 0.5],
    [Number.NaN, 1],
  ])('refuses %d and %d, which are no counts', (onlyFirst, onlySecond) => {
    expect(() => mcnemarPValue(onlyFirst, onlySecond)).toThrow(
      expect.objectContaining({ code: 'bad_request' }),
    );
  });

  it('is symmetric and stays finite for large counts', () => {
    expect(mcnemarPValue(900, 1100)).toBeCloseTo(mcnemarPValue(1100, 900), 15);
    expect(mcnemarPValue(0, 5000)).toBe(0);
    // Normal approximation with continuity correction: z = 199 / sqrt(2000).
    expect(mcnemarPValue(900, 1100)).toBeCloseTo(8.6e-6, 6);
  });

  it('counts the pairs that differ', () => {
    const result = mcnemarTest([true, true, false, false], [true, false, true, false]);
    expect(result).toEqual({ onlyFirst: 1, onlySecond: 1, pValue: 1 });
    expect(() => mcnemarTest([true], [])).toThrowError(expect.objectContaining({ code: 'shape_mismatch' }));
  });
});
