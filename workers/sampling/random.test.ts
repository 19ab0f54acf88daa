import { describe, expect, it } from 'vitest';
import { seededRandom, splitMix64 } from './random.ts';

describe('the generator', () => {
  it('gives the reference values for seed 1234567', () => {
    // Source: Rosetta Code, "Pseudo-random numbers/Splitmix64", made with Vigna's splitmix64.c.
    const next = splitMix64(1234567n);
    expect([next(), next(), next(), next(), next()]).toEqual([
      6457827717110365317n,
      3203168211198807973n,
      9817491932198370423n,
      4593380528125082431n,
      16408922859458223821n,
    ]);
  });
});

describe('a seeded source of numbers', () => {
  const take = (seed: number, count: number) => Array.from({ length: count }, seededRandom(seed));

  it('gives the same numbers for the same seed, and others for the next', () => {
    expect(take(7, 5)).toEqual(take(7, 5));
    expect(take(7, 5)).not.toEqual(take(8, 5));
  });

  it('stays in [0, 1) and has the mean of the uniform distribution', () => {
    const numbers = take(0, 10_000);
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    // Standard error of the mean: sqrt(1/12 / 10,000) = 0.0029; four of them.
    expect(Math.abs(numbers.reduce((sum, number) => sum + number) / 10_000 - 0.5)).toBeLessThan(0.012);
  });

  it.each([0.5, Number.NaN, Infinity, 2 ** 60])('refuses the seed %d', (seed) => {
    expect(() => seededRandom(seed)).toThrow(expect.objectContaining({ code: 'bad_request' }));
  });
});
