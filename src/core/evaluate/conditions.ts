/** The conditions under which the same prompts are answered, and what the model is asked in each. */
import type { InstructionCheck } from '../pairs/instructions.ts';
import { withInstruction } from '../pairs/pairs.ts';
import type { AppliedVector } from '../steering/setting.ts';

/** In the order in which they are shown. */
export const CONDITIONS = ['plain', 'steered', 'words', 'wordsSteered'] as const;
export type Condition = (typeof CONDITIONS)[number];

/** What steering is compared with: each pair differs in nothing but the steering. */
export const COMPARISONS: readonly (readonly [base: Condition, steered: Condition])[] = [
  ['plain', 'steered'],
  ['words', 'wordsSteered'],
];

export interface EvaluationPrompt {
  /** without the instruction, where there is a form without it */
  text: string;
  /** the same request with its instruction, where the file has both; takes the place of a phrasing */
  inWords?: string;
  /** all must pass; takes the place of the evaluation's own checks, as in IFEval's files */
  checks?: readonly InstructionCheck[];
  /** of the file that it comes from */
  id?: string;
}

/**
 * The conditions that make sense for a set of prompts. Prompts that bring their own checks hold their instructions in
 * their own words, as IFEval's do: unless the file also has them without, there is no plain prompt then, and two
 * conditions are left.
 * @param phrasings the instruction in words; empty when there is none beside the prompts
 */
export function possibleConditions(
  prompts: readonly EvaluationPrompt[],
  phrasings: readonly string[],
): Condition[] {
  const haveBoth = prompts.length > 0 && prompts.every(({ inWords }) => inWords !== undefined);
  if (phrasings.length > 0 || haveBoth) return [...CONDITIONS];
  const bringInstructions = prompts.some(({ checks = [] }) => checks.length > 0);
  return CONDITIONS.filter((condition) => hasWords(condition) === bringInstructions);
}

export function isSteered(condition: Condition): boolean {
  return condition === 'steered' || condition === 'wordsSteered';
}

export function hasWords(condition: Condition): boolean {
  return condition === 'words' || condition === 'wordsSteered';
}

/** The user's turn for prompt number `index`: phrasings take turns, as in contrast pairs. */
export function askedText(
  condition: Condition,
  { text, inWords }: EvaluationPrompt,
  index: number,
  phrasings: readonly string[],
): string {
  if (!hasWords(condition)) return text;
  const [first, ...others] = phrasings;
  return (
    inWords ?? (first === undefined ? text : withInstruction({ phrasings: [first, ...others] }, text, index))
  );
}

/** What acts in a condition: all of the vectors or none. */
export function appliedIn(condition: Condition, applied: readonly AppliedVector[]): readonly AppliedVector[] {
  return isSteered(condition) ? applied : [];
}
