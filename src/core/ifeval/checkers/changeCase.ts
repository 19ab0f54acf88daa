/** change_case:* - all capitals, all lower case, and words in capitals. */

import { languageOf } from '../language/detector.ts';
import { isLower, isUpper } from '../text/python.ts';
import { capitalWords } from '../text/wordTokens.ts';
import type { Finding, InstructionType, Range } from '../types.ts';
import { compareCount, related, withRange } from './counting.ts';

const capitals: InstructionType = {
  id: 'change_case:english_capital',
  title: 'All capitals, in English',
  parameters: [],
  phrasings: () => [
    'Your entire answer should be in English, and in all capital letters.',
    'Answer in English using capital letters only.',
    'Write everything in English and in upper case.',
  ],
  prepare: () => (text) => checkCase(text, isUpper, /\p{Lowercase}|\p{Lt}/u, 'lower case'),
};

const lowercase: InstructionType = {
  id: 'change_case:english_lowercase',
  title: 'All lower case, in English',
  parameters: [],
  phrasings: () => [
    'Your entire answer should be in English, and in all lowercase letters. No capital letters are allowed.',
    'Answer in English using lowercase letters only.',
    'Write everything in English without a single capital letter.',
  ],
  prepare: () => (text) => checkCase(text, isLower, /\p{Uppercase}|\p{Lt}/u, 'a capital'),
};

/** One letter of the wrong case fails for good; the language is known only at the end. */
function checkCase(
  text: string,
  holds: (text: string) => boolean,
  wrong: RegExp,
  wrongName: string,
): Finding {
  const offender = wrong.exec(text);
  if (offender) {
    const range: Range = [offender.index, offender.index + offender[0].length];
    return { pass: false, settled: true, reason: `"${offender[0]}" is ${wrongName}`, range };
  }
  if (!holds(text)) return { pass: false, settled: false, open: true, reason: 'no letters yet' };
  const language = languageOf(text);
  if (language === null) return { pass: true, settled: false, reason: 'the case is right' };
  const pass = language === 'en';
  return {
    pass,
    settled: false,
    reason: pass ? 'the case is right, in English' : `the case is right, but it looks like "${language}"`,
  };
}

const capitalWordFrequency: InstructionType = {
  id: 'change_case:capital_word_frequency',
  title: 'Words in capitals',
  parameters: [
    { name: 'capital_frequency', label: 'Words', kind: 'count', min: 0, max: 1_000_000, initial: 3 },
    { name: 'capital_relation', label: 'Relation', kind: 'relation', initial: 'at least' },
  ],
  phrasings: (kwargs) => {
    const times = related(kwargs, 'capital_relation', 'capital_frequency', 'time');
    return [
      `In your answer, words with all capital letters should appear ${times}.`,
      `Use words in ALL CAPS ${times}.`,
      `Words written entirely in capitals should appear ${times}.`,
    ];
  },
  prepare: (kwargs) => {
    const wanted = Number(kwargs.capital_frequency);
    return (text) => {
      const { total, certain, range } = capitalWords(text, wanted);
      return compareCount(withRange({ total, certain }, range), String(kwargs.capital_relation), wanted, [
        'word in capitals',
        'words in capitals',
      ]);
    };
  },
};

export const caseTypes: InstructionType[] = [capitals, lowercase, capitalWordFrequency];
