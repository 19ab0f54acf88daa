/** keywords:* - words and letters that an answer must or must not have. */
import { compilePattern, type Match } from '../pattern/pattern.ts';
import { strip } from '../text/python.ts';
import type { InstructionType, Range } from '../types.ts';
import { compareCount, related, withRange } from './counting.ts';

const MAX_WORD_LENGTH = 1000;
const MAX_WORDS = 1000;

const rangeOf = (match: Match | null | undefined): Range | undefined =>
  match ? [match.start, match.end] : undefined;

const quoted = (words: readonly string[]): string => words.map((word) => `"${word}"`).join(', ');

const existence: InstructionType = {
  id: 'keywords:existence',
  title: 'Contains keywords',
  parameters: [
    {
      name: 'keywords',
      label: 'Keywords',
      kind: 'textList',
      maxItems: MAX_WORDS,
      maxLength: MAX_WORD_LENGTH,
      initial: ['river'],
    },
  ],
  phrasings: ({ keywords }) => {
    const words = quoted(keywords as string[]);
    return [
      `Include the keywords ${words}.`,
      `Your answer should contain these words: ${words}.`,
      `Make sure to use ${words}.`,
    ];
  },
  prepare: ({ keywords }) => {
    const words = keywords as string[];
    const patterns = words.map((word) => compilePattern(word, { ignoreCase: true }));
    return (text) => {
      const matches = patterns.map((pattern) => pattern.search(text));
      const missing = words.filter((_, i) => !matches[i]);
      if (missing.length > 0) return { pass: false, settled: false, reason: `missing: ${quoted(missing)}` };
      const settled = patterns.every((pattern) => pattern.search(text, true));
      return withRange({ pass: true, settled, reason: `has ${quoted(words)}` }, rangeOf(matches[0]));
    };
  },
};

const forbiddenWords: InstructionType = {
  id: 'keywords:forbidden_words',
  title: 'Avoids words',
  parameters: [
    {
      name: 'forbidden_words',
      label: 'Forbidden words',
      kind: 'textList',
      maxItems: MAX_WORDS,
      maxLength: MAX_WORD_LENGTH,
      initial: ['very'],
    },
  ],
  phrasings: (kwargs) => {
    const words = quoted(kwargs.forbidden_words as string[]);
    return [
      `Do not include the words ${words}.`,
      `Avoid these words: ${words}.`,
      `Answer without using ${words}.`,
    ];
  },
  prepare: (kwargs) => {
    const words = kwargs.forbidden_words as string[];
    const patterns = words.map((word) => compilePattern(`\\b${word}\\b`, { ignoreCase: true }));
    return (text) => {
      let first: Match | null = null;
      let settled = false;
      for (const pattern of patterns) {
        const match = pattern.search(text);
        if (!match) continue;
        settled ||= pattern.search(text, true) !== null;
        if (!first || match.start < first.start) first = match;
      }
      if (!first) return { pass: true, settled: false, reason: `none of ${quoted(words)}` };
      const reason = `"${text.slice(first.start, first.end)}" is forbidden`;
      return { pass: false, settled, reason, range: [first.start, first.end] };
    };
  },
};

const frequency: InstructionType = {
  id: 'keywords:frequency',
  title: 'Keyword frequency',
  parameters: [
    { name: 'keyword', label: 'Keyword', kind: 'text', maxLength: MAX_WORD_LENGTH, initial: 'river' },
    { name: 'frequency', label: 'Times', kind: 'count', min: 0, max: 1_000_000, initial: 3 },
    { name: 'relation', label: 'Relation', kind: 'relation', initial: 'at least' },
  ],
  phrasings: (kwargs) => {
    const times = related(kwargs, 'relation', 'frequency', 'time');
    return [
      `The word "${kwargs.keyword}" should appear ${times}.`,
      `Use "${kwargs.keyword}" ${times} in your answer.`,
      `Mention "${kwargs.keyword}" ${times}.`,
    ];
  },
  prepare: (kwargs) => {
    const keyword = strip(String(kwargs.keyword));
    const wanted = Number(kwargs.frequency);
    const pattern = compilePattern(keyword, { ignoreCase: true });
    return (text) => {
      const matches = pattern.matches(text);
      const certain = pattern.matches(text, wanted, true).length;
      const range = rangeOf(matches[wanted - 1] ?? matches.at(-1));
      return compareCount(
        withRange({ total: matches.length, certain }, range),
        String(kwargs.relation),
        wanted,
        [`match of "${keyword}"`, `matches of "${keyword}"`],
      );
    };
  },
};

const letterFrequency: InstructionType = {
  id: 'keywords:letter_frequency',
  title: 'Letter frequency',
  parameters: [
    { name: 'letter', label: 'Letter', kind: 'letter', initial: 'e' },
    { name: 'let_frequency', label: 'Times', kind: 'count', min: 0, max: 1_000_000, initial: 10 },
    { name: 'let_relation', label: 'Relation', kind: 'relation', initial: 'at least' },
  ],
  phrasings: (kwargs) => {
    const times = related(kwargs, 'let_relation', 'let_frequency', 'time');
    return [
      `The letter ${kwargs.letter} should appear ${times}.`,
      `Use the letter "${kwargs.letter}" ${times}.`,
      `In your answer, the letter ${kwargs.letter} must occur ${times}.`,
    ];
  },
  prepare: (kwargs) => {
    const letter = String(kwargs.letter).toLowerCase();
    const wanted = Number(kwargs.let_frequency);
    return (text) => {
      const { total, range } = countLetter(text, letter, wanted);
      return compareCount(withRange({ total, certain: total }, range), String(kwargs.let_relation), wanted, [
        `letter ${letter}`,
        `letters ${letter}`,
      ]);
    };
  },
};

/** Characters whose lower case holds an a-z letter although they are none: dotted I and the Kelvin sign. */
const HIDDEN_LETTERS: Record<string, string> = { i: '\u0130', k: '\u212a' };

/** Counts a letter in lower-cased text, with the place of the last one, or of number `wanted`. */
function countLetter(text: string, letter: string, wanted: number): { total: number; range?: Range } {
  const same = new Set([letter, letter.toUpperCase(), HIDDEN_LETTERS[letter] ?? letter]);
  let total = 0;
  let at = -1;
  for (let i = 0; i < text.length; i++) {
    if (!same.has(text[i]!)) continue;
    if (++total <= Math.max(wanted, 1)) at = i;
  }
  return withRange({ total }, at < 0 ? undefined : [at, at + 1]);
}

export const keywordTypes: InstructionType[] = [existence, frequency, forbiddenWords, letterFrequency];
