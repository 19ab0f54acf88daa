/** The three ways to change a hidden state along a direction, one at a time, on plain arrays: the reference. */
import { TillerError } from '../errors.ts';
import type { Intervention } from './types.ts';
import { unitDirection } from './unit.ts';

/**
 * Moves every hidden state by `coefficient` along `direction`: h + c u. A coefficient of 0 changes no bit.
 * @param hidden row-major [seqLen, hiddenSize]; not changed
 * @param direction [hiddenSize], length 1
 * @returns a new array, same shape as `hidden`
 * @throws TillerError `shape_mismatch` when hidden.length is not a multiple of direction.length
 */
export function add(
  hidden: ArrayLike<number>,
  direction: ArrayLike<number>,
  coefficient: number,
): Float64Array {
  return mapStates(hidden, direction, () => coefficient);
}

/**
 * Moves every hidden state so that its projection on `direction` equals `targetProjection`: h + (p - h.u) u.
 * @param hidden row-major [seqLen, hiddenSize]; not changed
 * @param direction [hiddenSize], length 1
 * @returns a new array, same shape as `hidden`
 * @throws TillerError `shape_mismatch` when hidden.length is not a multiple of direction.length
 * Source: Stolfo et al., "Improving Instruction-Following in Language Models through Activation Steering"
 */
export function setProjection(
  hidden: ArrayLike<number>,
  direction: ArrayLike<number>,
  targetProjection: number,
): Float64Array {
  return mapStates(hidden, direction, (projection) => targetProjection - projection);
}

/**
 * Takes `direction` out of every hidden state: h - (h.u) u.
 * @param hidden row-major [seqLen, hiddenSize]; not changed
 * @param direction [hiddenSize], length 1
 * @returns a new array, same shape as `hidden`
 * @throws TillerError `shape_mismatch` when hidden.length is not a multiple of direction.length
 */
export function ablate(hidden: ArrayLike<number>, direction: ArrayLike<number>): Float64Array {
  return setProjection(hidden, direction, 0);
}

/**
 * Applies one intervention, direction normalised first; layer and scope are the caller's business.
 * @param hidden row-major [seqLen, hiddenSize]; not changed
 * @throws TillerError as `unitDirection`
 */
export function intervene(hidden: ArrayLike<number>, intervention: Intervention): Float64Array {
  const { direction, operator, value = 0 } = intervention;
  const unit = unitDirection(direction, direction.length);
  if (operator === 'add') return add(hidden, unit, value);
  return operator === 'setProjection' ? setProjection(hidden, unit, value) : ablate(hidden, unit);
}

/** h.u of one hidden state. */
export function project(hidden: ArrayLike<number>, direction: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < direction.length; i++) sum += hidden[i]! * direction[i]!;
  return sum;
}

/** h + c u for each state, with c chosen from its projection. */
function mapStates(
  hidden: ArrayLike<number>,
  direction: ArrayLike<number>,
  coefficientFor: (projection: number) => number,
): Float64Array {
  const hiddenSize = direction.length;
  if (hiddenSize === 0 || hidden.length % hiddenSize !== 0) {
    throw new TillerError(
      'shape_mismatch',
      `${hidden.length} values do not divide into hidden states of ${hiddenSize}: pass whole rows [seqLen, hiddenSize].`,
    );
  }
  const moved = Float64Array.from(hidden);
  for (let start = 0; start < moved.length; start += hiddenSize) {
    const state = moved.subarray(start, start + hiddenSize);
    const coefficient = coefficientFor(project(state, direction));
    if (coefficient === 0) continue;
    for (let i = 0; i < hiddenSize; i++) state[i]! += coefficient * direction[i]!;
  }
  return moved;
}
