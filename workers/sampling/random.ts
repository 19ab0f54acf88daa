/** The random numbers of sampling: the same for the same seed, on every machine. */
import { TillerError } from '../../src/core/errors.ts';

/**
 * SplitMix64: one addition and one mixing step a number. Its 64-bit arithmetic is slow here and called once a token.
 * Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014); constants from Vigna's
 * splitmix64.c.
 * @param seed a safe integer
 * @returns a function that draws uniformly from [0, 1), in steps of 2^-53
 * @throws TillerError `bad_request`
 */
export function seededRandom(seed: number): () => number {
  if (!Number.isSafeInteger(seed)) {
    throw new TillerError(
      'bad_request',
      `expected a whole number as seed, found ${seed}. Leave it out for seed 0.`,
      {
        found: seed,
      },
    );
  }
  const next = splitMix64(BigInt(seed));
  return () => Number(next() >> 11n) / 2 ** 53;
}

/** @returns a function that draws whole numbers from 0 to 2^64 - 1 */
export function splitMix64(seed: bigint): () => bigint {
  let state = BigInt.asUintN(64, seed);
  return () => {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let mixed = state;
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n);
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn);
    return mixed ^ (mixed >> 31n);
  };
}
