/** Building a vector from contrast pairs: how far it is, what came out, and the controls that it is held against. */
import type { VectorOrigin } from '../../core/files/vectorFile.ts';
import type { Instruction } from '../../core/pairs/instructions.ts';
import { flippedControl, measuredOn, randomControl, shuffledPairs } from '../../core/steering/controls.ts';
import { type FitMethod, fitDirections } from '../../core/steering/direction.ts';
import type { SteeringVector } from '../../core/steering/types.ts';
import type { SavedPair } from '../../storage/index.ts';

/** Both sides' hidden states, [pairs, numLayers, hiddenSize] each. */
export interface CapturedPairs {
  numLayers: number;
  hiddenSize: number;
  positive: Float32Array;
  negative: Float32Array;
}

/** `vector`: the one that was built; the others are what it has to stand out from. */
export type VectorRole = 'vector' | 'random' | 'flipped' | 'shuffled';

export interface Control {
  role: Exclude<VectorRole, 'vector'>;
  vector: SteeringVector;
}

export interface BuiltVector {
  vector: SteeringVector;
  /** null when the pairs were not made from one */
  instruction: Instruction | null;
  pairs: readonly SavedPair[];
  /** of the model that it was built on, as far as known */
  origin: VectorOrigin;
  /** null until asked for */
  controls: readonly Control[] | null;
  /** its id in the library, once saved */
  savedId: string | null;
  /** whether a reload keeps it, unsaved; `found`: one did, and the states that controls need are gone */
  keeping: 'none' | 'kept' | 'found';
}

export interface FitState {
  running: { done: number; total: number; startedAt: number; now: number } | null;
  built: BuiltVector | null;
  /** what failed last and what can be done, in words */
  problem: string | null;
}

export const INITIAL_FIT: FitState = { running: null, built: null, problem: null };

/** The same seed at every build: a control that changes by itself could be picked for how it looks. */
const CONTROL_SEED = 1;

export function fitCaptured(
  captured: CapturedPairs,
  method: FitMethod,
  name: string,
  modelId: string,
): Required<SteeringVector> {
  const { positive, negative, numLayers, hiddenSize } = captured;
  return { name, modelId, ...fitDirections(positive, negative, numLayers, hiddenSize, method) };
}

/**
 * The three controls, with the numbers that they really have on these pairs. `shuffled` is fitted anew on pairs of which
 * half have their sides swapped, and its numbers are those of that fit.
 */
export function fitControls(vector: SteeringVector, captured: CapturedPairs, method: FitMethod): Control[] {
  const { positive, negative, numLayers, hiddenSize } = captured;
  const size = numLayers * hiddenSize;
  const pairs = Array.from({ length: positive.length / size }, (_, pair) => ({
    positive: positive.subarray(pair * size, (pair + 1) * size),
    negative: negative.subarray(pair * size, (pair + 1) * size),
  }));
  const swapped = shuffledPairs(pairs, CONTROL_SEED);
  const sideOf = (side: 'positive' | 'negative') => {
    const states = new Float32Array(positive.length);
    for (const [pair, sides] of swapped.entries()) states.set(sides[side], pair * size);
    return states;
  };
  const shuffled = fitCaptured(
    { ...captured, positive: sideOf('positive'), negative: sideOf('negative') },
    method,
    `${vector.name} (shuffled)`,
    vector.modelId,
  );
  return [
    { role: 'random', vector: measuredOn(randomControl(vector, CONTROL_SEED), positive, negative) },
    { role: 'flipped', vector: measuredOn(flippedControl(vector), positive, negative) },
    { role: 'shuffled', vector: { ...shuffled, method: `${method}, shuffled pairs` } },
  ];
}

/** Seconds left; null until some prompts are read. */
export function fitRemaining({
  done,
  total,
  startedAt,
  now,
}: NonNullable<FitState['running']>): number | null {
  if (done === 0 || now <= startedAt) return null;
  return ((now - startedAt) / 1000) * ((total - done) / done);
}

/** Whether the table has other texts now than the vector was built on. */
export function isOutdated(built: BuiltVector, rows: readonly SavedPair[], method: FitMethod): boolean {
  const { pairs, vector } = built;
  if (vector.method !== method || pairs.length !== rows.length) return true;
  return rows.some((row, index) => {
    const pair = pairs[index];
    return row.positive !== pair?.positive || row.negative !== pair.negative;
  });
}
