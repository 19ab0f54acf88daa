/** Typed instructions about length: limits in words and sentences, and "be brief". */
import {
  LENGTH_LEVELS,
  type LengthLevel,
  noCheckForExactly,
  sentencesCheck,
  wordLimit,
  wordsCheck,
} from '../length.ts';
import { NUMBER, readNumber } from '../numbers.ts';
import { amount, readAmount, SAY } from './phrase.ts';
import { type Fit, type Rule, rule } from './rule.ts';

const level = (name: Exclude<LengthLevel, 'moderate'>): Fit => {
  const { relation, count } = LENGTH_LEVELS[name].words!;
  const limit = wordLimit(relation, count);
  const check = wordsCheck(relation, count);
  return { check, limit, note: `Judged by a limit of this project: ${limit}.` };
};
const SHORT = 'brief|short|concise|succinct|terse';
const LONG = 'verbose|wordy|long-winded';
const EXTREMELY = '(?:extremely|ultra[ -]?|extraordinarily) ?';
const BE =
  '(?:be |stay |keep (?:it |things |(?:your|the) (?:answer|reply|response)s? )|make (?:it |(?:your|the) (?:answer|reply|response) ))?';
const ANSWERS = '(?: (?:answer|reply|response)s?)';

export const LENGTH_RULES: readonly Rule[] = [
  rule(`${BE}${EXTREMELY}(?:${SHORT})|(?:give )?(?:an )?${EXTREMELY}(?:${SHORT})${ANSWERS}`, () =>
    level('extremely-concise'),
  ),
  rule(
    `${BE}(?:very |really )?(?:${SHORT})(?: and to the point)?|${BE}as (?:${SHORT}) as (?:you can|possible)`,
    () => level('concise'),
  ),
  rule(
    `(?:give |write )?(?:me )?(?:a )?(?:very )?(?:${SHORT})${ANSWERS}(?: only)?|(?:answer|reply|respond|write) (?:very )?(?:briefly|concisely|succinctly|tersely)|(?:briefly|concisely)|in brief`,
    () => level('concise'),
  ),
  rule(`${BE}${EXTREMELY}(?:${LONG}|long)|(?:give |write )?an ${EXTREMELY}(?:${LONG}|long)${ANSWERS}`, () =>
    level('extremely-verbose'),
  ),
  rule(
    `${BE}(?:very |really )?(?:${LONG})|(?:give |write )?(?:me )?a (?:very )?(?:${LONG}|long)${ANSWERS}|(?:answer|reply|write) at length`,
    () => level('verbose'),
  ),

  rule(`${SAY}(?:in |with |using |to )?${amount('words?')}(?: long| in length| in total)?`, (groups) => {
    const found = readAmount(groups);
    return found && found.relation !== 'exactly' ? { check: wordsCheck(found.relation, found.count) } : null;
  }),
  rule(`${SAY}(?:in |with |using |to )?${amount('sentences?')}(?: long| in length| in total)?`, (groups) => {
    const found = readAmount(groups);
    return found && sentences(found.relation, found.count);
  }),
  rule(
    `(?:limit|restrict) (?:it|yourself|(?:your|the) (?:answer|reply|response)) to (?<number>${NUMBER}) (?<unit>word|sentence)s?`,
    ({ number, unit }) => {
      const count = readNumber(number!);
      if (count < 1) return null;
      return unit!.toLowerCase() === 'word'
        ? { check: wordsCheck('less than', count + 1) }
        : { check: sentencesCheck('at most', count) };
    },
  ),
];

function sentences(relation: 'less than' | 'at least' | 'exactly', count: number): Fit {
  // "less than 4" is "at most 3"
  const check =
    relation === 'less than' ? sentencesCheck('at most', count - 1) : sentencesCheck(relation, count);
  return check ? { check } : { check, note: noCheckForExactly(count) };
}
