import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instructionType, LANGUAGES, validateKwargs } from '../../ifeval/index.ts';
import { INSTRUCTIONS } from '../instructions.ts';
import { languageInstruction } from '../language.ts';
import { findFit, fittingCheck } from './fitting.ts';

type Kwargs = Record<string, unknown>;

const language = (code: string) => ['language:response_language', { language: code }] as const;
const words = (relation: string, num_words: number) =>
  ['length_constraints:number_words', { relation, num_words }] as const;
const sentences = (relation: string, num_sentences: number) =>
  ['length_constraints:number_sentences', { relation, num_sentences }] as const;
const keywords = (...list: string[]) => ['keywords:existence', { keywords: list }] as const;
const forbidden = (...list: string[]) => ['keywords:forbidden_words', { forbidden_words: list }] as const;
const bullets = (num_bullets: number) => ['detectable_format:number_bullet_lists', { num_bullets }] as const;
const highlights = (num_highlights: number) =>
  ['detectable_format:number_highlighted_sections', { num_highlights }] as const;
const end = (end_phrase: string) => ['startend:end_checker', { end_phrase }] as const;
const noComma = ['punctuation:no_comma', {}] as const;
const lowercase = ['change_case:english_lowercase', {}] as const;
const capitals = ['change_case:english_capital', {}] as const;
const json = ['detectable_format:json_format', {}] as const;
const quotation = ['startend:quotation', {}] as const;
const title = ['detectable_format:title', {}] as const;
const postscript = ['detectable_content:postscript', { postscript_marker: 'P.S.' }] as const;

