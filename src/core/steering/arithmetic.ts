/**
 * Arithmetic of vectors: add, negate, scale, mix.
 *
 * A vector stands, at each layer, for the step that `add` takes at strength 1: g u, with u its direction and g the gap
 * between its mean projections (for a mean difference g is that difference's length). Arithmetic is done on these steps,
 * so that the result at strength 1 takes the mixed step r = sum of w_i g_i u_i: what adding the parts one after the other
 * does. Its direction is r / |r|, its gap and meanDifferenceNorm are |r|.
 *
 * Where plain prompts lie along the new direction follows from where they lie along the old ones, because the new one is
 * made of them: with p the mean state of plain prompts, p.r = sum of w_i g_i (p.u_i), and p.u_i is projectionNegative of
 * part i. So projectionNegative = sum of w_i g_i negative_i / |r|: exact when all parts were measured on the same plain
 * prompts, else an estimate. projectionPositive is defined as projectionNegative + |r|: where plain prompts would lie after
 * the step, which is what strength 1 says. No prompts were measured there; what parts of an instruction do together need
 * not be the sum of what they do alone.
 *
 * spread, separation and pairConsistency describe the contrast pairs along a line. A single part keeps its line, and so
 * these numbers: negating it swaps the sides of its pairs, which changes none of them. Along a line between several parts
 * they would need the pairs themselves: unknown.
 */
import { TillerError } from '../errors.ts';
import { project } from './operators.ts';
import { directionAt, strengthToValue } from './strength.ts';
import type { SteeringVector } from './types.ts';

export interface WeightedVector {
  vector: SteeringVector;
  weight: number;
}

/**
 * Parts of about 1 that cancel leave float32 rounding of some 1e-7; a direction made of that would point anywhere. Real
 * differences of vectors are far above.
 */
const CANCELLED = 1e-5;

/** @throws as `mixVectors` */
export function addVectors(a: SteeringVector, b: SteeringVector): SteeringVector {
  return mixVectors([
    { vector: a, weight: 1 },
    { vector: b, weight: 1 },
  ]);
}

/** The way back: strength s of the result does what strength -s of the vector does. */
export function negateVector(vector: SteeringVector): SteeringVector {
  return { ...mixVectors([{ vector, weight: -1 }]), name: `not ${vector.name}` };
}

/**
 * Strength 1 of the result is strength `factor` of the vector.
 * @throws TillerError `direction_invalid` for 0, `bad_request` for what is not finite
 */
export function scaleVector(vector: SteeringVector, factor: number): SteeringVector {
  return mixVectors([{ vector, weight: factor }]);
}

/**
 * The vector whose strength 1 is each part at its weight, all together. A layer at which no part has a direction has none.
 * @param parts at least one; of one model and of the same sizes
 * @param name default: the weights and names, for example `French + 0.5 concise`
 * @throws TillerError `bad_request` without parts, for a weight that is not finite or parts of different models,
 *   `shape_mismatch` for parts of different sizes, `direction_invalid` where the parts cancel each other out
 */
export function mixVectors(parts: readonly WeightedVector[], name = mixName(parts)): SteeringVector {
  const first = checkParts(parts);
  const { numLayers, hiddenSize } = first;
  const active = parts.filter(({ weight }) => weight !== 0);
  const mixed: SteeringVector = {
    name,
    modelId: parts.find(({ vector }) => vector.modelId !== '')?.vector.modelId ?? '',
    method: methodOf(parts),
    numLayers,
    hiddenSize,
    direction: new Float32Array(numLayers * hiddenSize),
    meanDifferenceNorm: new Float32Array(numLayers),
    projectionPositive: new Float32Array(numLayers),
    projectionNegative: new Float32Array(numLayers),
    pairConsistency: new Float32Array(numLayers).fill(Number.NaN),
    ...keptMeasures(active),
  };
  for (let layer = 0; layer < numLayers; layer++) {
    const step = mixStep(active, layer, hiddenSize);
    if (step === null) continue;
    if (step.length <= CANCELLED * step.pathLength) {
      throw new TillerError(
        'direction_invalid',
        `the parts cancel each other out at layer ${layer}: nothing is left to steer along. Use other weights.`,
        { layer },
      );
    }
    const negative = step.plainSum / step.length;
    mixed.direction.set(
      step.values.map((value) => value / step.length),
      layer * hiddenSize,
    );
    mixed.meanDifferenceNorm[layer] = step.length;
    mixed.projectionNegative[layer] = negative;
    mixed.projectionPositive[layer] = negative + step.length;
  }
  if (mixed.meanDifferenceNorm.every((norm) => norm === 0)) {
    throw new TillerError(
      'direction_invalid',
      'all weights are 0: nothing is left to steer along. Give at least one vector a weight.',
    );
  }
  return mixed;
}

