/** The line through the origin along which a set of vectors spreads most. */
import { project } from './operators.ts';
import { seededRandom } from './random.ts';

/** Power steps at most: enough for a second axis within 1 % of the first (0.99^2000 = 2e-9). */
const MAX_STEPS = 2000;
/** A step that turns the vector by less than this (squared length of the change) ends the search. */
const SMALLEST_TURN = 1e-24;

/**
 * The first eigenvector of the sum of outer products, found through the inner products [rows, rows], which are fewer
 * than [hiddenSize, hiddenSize]. Nothing is centred: for differences of contrast pairs the mean is the signal.
 * @param rows at least one, of equal length, not all zero
 * @returns [hiddenSize]; its length and sign mean nothing
 */
export function principalAxis(rows: readonly Float64Array[]): Float64Array {
  const gram = rows.map((a) => Float64Array.from(rows, (b) => project(a, b)));
  // A start near the mean, with a seeded offset so that no axis is exactly orthogonal to it.
  const random = seededRandom(1);
  let weights = unit(Float64Array.from(rows, () => 1 + 0.1 * random()));
  for (let step = 0; step < MAX_STEPS; step++) {
    const next = unit(Float64Array.from(gram, (row) => project(row, weights)));
    const turn = next.reduce((sum, value, i) => sum + (value - weights[i]!) ** 2, 0);
    weights = next;
    if (turn < SMALLEST_TURN) break;
  }
  const axis = new Float64Array(rows[0]!.length);
  rows.forEach((row, index) => {
    for (let i = 0; i < axis.length; i++) axis[i]! += weights[index]! * row[i]!;
  });
  return axis;
}

function unit(vector: Float64Array): Float64Array {
  const norm = Math.sqrt(project(vector, vector));
  return vector.map((value) => value / norm);
}
