/** Arithmetic as a form: which vectors, what is done with them, and the parts that this amounts to. */
import { mixVectors, type WeightedVector } from '../../core/steering/arithmetic.ts';
import type { SteeringVector } from '../../core/steering/types.ts';
import { errorSentence } from '../alert.ts';
import type { Range } from '../playground/settings.ts';

export const MIX_OPERATIONS = ['add', 'negate', 'scale', 'mix'] as const;
export type MixOperation = (typeof MIX_OPERATIONS)[number];

export interface MixPart {
  /** unlike any other part's */
  key: number;
  /** of a preset or a saved vector; empty: not chosen yet */
  id: string;
  weight: number;
}

export interface MixForm {
  operation: MixOperation;
  /** at least two, though some operations take one */
  parts: readonly MixPart[];
}

export const MIX_WEIGHT: Range = { min: -10, max: 10, step: 0.1 };
export const MAX_PARTS = 6;

export const INITIAL_MIX: MixForm = {
  operation: 'add',
  parts: [
    { key: 0, id: '', weight: 1 },
    { key: 1, id: '', weight: 1 },
  ],
};

export const takesOne = (operation: MixOperation): boolean => operation === 'negate' || operation === 'scale';
export const takesWeights = (operation: MixOperation): boolean =>
  operation === 'scale' || operation === 'mix';

/** The parts that the operation reads. */
export function partsInUse({ operation, parts }: MixForm): readonly MixPart[] {
  return takesOne(operation) ? parts.slice(0, 1) : parts;
}

export function withPart(form: MixForm, key: number, change: Partial<Omit<MixPart, 'key'>>): MixForm {
  return { ...form, parts: form.parts.map((part) => (part.key === key ? { ...part, ...change } : part)) };
}

export function withPartAdded(form: MixForm): MixForm {
  if (form.parts.length >= MAX_PARTS) return form;
  const key = Math.max(...form.parts.map((part) => part.key)) + 1;
  return { ...form, parts: [...form.parts, { key, id: '', weight: 1 }] };
}

export function withPartRemoved(form: MixForm, key: number): MixForm {
  return form.parts.length <= 2 ? form : { ...form, parts: form.parts.filter((part) => part.key !== key) };
}

/** Either a vector, or why there is none; both null while some part is not chosen or not read yet. */
export type MixResult =
  | { vector: SteeringVector; problem: null }
  | { vector: null; problem: string }
  | { vector: null; problem: null };

/** @param vectors by id, those that are read */
export function mixOf(form: MixForm, vectors: ReadonlyMap<string, SteeringVector>): MixResult {
  const parts: WeightedVector[] = [];
  for (const { id, weight } of partsInUse(form)) {
    const vector = vectors.get(id);
    if (!vector) return { vector: null, problem: null };
    parts.push({ vector, weight: weightOf(form.operation, weight) });
  }
  try {
    return { vector: mixVectors(parts), problem: null };
  } catch (error) {
    return { vector: null, problem: errorSentence(error) };
  }
}

function weightOf(operation: MixOperation, weight: number): number {
  if (operation === 'negate') return -1;
  return operation === 'add' ? 1 : weight;
}
