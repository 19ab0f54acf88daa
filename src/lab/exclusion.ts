/**
 * Two ways to leave something out, side by side on the same prompts: the vector that asks for it at negative strength,
 * and a vector made from prompts that forbid it. The unsteered answers are the same for both, and made once.
 */
import { exclusionVariants } from '../core/evaluate/composition.ts';
import type { InstructionCheck } from '../core/pairs/instructions.ts';
import type { AppliedVector } from '../core/steering/setting.ts';
import type { Decoding } from './answers.ts';
import { type EvaluationResult, type EvaluationUpdate, evaluation, type LabOptions } from './evaluation.ts';
import type { Lab } from './lab.ts';

export interface ExclusionInput {
  /** asks for what is to be left out; acts at minus its strength */
  include: AppliedVector;
  exclude: AppliedVector;
  /** passes what leaves it out */
  check: InstructionCheck;
  prompts: readonly string[];
  decoding: Decoding;
}

/** In the order in which they are evaluated. */
export const EXCLUSION_WAYS = ['negative', 'own'] as const;
export type ExclusionWay = (typeof EXCLUSION_WAYS)[number];

export interface ExclusionUpdate {
  way: ExclusionWay;
  update: EvaluationUpdate;
}

/** Each with the conditions `plain` and `steered`. */
export type ExclusionResult = Record<ExclusionWay, EvaluationResult>;

/** @throws TillerError as `evaluation` */
export async function exclusion(
  { include, exclude, check, prompts, decoding }: ExclusionInput,
  lab: Lab,
  { signal, onUpdate }: LabOptions<ExclusionUpdate> = {},
): Promise<ExclusionResult> {
  const variants = exclusionVariants(include, exclude);
  const evaluate = (way: ExclusionWay) =>
    evaluation(
      {
        prompts: prompts.map((text) => ({ text })),
        phrasings: [],
        checks: [check],
        applied: [variants[way]],
        decoding,
        conditions: ['plain', 'steered'],
      },
      lab,
      { signal, onUpdate: (update) => onUpdate?.({ way, update }) },
    );
  return { negative: await evaluate('negative'), own: await evaluate('own') };
}
