import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededNormal, seededRandom } from './random.ts';

/** Marsaglia's xor32 with shifts 13, 17, 5, in whole numbers cut to 32 bits: slow and plain. */
function* xorshift32(start: number): Generator<number> {
  const cut = (value: bigint) => BigInt.asUintN(32, value);
  let state = cut(BigInt(start));
  for (;;) {
    state ^= cut(state << 13n);
    state ^= state >> 17n;
    state ^= cut(state << 5n);
    yield Number(state);
  }
}

const take = <T>(count: number, from: Iterable<T>): T[] => {
  const taken: T[] = [];
  for (const value of from) {
    if (taken.push(value) === count) break;
  }
  return taken;
};
/** What a seed is mixed with before it becomes the first state; the first 16 numbers are not used. */
const MIXED_WITH = 0x9e3779b9;

describe('seededRandom', () => {
  it('has a reference that gives the numbers printed with the generator', () => {
    // "Xorshift RNGs" (2003), from the state 2463534242
    expect(take(3, xorshift32(2463534242))).toEqual([723471715, 2497366906, 2064144800]);
  });

  it('gives the numbers of the reference, in [0, 1), for every seed', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        fc.pre((seed ^ MIXED_WITH) !== 0);
        const random = seededRandom(seed);
        const expected = take(20, xorshift32(seed ^ MIXED_WITH)).slice(16);
        expect(expected.map(() => random())).toEqual(expected.map((value) => value / 2 ** 32));
      }),
    );
  });

  it('is not caught in the state 0, which would stay 0', () => {
    const random = seededRandom(MIXED_WITH);
    expect(new Set(Array.from({ length: 10 }, random)).size).toBe(10);
    expect(seededRandom(MIXED_WITH)()).toBe(take(17, xorshift32(1)).at(-1)! / 2 ** 32);
  });
});

describe('seededNormal', () => {
  it('turns two uniform numbers into a normal one, as Box and Muller wrote', () => {
    const from = (...values: number[]) => seededNormal(() => values.shift()!);
    const radius1 = 1 - Math.exp(-1 / 2);
    expect(from(radius1, 0)).toBeCloseTo(1, 12);
    expect(from(radius1, 0.5)).toBeCloseTo(-1, 12);
    expect(from(radius1, 0.25)).toBeCloseTo(0, 12);
    expect(from(1 - Math.exp(-2), 1 / 6)).toBeCloseTo(1, 12);
    expect(from(0, 0)).toBeCloseTo(0, 12);
  });

  it('has the mean, variance and tails of the standard normal distribution', () => {
    const random = seededRandom(11);
    const count = 40_000;
    const values = Array.from({ length: count }, () => seededNormal(random));
    const mean = (of: (value: number) => number) => values.reduce((sum, each) => sum + of(each), 0) / count;
    // five standard errors of each mean
    expect(Math.abs(mean((value) => value))).toBeLessThan(5 / Math.sqrt(count));
    expect(Math.abs(mean((value) => value ** 2) - 1)).toBeLessThan(5 * Math.sqrt(2 / count));
    expect(Math.abs(mean((value) => value ** 4) - 3)).toBeLessThan(5 * Math.sqrt(96 / count));
    expect(Math.abs(mean((value) => (Math.abs(value) < 1 ? 1 : 0)) - 0.6827)).toBeLessThan(0.012);
  });
});
