/** How alike the directions of vectors are. Numbers mean something for vectors of one model only. */
import { checkSameShape } from './arithmetic.ts';
import { cosine } from './direction.ts';
import { directionAt } from './strength.ts';
import type { SteeringVector } from './types.ts';

/**
 * @returns [vectors, vectors]: cosines of the directions at `layer`, 1 for each with itself; NaN for a vector that has no
 *   direction there. Empty for no vectors.
 * @throws TillerError `shape_mismatch` for vectors of different sizes, `layer_out_of_range`
 */
export function cosineMatrix(vectors: readonly SteeringVector[], layer: number): number[][] {
  for (const vector of vectors) checkSameShape(vectors[0]!, vector);
  const rows = vectors.map((vector) => directionAt(vector, layer));
  return rows.map((a, i) => rows.map((b, j) => (i === j ? cosineOf(a, a) && 1 : cosineOf(a, b))));
}

/**
 * @returns [numLayers]: cosine of the two directions at each layer; NaN where one has none
 * @throws TillerError `shape_mismatch` for vectors of different sizes
 */
export function layerCosines(a: SteeringVector, b: SteeringVector): number[] {
  checkSameShape(a, b);
  return Array.from({ length: a.numLayers }, (_, layer) =>
    cosineOf(directionAt(a, layer), directionAt(b, layer)),
  );
}

function cosineOf(a: Float32Array, b: Float32Array): number {
  const hasBoth = a.some((value) => value !== 0) && b.some((value) => value !== 0);
  return hasBoth ? cosine(a, b) : Number.NaN;
}
