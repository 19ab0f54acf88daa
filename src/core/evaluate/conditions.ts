/** The conditions under which the same prompts are answered, and what the model is asked in each. */
import type { InstructionCheck } from '../pairs/instructions.ts';
import { withInstruction } from '../pairs/pairs.ts';
import type { AppliedVector } from '../steering/setting.ts';

/** In the order in which they are shown. */
export const CONDITIONS = ['plain', 'steered', 'words', 'wordsSteered'] as const;
export type Condition = (typeof CONDITIONS)[number];

export const CONDITION_TITLES: Readonly<Record<Condition, string>> = {
  plain: 'Unsteered',
  steered: 'Steered',
  words: 'Instruction in words',
  wordsSteered: 'Instruction in words, steered',
};

/** What steering is compared with: each pair differs in nothing but the steering. */
export const COMPARISONS: readonly (readonly [base: Condition, steered: Condition])[] = [
  ['plain', 'steered'],
  ['words', 'wordsSteered'],
];

export interface EvaluationPrompt {
  text: string;
  /** all must pass; takes the place of the evaluation's own checks, as in IFEval's files */
  checks?: readonly InstructionCheck[];
  /** of the file that it comes from */
  id?: string;
}

/**
 * The conditions that a set of prompts allows.
 * @param phrasings the instruction in words; empty when the prompts hold their instructions themselves, as IFEval's do:
 *   then there is no plain prompt, and only `words` and `wordsSteered` are left
 */
export function possibleConditions(phrasings: readonly string[]): Condition[] {
  return CONDITIONS.filter((condition) => phrasings.length > 0 || hasWords(condition));
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
  prompt: string,
  index: number,
  phrasings: readonly string[],
): string {
  const [first, ...others] = phrasings;
  return hasWords(condition) && first !== undefined
    ? withInstruction({ phrasings: [first, ...others] }, prompt, index)
    : prompt;
}

/** What acts in a condition: all of the vectors or none. */
export function appliedIn(condition: Condition, applied: readonly AppliedVector[]): readonly AppliedVector[] {
  return isSteered(condition) ? applied : [];
}
