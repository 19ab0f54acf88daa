/**
 * Strength: a number with a meaning across layers, vectors and operators. 0 is where plain prompts are, 1 is where
 * instructed prompts are, both measured as mean projections on the layer's direction.
 */
import { TillerError } from '../errors.ts';
import type { Operator, SteeringVector } from './types.ts';

/**
 * The raw number an intervention needs: `setProjection` gets the target negative + s (positive - negative), `add` the
 * coefficient s (positive - negative), `ablate` has no number and gets 0.
 * @throws TillerError `layer_out_of_range`
 */
export function strengthToValue(
  vector: SteeringVector,
  layer: number,
  operator: Operator,
  strength: number,
): number {
  const { positive, negative } = projectionsAt(vector, layer);
  const gap = positive - negative;
  if (operator === 'ablate') return 0;
  return operator === 'add' ? strength * gap : negative + strength * gap;
}

/**
 * The inverse of `strengthToValue`. Where the two mean projections are equal no strength can be told, and for `ablate`
 * there is none: both give 0.
 * @throws TillerError `layer_out_of_range`
 */
export function valueToStrength(
  vector: SteeringVector,
  layer: number,
  operator: Operator,
  value: number,
): number {
  const { positive, negative } = projectionsAt(vector, layer);
  const gap = positive - negative;
  if (operator === 'ablate' || gap === 0) return 0;
  return operator === 'add' ? value / gap : (value - negative) / gap;
}

/**
 * [hiddenSize], unit: a view of the vector's row for `layer`, not a copy.
 * @throws TillerError `layer_out_of_range`
 */
export function directionAt(vector: SteeringVector, layer: number): Float32Array {
  projectionsAt(vector, layer);
  return vector.direction.subarray(layer * vector.hiddenSize, (layer + 1) * vector.hiddenSize);
}

function projectionsAt(vector: SteeringVector, layer: number): { positive: number; negative: number } {
  const positive = vector.projectionPositive[layer];
  const negative = vector.projectionNegative[layer];
  if (positive === undefined || negative === undefined) {
    throw new TillerError(
      'layer_out_of_range',
      `layer ${layer} is out of range: the vector "${vector.name}" has layers 0 to ${vector.numLayers - 1}`,
      { layer, numLayers: vector.numLayers },
    );
  }
  return { positive, negative };
}
