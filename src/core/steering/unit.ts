/** Checks a direction and scales it to length 1: what every intervention and probe goes through on its way in. */
import { TillerError } from '../errors.ts';

/**
 * @param direction [hiddenSize], any length but zero
 * @param where names the direction in messages, for example `the direction at layer 12`
 * @returns a new array [hiddenSize], length 1 (float64)
 * @throws TillerError `shape_mismatch` for a wrong length, `direction_invalid` for zero or values that are not finite
 */
export function unitDirection(
  direction: ArrayLike<number>,
  hiddenSize: number,
  where = 'the direction',
): Float64Array {
  if (direction.length !== hiddenSize) {
    throw new TillerError(
      'shape_mismatch',
      `${where} has ${direction.length} values: this model needs ${hiddenSize}, its hidden size. ` +
        'Use a vector made with this model.',
      { expected: hiddenSize, found: direction.length },
    );
  }
  let largest = 0;
  for (let i = 0; i < hiddenSize; i++) {
    const value = direction[i]!;
    if (!Number.isFinite(value)) {
      throw new TillerError(
        'direction_invalid',
        `${where} has ${value} at position ${i}: every value must be a finite number. Build the vector again.`,
        { position: i },
      );
    }
    largest = Math.max(largest, Math.abs(value));
  }
  if (largest === 0) {
    throw new TillerError(
      'direction_invalid',
      `${where} is zero everywhere: it needs a length above zero to point somewhere. Build the vector again.`,
    );
  }
  // Dividing by the largest value first keeps the squares of very large and very small directions in range.
  const unit = Float64Array.from({ length: hiddenSize }, (_, i) => direction[i]! / largest);
  let squares = 0;
  for (const value of unit) squares += value * value;
  const norm = Math.sqrt(squares);
  for (let i = 0; i < hiddenSize; i++) unit[i]! /= norm;
  return unit;
}
