/** Control vectors: what a steering result has to beat to count. Each keeps the projections, so strengths compare. */
import { project } from './operators.ts';
import { seededNormal, seededRandom } from './random.ts';
import type { SteeringVector } from './types.ts';

/** A random unit direction per layer, evenly spread over the sphere; the same seed gives the same vector. */
export function randomControl(vector: SteeringVector, seed: number): SteeringVector {
  const random = seededRandom(seed);
  const direction = new Float32Array(vector.direction.length);
  for (let start = 0; start < direction.length; start += vector.hiddenSize) {
    const row = Float64Array.from({ length: vector.hiddenSize }, () => seededNormal(random));
    const norm = Math.sqrt(project(row, row));
    direction.set(
      row.map((value) => value / norm),
      start,
    );
  }
  return { ...vector, name: `${vector.name} (random)`, method: `random, seed ${seed}`, direction };
}

/** The opposite direction at every layer. */
export function flippedControl(vector: SteeringVector): SteeringVector {
  return {
    ...vector,
    name: `${vector.name} (flipped)`,
    method: `${vector.method}, flipped`,
    direction: vector.direction.map((value) => -value),
  };
}

/**
 * Swaps the two sides of half of the pairs (rounded down), so that the instruction averages out and only what pairs
 * have by chance is left. Pairs keep their order; the same seed swaps the same ones.
 */
export function shuffledPairs<P>(
  pairs: readonly { positive: P; negative: P }[],
  seed: number,
): { positive: P; negative: P }[] {
  const random = seededRandom(seed);
  const ranked = pairs.map((_, index) => ({ index, rank: random() })).sort((a, b) => a.rank - b.rank);
  const swapped = new Set(ranked.slice(0, Math.floor(pairs.length / 2)).map(({ index }) => index));
  return pairs.map(({ positive, negative }, index) =>
    swapped.has(index) ? { positive: negative, negative: positive } : { positive, negative },
  );
}
