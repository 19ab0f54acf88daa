/** From hidden states captured with and without an instruction to one direction per layer and what is known about it. */
import { TillerError } from '../errors.ts';
import { measureAlong, moments } from './measure.ts';
import { project } from './operators.ts';
import { principalAxis } from './principalAxis.ts';
import type { SteeringVector } from './types.ts';

export const FIT_METHODS = ['meanDifference', 'pca'] as const;
export type FitMethod = (typeof FIT_METHODS)[number];

/** What a fit finds out; `name` and `modelId` are the caller's to add. */
export type FittedDirections = Required<Omit<SteeringVector, 'name' | 'modelId'>>;

/**
 * @param positive [pairs, numLayers, hiddenSize]: residPost at the last token of each prompt with the instruction
 * @param negative the same without it, pair by pair
 * @param method `meanDifference`: the mean of positive minus negative; `pca`: the first principal axis of the
 *   differences about the origin, signed so that the positive side projects higher
 * @throws TillerError `shape_mismatch` when the sizes do not fit, `bad_request` without pairs, `direction_invalid` when
 *   a state is not finite or both sides are the same at some layer
 */
export function fitDirections(
  positive: Float32Array,
  negative: Float32Array,
  numLayers: number,
  hiddenSize: number,
  method: FitMethod = 'meanDifference',
): FittedDirections {
  const pairs = countPairs(positive, negative, numLayers, hiddenSize);
  const perLayer = () => new Float32Array(numLayers);
  const fitted: FittedDirections = {
    method,
    numLayers,
    hiddenSize,
    direction: new Float32Array(numLayers * hiddenSize),
    meanDifferenceNorm: perLayer(),
    projectionPositive: perLayer(),
    projectionNegative: perLayer(),
    spread: perLayer(),
    pairConsistency: perLayer(),
    separation: perLayer(),
  };
  for (let layer = 0; layer < numLayers; layer++) {
    const stateAt = (states: Float32Array, pair: number) => {
      const start = (pair * numLayers + layer) * hiddenSize;
      return states.subarray(start, start + hiddenSize);
    };
    const differences = Array.from({ length: pairs }, (_, pair) =>
      subtract(stateAt(positive, pair), stateAt(negative, pair)),
    );
    const mean = average(differences);
    const norm = length(mean);
    if (!Number.isFinite(norm)) {
      throw new TillerError(
        'direction_invalid',
        `the captured states at layer ${layer} hold values that are not finite: capture the prompts again.`,
        { layer },
      );
    }
    if (norm === 0) {
      throw new TillerError(
        'direction_invalid',
        `the prompts with and without the instruction give the same hidden states at layer ${layer}: ` +
          'there is nothing to steer along. Use pairs that differ.',
        { layer },
      );
    }
    const axis = method === 'pca' ? principalAxis(differences) : mean;
    const sign = project(axis, mean) < 0 ? -1 : 1;
    const scale = sign / length(axis);
    const unit = axis.map((value) => value * scale);

    const sideOf = (states: Float32Array) =>
      Array.from({ length: pairs }, (_, pair) => stateAt(states, pair));
    const measured = measureAlong(unit, sideOf(positive), sideOf(negative));

    fitted.direction.set(unit, layer * hiddenSize);
    fitted.meanDifferenceNorm[layer] = norm;
    fitted.projectionPositive[layer] = measured.positive;
    fitted.projectionNegative[layer] = measured.negative;
    fitted.spread[layer] = measured.spread;
    fitted.separation[layer] = measured.separation;
    fitted.pairConsistency[layer] = moments(differences.map((each) => cosine(each, mean))).mean;
  }
  return fitted;
}

/** Cosine of the angle between two vectors; 0 when one of them is zero. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const lengths = length(a) * length(b);
  return lengths > 0 ? project(a, b) / lengths : 0;
}

function countPairs(
  positive: Float32Array,
  negative: Float32Array,
  numLayers: number,
  hiddenSize: number,
): number {
  const perPair = numLayers * hiddenSize;
  if (positive.length !== negative.length || positive.length % perPair !== 0) {
    throw new TillerError(
      'shape_mismatch',
      `captured states of ${positive.length} and ${negative.length} values: expected two arrays of the same ` +
        `whole number of pairs, ${perPair} values each ([pairs, ${numLayers}, ${hiddenSize}]).`,
    );
  }
  if (positive.length === 0) {
    throw new TillerError('bad_request', 'no contrast pairs: a direction needs at least one.');
  }
  return positive.length / perPair;
}

function subtract(a: Float32Array, b: Float32Array): Float64Array {
  const difference = Float64Array.from(a);
  for (let i = 0; i < b.length; i++) difference[i]! -= b[i]!;
  return difference;
}

function average(rows: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(rows[0]!.length);
  for (const row of rows) for (let i = 0; i < mean.length; i++) mean[i]! += row[i]! / rows.length;
  return mean;
}

function length(vector: ArrayLike<number>): number {
  return Math.sqrt(project(vector, vector));
}