interface Step {
  /** r [hiddenSize] */
  values: Float64Array;
  /** |r| */
  length: number;
  /** sum of |w_i g_i|: what the length would be without cancelling */
  pathLength: number;
  /** sum of w_i g_i negative_i */
  plainSum: number;
}

/** null where no part has a direction with a gap */
function mixStep(parts: readonly WeightedVector[], layer: number, hiddenSize: number): Step | null {
  const values = new Float64Array(hiddenSize);
  let pathLength = 0;
  let plainSum = 0;
  for (const { vector, weight } of parts) {
    const row = directionAt(vector, layer);
    const coefficient = weight * strengthToValue(vector, layer, 'add', 1);
    if (coefficient === 0 || row.every((value) => value === 0)) continue;
    for (let i = 0; i < hiddenSize; i++) values[i]! += coefficient * row[i]!;
    pathLength += Math.abs(coefficient);
    plainSum += coefficient * vector.projectionNegative[layer]!;
  }
  if (pathLength === 0) return null;
  return { values, length: Math.sqrt(project(values, values)), pathLength, plainSum };
}

function keptMeasures(parts: readonly WeightedVector[]): Partial<SteeringVector> {
  if (parts.length !== 1) return {};
  const { pairConsistency, spread, separation } = parts[0]!.vector;
  return {
    pairConsistency: pairConsistency.slice(),
    ...(spread ? { spread: spread.slice() } : {}),
    ...(separation ? { separation: separation.slice() } : {}),
  };
}

function checkParts(parts: readonly WeightedVector[]): SteeringVector {
  const first = parts[0]?.vector;
  if (!first) throw new TillerError('bad_request', 'there are no vectors to mix: choose at least one.');
  for (const { vector, weight } of parts) {
    if (!Number.isFinite(weight)) {
      throw new TillerError(
        'bad_request',
        `the weight of "${vector.name}" is ${weight}: give a finite number.`,
      );
    }
    checkSameShape(first, vector);
    const models = new Set([first.modelId, vector.modelId].filter((id) => id !== ''));
    if (models.size > 1) {
      throw new TillerError(
        'bad_request',
        `"${first.name}" was made on ${first.modelId}, "${vector.name}" on ${vector.modelId}: directions of different ` +
          'models do not mean the same. Mix vectors of one model.',
      );
    }
  }
  return first;
}

/** @throws TillerError `shape_mismatch` unless both have the same layers and hidden size */
export function checkSameShape(a: SteeringVector, b: SteeringVector): void {
  if (a.numLayers === b.numLayers && a.hiddenSize === b.hiddenSize) return;
  throw new TillerError(
    'shape_mismatch',
    `"${a.name}" has ${a.numLayers} layers of size ${a.hiddenSize}, "${b.name}" ${b.numLayers} of size ` +
      `${b.hiddenSize}: use vectors of the same model.`,
  );
}

function mixName(parts: readonly WeightedVector[]): string {
  return parts
    .map(({ vector, weight }, index) => {
      const sign = weight < 0 ? '-' : '+';
      const lead = index === 0 ? (weight < 0 ? '-' : '') : ` ${sign} `;
      const factor = Math.abs(weight) === 1 ? '' : `${Number(Math.abs(weight).toPrecision(3))} `;
      return `${lead}${factor}${vector.name}`;
    })
    .join('');
}

/** How it was made, as far as one line says it. */
function methodOf(parts: readonly WeightedVector[]): string {
  const [only, ...others] = parts;
  if (only && others.length === 0) return `${only.vector.method}, times ${only.weight}`;
  const methods = [...new Set(parts.map(({ vector }) => vector.method))];
  return `mix of ${methods.join(' and ')}`;
}