const FITTING: [text: string, check: readonly [id: string, kwargs: Kwargs]][] = [
  ['no commas', noComma],
  ['No commas!', noComma],
  ['without commas', noComma],
  ['Answer without any commas.', noComma],
  ["don't use commas", noComma],
  ['Your answer should not contain any commas', noComma],
  ['avoid commas', noComma],

  ['in French', language('fr')],
  ['answer in German', language('de')],
  ['Please answer in spanish.', language('es')],
  ['Your whole answer must be in Italian.', language('it')],
  ['speak only Swahili', language('sw')],
  ['in Simplified Chinese', language('zh-cn')],
  ['in Chinese (traditional)', language('zh-tw')],
  ['Can you reply in Farsi, please?', language('fa')],
  ['translate your answer into Polish', language('pl')],
  ['Answer in Spani\u017fh', language('es')],

  ['all lowercase', lowercase],
  ['lower case only', lowercase],
  ['write everything in lowercase letters', lowercase],
  ['no capital letters', lowercase],
  ['ALL CAPS', capitals],
  ['in capitals', capitals],
  ['write in capital letters', capitals],
  ['answer in upper case only', capitals],
  [
    'at least two words in all caps',
    ['change_case:capital_word_frequency', { capital_frequency: 2, capital_relation: 'at least' }],
  ],

  ['be brief', words('less than', 30)],
  ['Keep it short.', words('less than', 30)],
  ['be as brief as you can', words('less than', 30)],
  ['short answers please', words('less than', 30)],
  ['answer concisely', words('less than', 30)],
  ['extremely concise', words('less than', 15)],
  ['be verbose', words('at least', 100)],
  ['be extremely verbose', words('at least', 200)],
  ['under 50 words', words('less than', 50)],
  ['Answer in fewer than fifty words.', words('less than', 50)],
  ['at most 50 words', words('less than', 51)],
  ['in 50 words or less', words('less than', 51)],
  ['limit your answer to 50 words', words('less than', 51)],
  ['at lea\u017ft 200 words', words('at least', 200)],
  ['at least 200 words', words('at least', 200)],
  ['200+ words', words('at least', 200)],
  ['at least two hundred and fifty words', words('at least', 250)],
  ['more than 1,000 words', words('at least', 1001)],

  ['at most two sentences', sentences('less than', 3)],
  ['no more than 3 sentences', sentences('less than', 4)],
  ['fewer than 3 sentences', sentences('less than', 3)],
  ['Use at least 3 sentences.', sentences('at least', 3)],
  ['in one sentence', sentences('less than', 2)],
  ['answer in a single sentence', sentences('less than', 2)],
  ['Limit yourself to 2 Sentences.', sentences('less than', 3)],

  ['mention the ocean', keywords('ocean')],
  ['Mention the ocean somewhere in your answer.', keywords('ocean')],
  ['mention cats and dogs', keywords('cats', 'dogs')],
  ['mention climate change', keywords('climate change')],
  ['mention Paris', keywords('Paris')],
  ['use the word “very”', keywords('very')],
  ['include the words red, green and blue', keywords('red', 'green', 'blue')],
  ['include "C++"', keywords('C\\+\\+')],
  ["don't use the word very", forbidden('very')],
  ['do not mention the ocean', forbidden('ocean')],
  ['avoid the words "just" and "really"', forbidden('just', 'really')],
  ['do not use the words red or blue', forbidden('red', 'blue')],
  ['without saying "sorry"', forbidden('sorry')],
  [
    'use the word ocean at least three times',
    ['keywords:frequency', { keyword: 'ocean', frequency: 3, relation: 'at least' }],
  ],
  [
    'mention tea at least twice',
    ['keywords:frequency', { keyword: 'tea', frequency: 2, relation: 'at least' }],
  ],
  [
    'mention tea at least once',
    ['keywords:frequency', { keyword: 'tea', frequency: 1, relation: 'at least' }],
  ],
  [
    'say "a.b" at most once',
    ['keywords:frequency', { keyword: 'a\\.b', frequency: 2, relation: 'less than' }],
  ],
  [
    'without the letter e',
    ['keywords:letter_frequency', { letter: 'e', let_frequency: 1, let_relation: 'less than' }],
  ],

  ['three bullet points', bullets(3)],
  ['exactly 4 bullets', bullets(4)],
  ['as a bulleted list of five items', bullets(5)],
  ['as JSON', json],
  ['reply with valid JSON only', json],
  ['in double quotes', quotation],
  ['wrap your answer in double quotation marks', quotation],
  ['with a title', title],
  ['give your answer a title', title],
  ['highlight two parts', highlights(2)],
  ['highlight at least 3 sections in markdown', highlights(3)],
  ['2 paragraphs', ['length_constraints:number_paragraphs', { num_paragraphs: 2 }]],
  ['in exactly three paragraphs', ['length_constraints:number_paragraphs', { num_paragraphs: 3 }]],
  ['a postscript', postscript],
  ['end with a P.S.', postscript],
  ['add a P.P.S.', ['detectable_content:postscript', { postscript_marker: 'P.P.S' }]],
  ['two different answers', ['combination:two_responses', {}]],
  ['at least three placeholders', ['detectable_content:number_placeholders', { num_placeholders: 3 }]],
  [
    'at least 2 sections',
    ['detectable_format:multiple_sections', { section_spliter: 'Section', num_sections: 2 }],
  ],
  ['end with Goodbye', end('Goodbye')],
  ['end with "Any other questions?"', end('Any other questions?')],
  ['Finish your answer with the words good night.', end('good night')],
  ['end with Hooray!', end('Hooray!')],
];

