/**
 * Control vectors: what a steering result has to beat to count. Each keeps the projections of the vector it stands beside,
 * so that strengths compare; `measuredOn` gives it its own.
 */
import { cosine } from './direction.ts';
import { measureAlong, moments } from './measure.ts';
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
    // a layer without direction stays without one
    if (vector.direction.subarray(start, start + vector.hiddenSize).every((value) => value === 0)) continue;
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

/**
 * The vector with the numbers that these states give along its own directions: what a control really separates.
 * @param positive [pairs, numLayers, hiddenSize], at least one pair, as for `fitDirections`
 * @param negative the same without the instruction
 * @returns pairConsistency is the mean cosine of each pair's difference with the direction
 */
export function measuredOn(
  vector: SteeringVector,
  positive: Float32Array,
  negative: Float32Array,
): Required<SteeringVector> {
  const { numLayers, hiddenSize, direction } = vector;
  const pairs = positive.length / (numLayers * hiddenSize);
  const perLayer = () => new Float32Array(numLayers);
  const projectionPositive = perLayer();
  const projectionNegative = perLayer();
  const spread = perLayer();
  const separation = perLayer();
  const pairConsistency = perLayer();
  for (let layer = 0; layer < numLayers; layer++) {
    const statesOf = (side: Float32Array) =>
      Array.from({ length: pairs }, (_, pair) => {
        const start = (pair * numLayers + layer) * hiddenSize;
        return side.subarray(start, start + hiddenSize);
      });
    const [instructed, plain] = [statesOf(positive), statesOf(negative)];
    const row = direction.subarray(layer * hiddenSize, (layer + 1) * hiddenSize);
    const measured = measureAlong(row, instructed, plain);
    projectionPositive[layer] = measured.positive;
    projectionNegative[layer] = measured.negative;
    spread[layer] = measured.spread;
    separation[layer] = measured.separation;
    const cosines = instructed.map((state, pair) =>
      cosine(
        state.map((value, i) => value - plain[pair]![i]!),
        row,
      ),
    );
    pairConsistency[layer] = moments(cosines).mean;
  }
  return { ...vector, projectionPositive, projectionNegative, spread, separation, pairConsistency };
}
