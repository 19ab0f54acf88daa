/** Typed instructions about form: language, commas, case, lists, marks and divisions. */
import { LANGUAGE_NAMES } from '../language.ts';
import { amount, HOLD, NO, readAmount, SAY } from './phrase.ts';
import { exact, fixed, type Rule, rule } from './rule.ts';

const codes = new Map([...LANGUAGE_NAMES].map(([name, code]) => [name.toLowerCase(), code]));
const LANGUAGE = [...LANGUAGE_NAMES.keys()]
  .sort((a, b) => b.length - a.length)
  .map((name) => name.replace(/[()]/g, '\\$&'))
  .join('|');
const languageFit: Rule['read'] = ({ language }) =>
  fixed('language:response_language', { language: codes.get(language!.toLowerCase()) });

const ONLY = '(?:only |entirely |completely |exclusively |fully )?';
const LOWER = 'lower[ -]?case(?: letters| characters| text)?|small letters';
const UPPER = 'upper[ -]?case(?: letters| characters| text)?';
const CAPITALS = `caps|capitals|capital letters|block capitals|${UPPER}`;

const IN_ENGLISH = 'The check wants the answer in English as well.';
const lowercase: Rule['read'] = () => ({ ...fixed('change_case:english_lowercase'), note: IN_ENGLISH });
const capitals: Rule['read'] = () => ({ ...fixed('change_case:english_capital'), note: IN_ENGLISH });

const PLACES = 'parts?|sections?|words?|phrases?|sentences?|passages?|places';
const highlights: Rule['read'] = (groups) => {
  const found = readAmount(groups);
  // The check counts "at least": an upper limit, or "exactly two" in so many words, is something else.
  const isLimited = found?.relation === 'exactly' && (groups.before ?? groups.behind) !== undefined;
  if (!found || found.relation === 'less than' || isLimited) return null;
  return {
    ...fixed('detectable_format:number_highlighted_sections', { num_highlights: found.count }),
    note: `Counts what stands between asterisks: at least ${found.count}.`,
    notation: 'Highlight with asterisks, like *this*.',
  };
};

export const FORM_RULES: readonly Rule[] = [
  rule(`${SAY}${ONLY}in (?:the )?(?<language>${LANGUAGE})(?: language)?(?: only)?`, languageFit),
  rule(
    `translate (?:it|(?:your|the) (?:whole |entire )?(?:answer|reply|response)) (?:in)?to (?<language>${LANGUAGE})`,
    languageFit,
  ),
  rule(`(?:speak|use|write) ${ONLY}(?:the )?(?<language>${LANGUAGE})(?: language)?(?: only)?`, languageFit),

  rule(`${NO}commas?|avoid (?:using )?all commas|comma-?free|commas are (?:not allowed|forbidden)`, () =>
    fixed('punctuation:no_comma'),
  ),

  rule(`${SAY}${ONLY}(?:all )?(?:in )?(?:all |only )?(?:${LOWER})(?: only)?`, lowercase),
  rule(`${NO}(?:capitals|capital letters?|uppercase letters?|upper[ -]case letters?)`, lowercase),
  rule(`${SAY}${ONLY}(?:in all|all in|only in|in only|in|all|only) (?:${CAPITALS})(?: only)?`, capitals),
  rule(`${SAY}${UPPER}(?: only)?|capital letters only|use capital letters only|capitals only`, capitals),
  rule(
    `${HOLD}${amount('words?(?: written)? in (?:all )?(?:caps|capitals|capital letters|upper[ -]?case)')}`,
    (groups) => {
      const found = readAmount(groups);
      if (!found || found.relation === 'exactly') return null;
      return fixed('change_case:capital_word_frequency', {
        capital_frequency: found.count,
        capital_relation: found.relation,
      });
    },
  ),

  rule(
    `${HOLD}(?:in |as )?(?:a list of )?${amount('(?:markdown )?(?:bullet[ -]?points?|bullets|bulleted (?:points|items))')}`,
    exact('detectable_format:number_bullet_lists', 'num_bullets', 'Begin each of them with "* ".'),
  ),
  rule(
    `${HOLD}(?:in |as )?a (?:bullet|bulleted|bullet[ -]point) list (?:of|with) ${amount('items|points|entries')}`,
    exact('detectable_format:number_bullet_lists', 'num_bullets', 'Begin each of them with "* ".'),
  ),
  rule(
    `(?:highlight|emphasi[sz]e|bold|italici[sz]e) ${amount(`(?:important |key |main )?(?:${PLACES}|points?|ideas?|terms?|keywords?)`)}(?: in markdown| with asterisks| in bold| in italics)?`,
    highlights,
  ),
  rule(`${HOLD}${amount(`highlights?|highlighted (?:${PLACES})`)}`, highlights),
  rule(
    `${SAY}${ONLY}(?:(?:in|as|using|with) )?(?:an? )?(?:single |one )?(?:valid )?json(?: format| object| only){0,2}`,
    () => fixed('detectable_format:json_format'),
  ),
  rule(
    `${SAY}(?:in|inside|within|between) (?:double )?(?:quotes|quotation marks)|(?:wrap|surround|enclose) (?:it |everything |(?:your|the) (?:whole |entire )?(?:answer|reply|response) )(?:in|with|by) (?:double )?(?:quotes|quotation marks)|double[ -]quoted`,
    () => ({ ...fixed('startend:quotation'), notation: 'Use straight double quotation marks: ".' }),
  ),
  rule(
    `(?:with|add|include|have|give it|give (?:your|the) answer)? ?a title(?: at the top| on top| at the beginning)?`,
    () => ({
      ...fixed('detectable_format:title'),
      note: 'The check looks for a title in double angle brackets: <<title>>.',
      notation: 'Put the title in double angle brackets, like <<title>>.',
    }),
  ),
  rule(
    `(?:(?:add|include|with|write|append|end with|finish with|close with|have) )?(?:a |one )(?:postscript|p\\.?s\\.?|(?<twice>p\\.?p\\.?s\\.?))(?: at the end| to (?:your|the) answer| after (?:your|the) answer)?|postscript`,
    ({ twice }) => {
      const marker = twice === undefined ? 'P.S.' : 'P.P.S';
      return {
        ...fixed('detectable_content:postscript', { postscript_marker: marker }),
        notation: `Begin the postscript with ${marker}${twice === undefined ? '' : '.'}`,
      };
    },
  ),
  rule(
    `${SAY}(?:in |with |using )?${amount('paragraphs?')}`,
    // One paragraph needs no divider, so that the check would pass whatever has none.
    exact('length_constraints:number_paragraphs', 'num_paragraphs', 'Separate the paragraphs with ***.', 2),
  ),
  rule(`(?:(?:give|write|provide)(?: me)? )?two different (?:answers|responses|replies)`, () => ({
    ...fixed('combination:two_responses'),
    notation: 'Separate the two with six asterisks: ******.',
  })),
  rule(`${HOLD}${amount('placeholders?(?: in (?:square )?brackets)?')}`, (groups) => {
    const found = readAmount(groups);
    if (found?.relation !== 'at least') return null;
    return {
      ...fixed('detectable_content:number_placeholders', { num_placeholders: found.count }),
      notation: 'Write placeholders in square brackets, such as [name].',
    };
  }),
  rule(`${HOLD}(?:in )?${amount('sections?')}`, (groups) => {
    const found = readAmount(groups);
    if (found?.relation !== 'at least') return null;
    return {
      ...fixed('detectable_format:multiple_sections', {
        section_spliter: 'Section',
        num_sections: found.count,
      }),
      notation: 'Head the sections Section 1, Section 2 and so on.',
    };
  }),
];