/** What looks like an instruction of some kind, but is none, is not plainly one, or has no check. */
const NOT_FITTING = [
  '',
  ' ',
  '.',
  'talk like a pirate',
  'be funny',
  'be kind and brave',
  'explain french history',
  'French',
  'like a French chef',
  'with a French accent',
  'in Chinese',
  'not in French',
  'do not answer in German',
  'in French and without commas',
  'in French or German',
  'in simple English',
  'polish your answer',
  'use commas',
  'fewer commas',
  'commas',
  'include lowercase letters',
  'use capital letters',
  'avoid all caps',
  'no caps',
  'Capital cities in all continents',
  'about 50 words',
  'in 50 words',
  'between 50 and 100 words',
  'at least 0 words',
  'at least 0 sentences',
  'limit your answer to 0 words',
  'less than 1 word',
  'at least 20 words or more',
  'in 3 sentences',
  'exactly two sentences',
  'in three short sentences',
  'add one sentence about cats',
  'be short with me about money',
  'in detail',
  'bullet points',
  'at least three bullet points',
  'three points',
  'a numbered list',
  'explain JSON',
  'no JSON',
  'include JSON',
  'use double quotes',
  'in single quotes',
  'without a title',
  'with a funny title',
  'highlight key words',
  'highlight at most two words',
  'highlight exactly two words',
  'highlight at least two words or more',
  'exactly two words in all caps',
  'at least two words in all caps or more',
  'three placeholders',
  '2 sections',
  'at most 2 sections',
  'one paragraph',
  'at most 2 paragraphs',
  'no postscript',
  'use PostScript',
  'end with a joke',
  'end with something funny',
  'end with A joke',
  'end on a high note',
  'end with " "',
  'mention one two three four',
  'mention "',
  'mention " "',
  'mention C++',
  'mention "a" "b"',
  `mention ${'a, '.repeat(21)}b`,
  'finish with the word of the day',
  'mention that you are an AI',
  'mention your sources',
  'mention an animal',
  'mention three animals',
  'mention it',
  'mention the ocean or the sea',
  'mention the ocean twice',
  'mention it at least twice',
  'mention tea exactly three times',
  'mention tea at least 2 times or more',
  'mention the price',
  'mention climate briefly',
  'mention the names of the planets',
  'talk about the ocean',
  'use short words',
  'use the word that fits best',
  'use the word wisely and well',
  'never say never again',
  'do not say anything',
  'never use the word "C++"',
  'start with Hello',
  'say please',
];

describe('fittingCheck', () => {
  it.each(FITTING)('finds a check for: %s', (text, [instructionId, kwargs]) => {
    expect(fittingCheck(text)).toEqual({ instructionId, kwargs });
    expect(() => validateKwargs(instructionType(instructionId), kwargs)).not.toThrow();
  });

  it.each(NOT_FITTING)('finds none for: %s', (text) => {
    expect(fittingCheck(text)).toBeNull();
  });

  it('knows every language of the judge by the name in its instruction', () => {
    for (const code of Object.keys(LANGUAGES)) {
      const { check, phrasings } = languageInstruction(code);
      expect(fittingCheck(phrasings[0]), phrasings[0]).toEqual(check);
    }
  });

  it("gives a preset's phrasing the preset's check, or none", () => {
    const checks = INSTRUCTIONS.flatMap((instruction) =>
      instruction.phrasings.map((text) => ({ text, found: fittingCheck(text), expected: instruction.check })),
    );
    const found = checks.filter((each) => each.found !== null);
    for (const { text, found: check, expected } of found) expect(check, text).toEqual(expected);
    expect(found.length).toBeGreaterThan(checks.length / 3);
  });

  it('says why an exact number of sentences has no check', () => {
    expect(findFit('in 3 sentences')).toEqual({ check: null, note: expect.stringContaining('exactly 3') });
  });

  it('says which limit a word like "brief" is judged by', () => {
    expect(findFit('be brief')?.note).toContain('under 30 words');
  });

  it('gives any text a valid check or none', () => {
    const piece = fc.constantFrom(
      ...FITTING.flatMap(([text]) => text.split(' ')),
      ...NOT_FITTING.flatMap((text) => text.split(' ')),
    );
    const text = fc.oneof(
      fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(' ')),
      fc.string({ unit: 'binary', maxLength: 60 }),
    );
    fc.assert(
      fc.property(text, (typed) => {
        const check = fittingCheck(typed);
        if (check) validateKwargs(instructionType(check.instructionId), check.kwargs);
      }),
      { numRuns: 1000 },
    );
  });

  it('answers at once whatever is typed', () => {
    const started = performance.now();
    for (const part of [
      'please ',
      'in your answer, ',
      'at least ',
      'mention a, ',
      '"a" and ',
      'end with ',
      'no ',
      '1 ',
    ])
      fittingCheck(part.repeat(1000).slice(0, 300));
    // A pattern that goes back over what it has read would take minutes.
    expect(performance.now() - started).toBeLessThan(2000);
    expect(fittingCheck(`in French${' '.repeat(300)}`)).toBeNull();
  });
});
