/** language:response_language - the answer is in one language. */

import { languageOf } from '../language/detector.ts';
import { languageName } from '../language/names.ts';
import type { InstructionType } from '../types.ts';

/** Three or four words. What a text begins with is often a name or a word of several languages. */
const MIN_LETTERS = 16;

/** Reads no further than that: it is asked at every token of an answer. */
const ENOUGH_LETTERS = new RegExp(`^(?:\\P{L}*\\p{L}){${MIN_LETTERS}}`, 'u');

export const responseLanguage: InstructionType = {
  id: 'language:response_language',
  title: 'Answer language',
  parameters: [{ name: 'language', label: 'Language', kind: 'language', initial: 'de' }],
  phrasings: ({ language }) => {
    const name = languageName(String(language));
    return [
      `Your entire answer should be in ${name}. No other language is allowed.`,
      `Answer in ${name}.`,
      `Write your whole answer in the ${name} language.`,
    ];
  },
  prepare:
    ({ language }) =>
    (text) => {
      const found = languageOf(text);
      if (found === null)
        return { pass: true, settled: false, reason: 'no words whose language could be told' };
      const pass = found === language;
      const reason = pass
        ? `reads as ${languageName(found)}`
        : `reads as ${languageName(found)}, not ${languageName(String(language))}`;
      const openReason = 'too few words to tell the language';
      return { pass, settled: false, reason, open: !ENOUGH_LETTERS.test(text), openReason };
    },
};
