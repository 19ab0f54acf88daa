/** When a verdict on an unfinished answer may be taken for the last word: the smallest texts on either side, type by type. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type Kwargs, listInstructions, liveVerdict, loadLanguages } from './index.ts';

beforeAll(loadLanguages);

type Expected = 'pass' | 'fail' | 'undecided' | 'pass for good' | 'fail for good';

const ROWS: Record<string, [kwargs: Kwargs, text: string, expected: Expected][]> = {
  'punctuation:no_comma': [
    [{}, 'a', 'pass'],
    [{}, 'a,', 'fail for good'],
  ],
  'detectable_content:number_placeholders': [
    [{ num_placeholders: 1 }, '[a', 'fail'],
    [{ num_placeholders: 1 }, '[a]', 'pass for good'],
    [{ num_placeholders: 2 }, '[a]', 'fail'],
  ],
  'detectable_content:postscript': [
    [{ postscript_marker: 'P.S.' }, 'P.S', 'fail'],
    [{ postscript_marker: 'P.S.' }, 'P.S.', 'pass for good'],
    [{ postscript_marker: 'P.P.S' }, 'p. p.s', 'pass for good'],
    [{ postscript_marker: 'b$' }, 'b', 'pass'],
    [{ postscript_marker: 'b$' }, 'b\n', 'pass for good'],
  ],
  'detectable_format:number_bullet_lists': [
    [{ num_bullets: 1 }, 'a\n* b', 'pass'],
    [{ num_bullets: 1 }, '* a\n- b', 'fail for good'],
    [{ num_bullets: 2 }, '* a', 'fail'],
  ],
  'detectable_format:constrained_response': [
    [{}, 'My answer is yes', 'fail'],
    [{}, 'My answer is yes.', 'pass for good'],
  ],
  'detectable_format:number_highlighted_sections': [
    [{ num_highlights: 1 }, '*a', 'fail'],
    [{ num_highlights: 1 }, '*a*', 'pass for good'],
  ],
  'detectable_format:multiple_sections': [
    [{ section_spliter: 'Section', num_sections: 1 }, 'Section ', 'fail'],
    [{ section_spliter: 'Section', num_sections: 1 }, 'Section 1', 'pass for good'],
    [{ section_spliter: 'Sect?ion', num_sections: 1 }, 'Secion 1', 'pass for good'],
    [{ section_spliter: '(S|T)', num_sections: 2 }, 'S1', 'pass for good'],
    [{ section_spliter: '(S|T)', num_sections: 3 }, 'S1', 'fail'],
    [{ section_spliter: 'a$|b', num_sections: 1 }, 'a', 'pass'],
    [{ section_spliter: 'a$|b', num_sections: 1 }, 'a b1', 'pass for good'],
  ],
  'detectable_format:title': [
    [{}, '<<a>', 'fail'],
    [{}, '<<a>>', 'pass for good'],
  ],
  'detectable_format:json_format': [
    [{}, '{', 'undecided'],
    [{}, '{}', 'pass'],
    [{}, '{} x', 'fail for good'],
    [{}, '{} ``', 'fail'],
    [{}, '{} ```` ', 'fail for good'],
    [{}, '``', 'fail'],
    [{}, '```js', 'fail'],
    [{}, ' ```js', 'fail'],
    [{}, '```jx', 'fail for good'],
    [{}, '```json```Json', 'undecided'],
    [{}, '``````', 'undecided'],
    [{}, '````', 'fail'],
    [{}, ' ``', 'fail'],
    [{}, '{} `` x', 'fail for good'],
    [{}, 'tru', 'undecided'],
    [{}, 'trx', 'fail for good'],
  ],
  'combination:two_responses': [
    [{}, 'a', 'fail'],
    [{}, 'a******b', 'pass'],
    [{}, 'a******b******', 'pass'],
    [{}, 'a******b******c', 'fail for good'],
    [{}, 'a******b******c*****', 'fail for good'],
    [{}, 'a******b***********', 'fail'],
    [{}, 'a************b', 'fail for good'],
    [{}, 'a******a', 'fail'],
  ],
  'startend:end_checker': [
    [{ end_phrase: 'Bye.' }, 'So.', 'fail'],
    [{ end_phrase: 'Bye.' }, 'So. Bye.', 'pass'],
  ],
  'startend:quotation': [
    [{}, 'a', 'fail for good'],
    [{}, '"', 'fail'],
    [{}, '"a"', 'pass'],
    [{}, ' ', 'undecided'],
  ],
  'combination:repeat_prompt': [
    [{ prompt_to_repeat: 'Say it.' }, 'say i', 'undecided'],
    [{ prompt_to_repeat: 'Say it.' }, 'say it.', 'pass for good'],
    [{ prompt_to_repeat: 'Say it.' }, 'say x', 'fail for good'],
    [{ prompt_to_repeat: 'Say it.' }, ' say i', 'undecided'],
    [{ prompt_to_repeat: 'Say it.' }, ' say it.', 'pass for good'],
    [{ prompt_to_repeat: 'Say it.' }, ' say x', 'fail for good'],
    [{ prompt_to_repeat: 'ΟΔΟΣ' }, 'ΟΔΟΣ', 'pass'],
    [{ prompt_to_repeat: 'ΟΔΟΣ' }, 'ΟΔΟΣ a', 'pass for good'],
  ],
  'keywords:existence': [
    [{ keywords: ['river'] }, 'rive', 'fail'],
    [{ keywords: ['river'] }, 'river', 'pass for good'],
    [{ keywords: ['river', 'sea$'] }, 'river sea', 'pass'],
  ],
  'keywords:forbidden_words': [
    [{ forbidden_words: ['rock'] }, 'a rock', 'fail'],
    [{ forbidden_words: ['rock'] }, 'a rocks', 'pass'],
    [{ forbidden_words: ['rock'] }, 'a rock.', 'fail for good'],
    [{ forbidden_words: ['rock', 'pop'] }, 'pop rock', 'fail for good'],
    [{ forbidden_words: ['rock', 'pop'] }, 'rock pop', 'fail for good'],
    // Half of a character that is still to come: a letter goes on with the word, a sign ends it.
    [{ forbidden_words: ['rock'] }, 'rock\ud800', 'fail'],
    [{ forbidden_words: ['rock'] }, 'rock\udbff', 'fail'],
    [{ forbidden_words: ['rock'] }, 'rock\u{1f642}', 'fail for good'],
    [{ forbidden_words: ['rock'] }, 'rock\u{1d400}', 'pass'],
  ],
  'keywords:frequency': [
    [{ keyword: 'ho', frequency: 2, relation: 'at least' }, 'ho h', 'fail'],
    [{ keyword: 'ho', frequency: 2, relation: 'at least' }, 'ho ho', 'pass for good'],
    [{ keyword: 'ho', frequency: 2, relation: 'less than' }, 'ho', 'pass'],
    [{ keyword: 'ho\\b', frequency: 2, relation: 'at least' }, 'ho ho', 'pass'],
    [{ keyword: 'ho\\b', frequency: 2, relation: 'at least' }, 'ho ho.', 'pass for good'],
    [{ keyword: 'ho', frequency: 2, relation: 'less than' }, 'ho ho', 'fail for good'],
  ],
  'keywords:letter_frequency': [
    [{ letter: 'e', let_frequency: 1, let_relation: 'at least' }, 'a', 'fail'],
    [{ letter: 'e', let_frequency: 1, let_relation: 'at least' }, 'E', 'pass for good'],
    [{ letter: 'k', let_frequency: 1, let_relation: 'less than' }, '\u212a', 'fail for good'],
    [{ letter: 'i', let_frequency: 1, let_relation: 'less than' }, '\u0130', 'fail for good'],
  ],
  'language:response_language': [
    [{ language: 'de' }, 'When it come', 'undecided'],
    [{ language: 'de' }, '123', 'pass'],
    [{ language: 'en' }, 'When it comes to us', 'undecided'],
    [{ language: 'en' }, 'When it comes to us, I', 'pass'],
    [{ language: 'de' }, 'When it comes to us, I', 'fail'],
  ],
  'length_constraints:number_words': [
    [{ relation: 'at least', num_words: 2 }, 'a b', 'pass for good'],
    [{ relation: 'less than', num_words: 2 }, 'a', 'pass'],
    [{ relation: 'less than', num_words: 2 }, 'a b', 'fail for good'],
  ],
  'length_constraints:number_sentences': [
    [{ relation: 'less than', num_sentences: 2 }, 'One.', 'pass'],
    [{ relation: 'less than', num_sentences: 2 }, 'One. T', 'fail for good'],
    [{ relation: 'at least', num_sentences: 1 }, 'One', 'pass for good'],
  ],
  'length_constraints:number_paragraphs': [
    [{ num_paragraphs: 1 }, 'a ***', 'pass'],
    [{ num_paragraphs: 1 }, 'a ****', 'fail'],
    [{ num_paragraphs: 1 }, 'a ***b', 'fail for good'],
    [{ num_paragraphs: 1 }, 'a ***b**', 'fail for good'],
    [{ num_paragraphs: 2 }, 'a******b', 'fail for good'],
  ],
  'length_constraints:nth_paragraph_first_word': [
    ['A\n\n.', 'fail for good'],
    ['A', 'fail'],
    ['A\n\n ', 'fail'],
    ['A\n\nHow', 'fail'],
    ['A\n\nHow ', 'fail for good'],
    ['A\n\nHow,', 'fail for good'],
    ['A\n\nBut', 'fail for good'],
    ['A\n\nHowever', 'pass'],
    ['A\n\nHoweverx', 'fail for good'],
    ['A\n\nHowever\n\nC', 'fail for good'],
    ['A\n\n\n\nC', 'fail for good'],
    ['\n\nHowever', 'fail'],
    ['\n\nHowever\n\nC', 'pass'],
  ].map(([text, expected]) => [
    { num_paragraphs: 2, nth_paragraph: 2, first_word: 'however' },
    text!,
    expected as Expected,
  ]),
  'change_case:english_capital': [
    [{}, 'AB c', 'fail for good'],
    [{}, '12', 'undecided'],
    [{}, '\u2167', 'pass'],
    [{}, 'DAS WETTER IST GUT UND WIR GEHEN', 'fail'],
    [{}, 'THE WEATHER IS FINE AND WE GO', 'pass'],
  ],
  'change_case:english_lowercase': [
    [{}, 'ab C', 'fail for good'],
    [{}, 'the weather is fine and we go', 'pass'],
  ],
  'change_case:capital_word_frequency': [
    [{ capital_frequency: 1, capital_relation: 'at least' }, 'NASA', 'pass'],
    [{ capital_frequency: 1, capital_relation: 'at least' }, 'NASA ', 'pass for good'],
    [{ capital_frequency: 1, capital_relation: 'less than' }, 'NASA', 'fail'],
    [{ capital_frequency: 1, capital_relation: 'less than' }, 'NASA ', 'fail for good'],
  ],
};

describe('an unfinished answer', () => {
  it('has rows of all 25 types here', () => {
    expect(Object.keys(ROWS).sort()).toEqual(listInstructions().map((type) => type.id));
  });

  for (const [id, rows] of Object.entries(ROWS)) {
    it.each(rows)(`to ${id} with %j, so far %j, is a %s`, (kwargs, text, expected) => {
      const { state, final } = liveVerdict(id, kwargs, text, { done: false });
      expect(`${state}${final ? ' for good' : ''}`).toBe(expected);
    });
  }
});

it('an undecided verdict says what it waits for', () => {
  const soFar = (id: string, kwargs: Kwargs, text: string) => liveVerdict(id, kwargs, text, { done: false });
  expect(soFar('language:response_language', { language: 'de' }, 'When it')).toEqual({
    state: 'undecided',
    final: false,
    reason: 'too few words to tell the language',
  });
  expect(soFar('change_case:english_capital', {}, '12')).toEqual({
    state: 'undecided',
    final: false,
    reason: 'no letters yet',
  });
});

describe('an unfinished answer read loosely', () => {
  const loosely = (text: string, id = 'punctuation:no_comma', kwargs: Kwargs = {}) =>
    liveVerdict(id, kwargs, text, { done: false, mode: 'loose' });

  it('passes while a line that may go holds what is wrong, and says that it does so loosely', () => {
    expect(loosely('a')).toMatchObject({ state: 'pass', final: false, reason: 'no comma' });
    expect(loosely('Well, so\nb')).toEqual({ state: 'pass', final: false, reason: 'loosely: no comma' });
  });

  it('fails, but not for good, while no reading passes and a further line may', () => {
    expect(loosely('a, b')).toEqual({ state: 'fail', final: false, reason: 'a comma', range: [1, 2] });
  });

  it('passes for good once one reading does', () => {
    expect(loosely('"a" My answer is yes.', 'detectable_format:constrained_response')).toMatchObject({
      state: 'pass',
      final: true,
      reason: 'has "My answer is yes."',
    });
    const section = { section_spliter: 'Section', num_sections: 1 };
    expect(loosely('x\nSection* 1\ny\nz', 'detectable_format:multiple_sections', section)).toEqual({
      state: 'pass',
      final: true,
      reason: 'loosely: 1 section, at least 1 wanted',
    });
  });

  it('fails for good once all readings do, at the place of the strict one', () => {
    expect(loosely('a,\nb,\nc,\nd')).toEqual({
      state: 'fail',
      final: true,
      reason: 'a comma',
      range: [1, 2],
    });
  });

  it('of a finished answer is what the check says, with its reason', () => {
    const done = (text: string) =>
      liveVerdict('punctuation:no_comma', {}, text, { done: true, mode: 'loose' });
    expect(done('Well, so\nb')).toEqual({ state: 'pass', final: true, reason: 'loosely: no comma' });
    expect(done('a, b')).toEqual({ state: 'fail', final: true, reason: 'a comma', range: [1, 2] });
    expect(done('a b')).toEqual({ state: 'pass', final: true, reason: 'no comma' });
    expect(done(' ')).toEqual({ state: 'fail', final: true, reason: 'the answer is empty' });
  });
});

describe('a blank beginning', () => {
  it('is undecided also where a text of no words passes for good', () => {
    const kwargs = { num_words: 0, relation: 'at least' };
    const soFar = (text: string) =>
      liveVerdict('length_constraints:number_words', kwargs, text, { done: false });
    expect(soFar(' ')).toMatchObject({ state: 'undecided', final: false });
    expect(soFar('.')).toMatchObject({ state: 'pass', final: true });
  });

  it('is undecided, unless even more text cannot help', () => {
    expect(liveVerdict('punctuation:no_comma', {}, ' ', { done: false })).toEqual({
      state: 'undecided',
      final: false,
      reason: 'nothing written yet',
    });
    const none = { forbidden_words: ['x', ' '] };
    expect(
      liveVerdict('keywords:frequency', { keyword: 'a', frequency: 0, relation: 'less than' }, ' ', {
        done: false,
      }),
    ).toEqual({
      state: 'fail',
      final: true,
      reason: 'already 0 matches of "a", fewer than 0 wanted',
    });
    expect(liveVerdict('keywords:forbidden_words', none, '', { done: false }).state).toBe('undecided');
  });
});

it('a first word that is not the last paragraph’s cannot grow', () => {
  const kwargs = { num_paragraphs: 2, nth_paragraph: 1, first_word: 'however' };
  const first = (text: string) =>
    liveVerdict('length_constraints:nth_paragraph_first_word', kwargs, text, { done: false });
  expect(first('How')).toMatchObject({ state: 'fail', final: false });
  expect(first('How\n\nb')).toMatchObject({ state: 'fail', final: true });
});
