/** Two vectors together: which of the two instructions each answer follows, over a grid of strengths. */
import type { AppliedVector, SteeringSetting } from '../steering/setting.ts';
import type { SteeringVector } from '../steering/types.ts';
import type { JudgedAnswer } from './judged.ts';

/** Off is no strength: `setProjection` at 0 still moves every state to where plain prompts are. */
export type GridStrength = number | null;

export interface GridCell {
  strengthA: GridStrength;
  strengthB: GridStrength;
  answers: number;
  /** answers that pass loosely */
  passA: number;
  passB: number;
  bothPass: number;
  degenerate: number;
}

export interface GridVector {
  vector: SteeringVector;
  /** its strength is the grid's to choose */
  setting: Omit<SteeringSetting, 'strength'>;
}

/** What acts in a cell, in the order a, b; empty where both are off. */
export function appliedInCell(
  a: GridVector,
  b: GridVector,
  strengthA: GridStrength,
  strengthB: GridStrength,
): AppliedVector[] {
  const at = ({ vector, setting }: GridVector, strength: GridStrength): AppliedVector[] =>
    strength === null ? [] : [{ vector, setting: { ...setting, strength } }];
  return [...at(a, strengthA), ...at(b, strengthB)];
}

/** @param answers judged by two checks, a's first */
export function countCell(
  strengthA: GridStrength,
  strengthB: GridStrength,
  answers: readonly JudgedAnswer[],
): GridCell {
  const passes = (answer: JudgedAnswer, index: 0 | 1) => answer.results[index]?.loose === true;
  return {
    strengthA,
    strengthB,
    answers: answers.length,
    passA: answers.filter((answer) => passes(answer, 0)).length,
    passB: answers.filter((answer) => passes(answer, 1)).length,
    bothPass: answers.filter((answer) => passes(answer, 0) && passes(answer, 1)).length,
    degenerate: answers.filter(({ isDegenerate }) => isDegenerate).length,
  };
}

/**
 * The two ways to steer away from a word: the vector that asks for it at negative strength, and a vector made from
 * prompts that forbid it.
 */
export function exclusionVariants(
  include: AppliedVector,
  exclude: AppliedVector,
): { negative: AppliedVector; own: AppliedVector } {
  const { vector, setting } = include;
  return {
    negative: { vector, setting: { ...setting, strength: -Math.abs(setting.strength) } },
    own: exclude,
  };
}
