/** Instructions about length: five levels from extremely concise to extremely verbose, and counts of sentences. */
import { TillerError } from '../errors.ts';
import type { Instruction, InstructionCheck } from './instructions.ts';
import { inWords } from './numbers.ts';

export type Relation = 'less than' | 'at least';
export type LengthLevel = 'extremely-concise' | 'concise' | 'moderate' | 'verbose' | 'extremely-verbose';

interface Level {
  title: string;
  /**
   * The number of words that this project takes the level for; IFEval has no levels. 30 is the limit of the preset
   * "concise"; the other numbers keep the five apart. Null: a band between two numbers, which no check can state.
   */
  words: { relation: Relation; count: number } | null;
  phrasings: readonly [string, ...string[]];
}

export const LENGTH_LEVELS: Readonly<Record<LengthLevel, Level>> = {
  'extremely-concise': {
    title: 'Level 1 of 5: extremely concise',
    words: { relation: 'less than', count: 15 },
    phrasings: [
      'Be extremely concise.',
      'Answer in as few words as possible.',
      'Give the shortest answer that still makes sense.',
      'A handful of words is all I want.',
      'Reduce your answer to its bare minimum.',
    ],
  },
  concise: {
    title: 'Level 2 of 5: concise',
    words: { relation: 'less than', count: 30 },
    phrasings: [
      'Be concise.',
      'Give a short answer.',
      'Keep your answer brief and to the point.',
      'Say only what is necessary.',
      'I have little time, so keep it short.',
    ],
  },
  moderate: {
    title: 'Level 3 of 5: medium length',
    words: null,
    phrasings: [
      'Give an answer of medium length.',
      'Make your answer neither short nor long.',
      'A paragraph of ordinary length will do.',
      'Answer with a moderate amount of detail.',
      'Keep a middle course between brief and exhaustive.',
    ],
  },
  verbose: {
    title: 'Level 4 of 5: verbose',
    words: { relation: 'at least', count: 100 },
    phrasings: [
      'Be verbose.',
      'Give a long answer.',
      'Take your time and write at length.',
      'Go into plenty of detail.',
      'Do not be brief: I would like to read a lot about this.',
    ],
  },
  'extremely-verbose': {
    title: 'Level 5 of 5: extremely verbose',
    words: { relation: 'at least', count: 200 },
    phrasings: [
      'Be extremely verbose.',
      'Write the longest answer you can.',
      'Spell out every detail at very great length.',
      'Leave nothing out, however many pages it takes.',
      'Give an exhaustive answer, as long as an essay.',
    ],
  },
};

/** One of the five levels. The title says the number of words by which the level is judged. */
export function lengthInstruction(level: LengthLevel): Instruction {
  const { title, words, phrasings } = LENGTH_LEVELS[level];
  return {
    id: `length-${level}`,
    title: words ? `${title} (${wordLimit(words.relation, words.count)})` : title,
    family: 'length',
    phrasings,
    check: words ? wordsCheck(words.relation, words.count) : null,
    checkNote: words
      ? `Judged by a limit of this project: ${wordLimit(words.relation, words.count)}.`
      : 'No check: IFEval has lower and upper limits, but none that is both.',
    defaultOperator: 'add',
  };
}

export type SentenceRelation = 'at most' | 'at least' | 'exactly';

const MAX_SENTENCES = 100;

/**
 * So many sentences.
 * @throws TillerError `bad_request` when the number is not a whole one from 1 to `MAX_SENTENCES`
 */
export function sentenceInstruction(relation: SentenceRelation, count: number): Instruction {
  if (!Number.isInteger(count) || count < 1 || count > MAX_SENTENCES) {
    throw new TillerError(
      'bad_request',
      `A number of sentences should be a whole number from 1 to ${MAX_SENTENCES}, found ${count}.`,
    );
  }
  const check = sentencesCheck(relation, count);
  const noun = count === 1 ? 'sentence' : 'sentences';
  const amount = `${relation} ${count} ${noun}`;
  return {
    id: `sentences-${relation.replace(' ', '-')}-${count}`,
    title: amount.charAt(0).toUpperCase() + amount.slice(1),
    family: 'length',
    phrasings: [
      `Answer using ${amount}.`,
      `Your answer should have ${relation} ${inWords(count)} ${noun}.`,
      `Write ${amount}${relation === 'at least' ? '' : ' and then stop'}.`,
      `I would like an answer of ${relation} ${inWords(count)} ${noun}.`,
    ],
    check,
    ...(check ? {} : { checkNote: noCheckForExactly(count) }),
    defaultOperator: 'add',
  };
}

/** Why `sentencesCheck` has nothing for an exact number. */
export function noCheckForExactly(count: number): string {
  return `No check: IFEval counts "less than" and "at least" so many sentences, not exactly ${count}.`;
}

/**
 * IFEval's check of the number of sentences, which knows only `less than` and `at least`.
 * @returns null for exactly two or more. Exactly one is fewer than two, as no answer that is not blank has none.
 */
export function sentencesCheck(relation: SentenceRelation, count: number): InstructionCheck | null {
  if (relation === 'exactly' && count !== 1) return null;
  const kwargs =
    relation === 'at least'
      ? { relation: 'at least', num_sentences: count }
      : { relation: 'less than', num_sentences: count + 1 };
  return { instructionId: 'length_constraints:number_sentences', kwargs };
}

export function wordsCheck(relation: Relation, count: number): InstructionCheck {
  return { instructionId: 'length_constraints:number_words', kwargs: { num_words: count, relation } };
}

/** "under 30 words", "at least 100 words". */
export function wordLimit(relation: Relation, count: number): string {
  return `${relation === 'less than' ? 'under' : relation} ${count} words`;
}
