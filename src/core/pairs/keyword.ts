/** Instructions to use certain words, or to do without them. */
import { TillerError } from '../errors.ts';
import type { Instruction, InstructionCheck } from './instructions.ts';
import { slugId } from './slug.ts';

export type KeywordMode = 'include' | 'exclude';

/** More than this would be a list to work through, not words to steer by. */
const MAX_WORDS = 20;
const MAX_WORD_LENGTH = 80;

/**
 * Use, or do without, one word or several.
 * @param words blank ones and repetitions, whatever their case, are left out
 * @throws TillerError `bad_request` for no words, too many, too long ones, or one with a double quote or a line break
 */
export function keywordInstruction(mode: KeywordMode, words: readonly string[]): Instruction {
  const list = cleanWords(words);
  const check = keywordCheck(mode, list);
  const [noun, names] = described(list);
  const them = list.length > 1 ? 'all of them' : 'it';
  return {
    id: slugId(mode, list.join('\n').toLowerCase()),
    title: `${mode === 'include' ? 'Mention' : 'Avoid'} ${names}`,
    family: 'keyword',
    phrasings:
      mode === 'include'
        ? [
            `Use the ${noun} ${names} in your answer.`,
            `Your answer must contain the ${noun} ${names}.`,
            `Make sure that the ${noun} ${names} ${list.length > 1 ? 'appear' : 'appears'} in your reply.`,
            `Work in the ${noun} ${names} and do not leave ${them} out.`,
          ]
        : [
            `Do not use the ${noun} ${names}.`,
            `Avoid the ${noun} ${names} in your answer.`,
            `Your answer must not contain the ${noun} ${names}.`,
            `Answer without the ${noun} ${names}.`,
          ],
    check,
    ...(check
      ? {}
      : { checkNote: 'No check: it finds only words that begin and end with a letter or digit.' }),
    defaultOperator: 'add',
  };
}

/**
 * IFEval's check for the words. Its keywords are patterns, so signs with a meaning there are escaped.
 * @returns null for words to avoid that begin or end with a sign: the published check looks for word boundaries, and
 *   would never find them
 */
export function keywordCheck(mode: KeywordMode, words: readonly string[]): InstructionCheck | null {
  const patterns = words.map(keywordPattern);
  if (mode === 'include') return { instructionId: 'keywords:existence', kwargs: { keywords: patterns } };
  const isWord = /^[\p{L}\p{N}_](?:.*[\p{L}\p{N}_])?$/u;
  if (!words.every((word) => isWord.test(word))) return null;
  return { instructionId: 'keywords:forbidden_words', kwargs: { forbidden_words: patterns } };
}

/** The word as a pattern that finds nothing but it. */
export function keywordPattern(word: string): string {
  return word.replace(/[\\.^$*+?{}[\]|()]/g, '\\$&');
}

function cleanWords(words: readonly string[]): string[] {
  const byLowerCase = new Map<string, string>();
  for (const word of words.map((each) => each.trim().replace(/ +/g, ' '))) {
    const key = word.toLowerCase();
    if (word !== '' && !byLowerCase.has(key)) byLowerCase.set(key, word);
  }
  const list = [...byLowerCase.values()];
  if (list.length === 0) throw new TillerError('bad_request', 'Give at least one word.');
  if (list.length > MAX_WORDS) {
    throw new TillerError('bad_request', `Give at most ${MAX_WORDS} words, found ${list.length}.`);
  }
  const wrong = list.find((word) => word.length > MAX_WORD_LENGTH || /["\p{Cc}]/u.test(word));
  if (wrong !== undefined) {
    throw new TillerError(
      'bad_request',
      `A word should have at most ${MAX_WORD_LENGTH} characters, no double quote and no line break, found ${JSON.stringify(wrong.slice(0, 40))}.`,
    );
  }
  return list;
}

/** What they are called, and the words themselves: `words`, `"a", "b" and "c"`. */
function described(words: readonly string[]): [noun: string, names: string] {
  const noun = words.some((word) => word.includes(' ')) ? 'phrase' : 'word';
  const names = words.map((word) => `"${word}"`);
  const last = names.pop();
  return names.length === 0 ? [noun, `${last}`] : [`${noun}s`, `${names.join(', ')} and ${last}`];
}
