/** What a replication runs over: instructions, prompts and sizes. A change here means: run `npm run replicate` again. */
import { BASE_PROMPTS } from '../../../src/core/pairs/basePrompts.ts';
import { INSTRUCTIONS, type Instruction } from '../../../src/core/pairs/instructions.ts';
import { keywordInstruction } from '../../../src/core/pairs/keyword.ts';
import { lengthInstruction, sentenceInstruction } from '../../../src/core/pairs/length.ts';
import { SEA_PROMPTS } from './seaPrompts.ts';

export interface Plan {
  /** contrast pairs a vector is built from */
  pairs: number;
  /** settings are chosen on these, and reported on those */
  validationPrompts: number;
  testPrompts: number;
  maxNewTokens: number;
  /** test prompts whose answers the judge is asked about; each costs four conditions x some questions, one by one */
  qualityPrompts: number;
  compositionPrompts: number;
}

export const FULL: Plan = {
  pairs: 40,
  validationPrompts: 8,
  testPrompts: 20,
  maxNewTokens: 64,
  qualityPrompts: 1,
  compositionPrompts: 8,
};

/** Shows in a couple of minutes that everything runs; its numbers say little. */
export const QUICK: Plan = {
  pairs: 8,
  validationPrompts: 2,
  testPrompts: 4,
  maxNewTokens: 24,
  qualityPrompts: 1,
  compositionPrompts: 2,
};

/** An instruction with the prompts on which it shows. */
export interface Task {
  instruction: Instruction;
  prompts: { validation: readonly string[]; test: readonly string[] };
}

const EXCLUDED_WORD = 'ocean';

/** The vector that asks for the word, and the instruction that forbids it. */
export const INCLUDE_ID = 'keyword-ocean';
const EXCLUDE = keywordInstruction('exclude', [EXCLUDED_WORD]);
export const EXCLUDE_ID = EXCLUDE.id;

/** The paper's case: a format and a length. */
export const COMPOSED_IDS = ['highlights', 'concise'] as const;

export const TASKS: readonly Task[] = [
  ...INSTRUCTIONS,
  lengthInstruction('extremely-concise'),
  sentenceInstruction('at most', 2),
  EXCLUDE,
].map((instruction) => ({
  instruction,
  prompts: instruction === EXCLUDE ? SEA_PROMPTS : BASE_PROMPTS,
}));

/** What is measured beside the instructions; the first two go on from instructions' parts in the same folder. */
export const EXTRAS = ['composition', 'exclusion', 'judge'] as const;
export type Extra = (typeof EXTRAS)[number];

export const QUICK_PARTS: readonly string[] = [...COMPOSED_IDS, 'composition', 'judge'];
export const ALL_PARTS: readonly string[] = [...TASKS.map(({ instruction }) => instruction.id), ...EXTRAS];

/** The task of an instruction's id. */
export function taskOf(id: string): Task {
  const task = TASKS.find(({ instruction }) => instruction.id === id);
  if (!task) throw new Error(`there is no task "${id}"`);
  return task;
}
