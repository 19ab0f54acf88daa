/** The parts beside the instructions: two vectors together, and two ways to steer away from a word. */
import type { GridCell } from '../../../src/core/evaluate/composition.ts';
import { exclusionVariants } from '../../../src/core/evaluate/composition.ts';
import type { EvaluationSummary } from '../../../src/core/evaluate/summary.ts';
import type { AppliedVector, SteeringSetting } from '../../../src/core/steering/setting.ts';
import type { SteeringVector } from '../../../src/core/steering/types.ts';
import { compositionGrid } from '../../../src/lab/composition.ts';
import { type CheckedInstruction, type Choice, chooseSetting, type Work } from './choose.ts';
import { onTest } from './instruction.ts';
import type { Task } from './plan.ts';
import { AWAY } from './settings.ts';

/** An instruction's vector at the setting that was found for it. */
export interface Tuned extends AppliedVector {
  instruction: CheckedInstruction;
}

export interface CompositionRecord {
  a: { id: string; title: string; setting: Omit<SteeringSetting, 'strength'> };
  b: { id: string; title: string; setting: Omit<SteeringSetting, 'strength'> };
  prompts: number;
  cells: GridCell[][];
}

/** Strengths beside the one found for each vector: off, half, all and half as much again. */
const FACTORS = [0.5, 1, 1.5] as const;

export async function replicateComposition(
  a: Tuned,
  b: Tuned,
  prompts: readonly string[],
  { lab, plan, decoding, signal, report }: Work,
): Promise<CompositionRecord> {
  const sideOf = ({ instruction, vector, setting: { strength, ...setting } }: Tuned) => ({
    vector,
    setting,
    check: instruction.check,
    strengths: [null, ...FACTORS.map((factor) => Math.round(factor * strength * 100) / 100)],
  });
  const used = prompts.slice(0, plan.compositionPrompts);
  const { cells } = await compositionGrid({ a: sideOf(a), b: sideOf(b), prompts: used, decoding }, lab, {
    signal,
    onUpdate: ({ done, total }) => report('composition', done, total),
  });
  const nameOf = ({ instruction: { id, title }, setting: { strength: _, ...setting } }: Tuned) => ({
    id,
    title,
    setting,
  });
  return { a: nameOf(a), b: nameOf(b), prompts: used.length, cells };
}

export interface ExclusionRecord extends Choice {
  /** of the vector that asks for the word, at negative strength */
  test: EvaluationSummary;
  testPrompts: number;
}

/** The vector that asks for the word, at negative strength; what the exclude vector does is its own instruction's part. */
export async function replicateExclusion(
  include: SteeringVector,
  exclude: Tuned,
  prompts: Task['prompts'],
  work: Work,
): Promise<ExclusionRecord> {
  const validation = prompts.validation.slice(0, work.plan.validationPrompts);
  const testPrompts = prompts.test.slice(0, work.plan.testPrompts);
  const choice = await chooseSetting(exclude.instruction, include, validation, AWAY, work);
  const { negative } = exclusionVariants({ vector: include, setting: choice.setting }, exclude);
  const { answers: _, ...test } = await onTest(
    'negative strength',
    exclude.instruction,
    testPrompts,
    [negative],
    work,
  );
  return { ...choice, test, testPrompts: testPrompts.length };
}
