/** What a verdict says, and the place that it points at: the line under an answer, type by type. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type GoldenCase, readGolden } from '../../../scripts/lib/readGolden.ts';
import { check, type Kwargs, listInstructions, liveVerdict, loadLanguages } from './index.ts';

beforeAll(loadLanguages);

/** The place is marked in the answer by ⟦ ⟧; without marks there is none. */
type Row = [kwargs: Kwargs, marked: string, passes: boolean, reason: string];

const ROWS: Record<string, Row[]> = {
  'punctuation:no_comma': [
    [{}, 'a⟦,⟧ b, c', false, 'a comma'],
    [{}, 'a b', true, 'no comma'],
  ],
  'detectable_content:number_placeholders': [
    [{ num_placeholders: 1 }, 'x ⟦[a]⟧ [b]', true, '2 placeholders, at least 1 wanted'],
    [{ num_placeholders: 4 }, 'x [a] [b] ⟦[c]⟧', false, 'only 3 placeholders, at least 4 wanted'],
    [{ num_placeholders: 1 }, 'x [a', false, 'only 0 placeholders, at least 1 wanted'],
    [{ num_placeholders: 1 }, 'x [a\nb]', false, 'only 0 placeholders, at least 1 wanted'],
    [{ num_placeholders: 1 }, '[a\n⟦[b]⟧', true, '1 placeholder, at least 1 wanted'],
  ],
  'detectable_content:postscript': [
    [{ postscript_marker: 'P.S.' }, 'Bye. ⟦P.S.⟧ Write.', true, 'postscript P.S. found'],
    [{ postscript_marker: 'P.P.S' }, 'Bye. ⟦P. p.s⟧ Write.', true, 'postscript P.P.S found'],
    [{ postscript_marker: 'N.B.' }, 'Bye. ⟦n.b.⟧ Write.', true, 'postscript N.B. found'],
    [{ postscript_marker: ' N.B. ' }, 'Bye. ⟦n.b.⟧ Write.', true, 'postscript N.B. found'],
    [{ postscript_marker: '^N.B.' }, 'Bye.\n⟦N.B.⟧ Write.', true, 'postscript ^N.B. found'],
    [{ postscript_marker: 'P.S.' }, '\u0130. P.S. Write.', true, 'postscript P.S. found'],
    [{ postscript_marker: 'P.S.' }, 'Bye.', false, 'no postscript P.S.'],
  ],
  'detectable_format:number_bullet_lists': [
    [{ num_bullets: 1 }, '* a\n⟦* b⟧\n* c', false, '3 bullet points, exactly 1 wanted'],
    [{ num_bullets: 2 }, '- a\n⟦* b⟧', true, '2 bullet points, exactly 2 wanted'],
    [{ num_bullets: 2 }, '* a\n⟦- b⟧', true, '2 bullet points, exactly 2 wanted'],
    [{ num_bullets: 2 }, '⟦* a⟧', false, '1 bullet point, exactly 2 wanted'],
    [{ num_bullets: 4 }, '* a\n* b\n⟦* c⟧', false, '3 bullet points, exactly 4 wanted'],
  ],
  'detectable_format:constrained_response': [
    [{}, 'So: ⟦My answer is no.⟧ Really.', true, 'has "My answer is no."'],
    [{}, '⟦My answer is maybe.⟧', true, 'has "My answer is maybe."'],
    [{}, 'No.', false, 'none of the three allowed answers'],
  ],
  'detectable_format:number_highlighted_sections': [
    [{ num_highlights: 1 }, '⟦*a*⟧ and **b**', true, '2 highlights, at least 1 wanted'],
    [{ num_highlights: 1 }, '⟦**b**⟧ and *a*', true, '2 highlights, at least 1 wanted'],
    [{ num_highlights: 2 }, '*a* and ⟦**b**⟧', true, '2 highlights, at least 2 wanted'],
    [{ num_highlights: 2 }, '⟦*a*⟧ and **', false, 'only 1 highlight, at least 2 wanted'],
    [{ num_highlights: 4 }, '*a* *b* ⟦*c*⟧', false, 'only 3 highlights, at least 4 wanted'],
  ],
  'detectable_format:multiple_sections': [
    [
      { section_spliter: 'Section', num_sections: 2 },
      'Section 1 a ⟦Section 2⟧ b Section 3',
      true,
      '3 sections, at least 2 wanted',
    ],
    [
      { section_spliter: 'Section', num_sections: 4 },
      'Section 1 a Section 2 b ⟦Section 3⟧',
      false,
      'only 3 sections, at least 4 wanted',
    ],
    [
      { section_spliter: 'Sect?ion', num_sections: 4 },
      'Section 1 a Section 2 b⟦ Secion 3 ⟧c',
      false,
      'only 3 sections, at least 4 wanted',
    ],
    [
      { section_spliter: 'Sect?ion', num_sections: 2 },
      'Section 1 a⟦ Section 2 ⟧b Secion 3 c',
      true,
      '3 sections, at least 2 wanted',
    ],
    [
      { section_spliter: 'Sect?ion', num_sections: 1 },
      'No parts.',
      false,
      'only 0 sections, at least 1 wanted',
    ],
    [{ section_spliter: ' Part ', num_sections: 1 }, '⟦Part 1⟧', true, '1 section, at least 1 wanted'],
    [
      { section_spliter: 'SECTION', num_sections: 1 },
      'Section 1',
      false,
      'only 0 sections, at least 1 wanted',
    ],
  ],
  'detectable_format:title': [
    [{}, 'x ⟦<<My day>>⟧ y', true, 'title "My day"'],
    [{}, '⟦<< My day >>⟧', true, 'title "My day"'],
    [{}, '⟦<<>a>>>⟧', true, 'title ">a"'],
    [{}, `⟦<<${'x'.repeat(70)}>>⟧`, true, `title "${'x'.repeat(60)}"`],
    [{}, '<< >> y', false, 'no title in << >>'],
  ],
  'detectable_format:json_format': [
    [{}, '```json\n{"a": [1, 2]}\n```', true, 'valid JSON'],
    [{}, '```json\n[1 ⟦2⟧]\n```', false, 'not JSON: expected , or ]'],
    [{}, '{"a": 1⟦]⟧', false, 'not JSON: expected , or }'],
    [{}, '⟦S⟧ure: {}', false, 'not JSON: expected a value'],
    [{}, '{} ⟦a⟧', false, 'not JSON: text after the value'],
    [{}, '{⟦1⟧: 2}', false, 'not JSON: expected a key in double quotes'],
    [{}, '{"a"⟦,⟧', false, 'not JSON: expected a colon'],
    [{}, '["a⟦\n⟧"]', false, 'not JSON: a control character in a string'],
    [{}, '["\\⟦q⟧"]', false, 'not JSON: unknown escape \\q'],
    [{}, '["\\⟦u⟧00zz"]', false, 'not JSON: a bad \\u escape'],
    [{}, '{"a": 1', false, 'the JSON is not complete'],
    [{}, '```json```Json```JSON```{}```', true, 'valid JSON'],
    [{}, '```JSON```⟦j⟧son\n{}', false, 'not JSON: expected a value'],
    [{}, '``````', false, 'the JSON is not complete'],
    [{}, '```⟦`⟧', false, 'not JSON: expected a value'],
    [{}, '{}\n⟦`⟧`', false, 'not JSON: text after the value'],
  ],
  'combination:two_responses': [
    [{}, 'a\n******\nb', true, 'two different answers'],
    [{}, 'a ****** a', false, 'both answers are the same'],
    [{}, 'a', false, '1 answer, exactly 2 wanted'],
    [{}, 'a******b******c', false, '3 answers, exactly 2 wanted'],
    [{}, 'a*****⟦**⟧*****b', false, 'an empty answer between dividers'],
    [{}, 'a******b*****⟦* *⟧*****c', false, 'an empty answer between dividers'],
    [{}, '******a ****** b', true, 'two different answers'],
  ],
  'startend:end_checker': [
    [{ end_phrase: 'Bye now.' }, 'So. ⟦BYE now.⟧ ', true, 'ends with the phrase'],
    [{ end_phrase: 'x'.repeat(70) }, 'So.', false, `does not end with "${'x'.repeat(60)}"`],
    [{ end_phrase: 'Bye now.' }, 'Bye now. So.', false, 'does not end with "bye now."'],
  ],
  'startend:quotation': [
    [{}, ' "a" ', true, 'begins and ends with "'],
    [{}, ' ⟦a⟧"', false, 'does not begin with "'],
    [{}, '"a', false, 'begins with " but does not end with it'],
    [{}, '"', false, 'begins with " but does not end with it'],
    [{}, '  "', false, 'begins with " but does not end with it'],
  ],
  'combination:repeat_prompt': [
    [{ prompt_to_repeat: 'Say it.' }, ' ⟦SAY it.⟧ Yes.', true, 'repeats the request'],
    [{ prompt_to_repeat: 'Say it.' }, 'Say ⟦t⟧hat.', false, 'differs from the request'],
    [{ prompt_to_repeat: 'Say it.' }, 'Say', false, 'has not repeated the whole request'],
  ],
  'keywords:existence': [
    [{ keywords: ['river', 'sea'] }, 'The sea', false, 'missing: "river"'],
    [{ keywords: ['river', 'sea'] }, 'A sea, a ⟦River⟧.', true, 'has "river", "sea"'],
    [{ keywords: ['river', 'sea'] }, 'A lake', false, 'missing: "river", "sea"'],
  ],
  'keywords:forbidden_words': [
    [{ forbidden_words: ['very', 'so'] }, 'It is ⟦So⟧ very good, so', false, '"So" is forbidden'],
    [{ forbidden_words: ['very', 'very good'] }, 'a ⟦very⟧ good', false, '"very" is forbidden'],
    [{ forbidden_words: ['very', 'so'] }, 'also every', true, 'none of "very", "so"'],
  ],
  'keywords:frequency': [
    [
      { keyword: 'ho', frequency: 2, relation: 'at least' },
      'ho ⟦ho⟧ ho',
      true,
      '3 matches of "ho", at least 2 wanted',
    ],
    [
      { keyword: 'ho', frequency: 2, relation: 'less than' },
      'ho ⟦HO⟧ ho',
      false,
      'already 3 matches of "ho", fewer than 2 wanted',
    ],
    [
      { keyword: 'ho', frequency: 2, relation: 'less than' },
      'a ⟦ho⟧',
      true,
      '1 match of "ho", fewer than 2 wanted',
    ],
    [
      { keyword: ' ho ', frequency: 4, relation: 'at least' },
      'ho ho ⟦ho⟧',
      false,
      'only 3 matches of "ho", at least 4 wanted',
    ],
    [
      { keyword: 'ho', frequency: 2, relation: 'at least' },
      'ha',
      false,
      'only 0 matches of "ho", at least 2 wanted',
    ],
  ],
  'keywords:letter_frequency': [
    [
      { letter: 'e', let_frequency: 2, let_relation: 'at least' },
      'Ev⟦e⟧ here',
      true,
      '4 letters e, at least 2 wanted',
    ],
    [
      { letter: 'E', let_frequency: 2, let_relation: 'at least' },
      'm⟦e⟧',
      false,
      'only 1 letter e, at least 2 wanted',
    ],
    [
      { letter: 'e', let_frequency: 0, let_relation: 'at least' },
      '⟦e⟧e',
      true,
      '2 letters e, at least 0 wanted',
    ],
    [
      { letter: 'K', let_frequency: 3, let_relation: 'at least' },
      'kK⟦\u212a⟧k',
      true,
      '4 letters k, at least 3 wanted',
    ],
    [
      { letter: 'z', let_frequency: 1, let_relation: 'less than' },
      'a',
      true,
      '0 letters z, fewer than 1 wanted',
    ],
  ],
  'language:response_language': [
    [{ language: 'en' }, 'The weather is fine and we go home.', true, 'reads as English'],
    [{ language: 'de' }, 'The weather is fine and we go home.', false, 'reads as English, not German'],
    [{ language: 'de' }, '123', true, 'no words whose language could be told'],
  ],
  'length_constraints:number_words': [
    [{ relation: 'at least', num_words: 2 }, "it ⟦isn⟧'t", true, '3 words, at least 2 wanted'],
    [{ relation: 'less than', num_words: 2 }, '⟦one⟧', true, '1 word, fewer than 2 wanted'],
    [{ relation: 'at least', num_words: 3 }, 'a ⟦b⟧.', false, 'only 2 words, at least 3 wanted'],
  ],
  'length_constraints:number_sentences': [
    [
      { relation: 'less than', num_sentences: 2 },
      'One. ⟦Two.⟧ Three.',
      false,
      'already 3 sentences, fewer than 2 wanted',
    ],
    [{ relation: 'at least', num_sentences: 3 }, 'One. ⟦Two.⟧', false, 'only 2 sentences, at least 3 wanted'],
    [
      { relation: 'at least', num_sentences: 5 },
      'One. Two. ⟦Three.⟧',
      false,
      'only 3 sentences, at least 5 wanted',
    ],
  ],
  'length_constraints:number_paragraphs': [
    [{ num_paragraphs: 2 }, 'a\n***\nb', true, '2 paragraphs, exactly 2 wanted'],
    [{ num_paragraphs: 2 }, 'a', false, '1 paragraph, exactly 2 wanted'],
    [{ num_paragraphs: 2 }, 'a**⟦**⟧**b', false, 'an empty paragraph between dividers'],
  ],
  'length_constraints:nth_paragraph_first_word': [
    [
      { num_paragraphs: 2, nth_paragraph: 2, first_word: 'however' },
      'A\n\n ⟦However⟧, b',
      true,
      'paragraph 2 begins with "however"; 2 of 2 paragraphs',
    ],
    [
      { num_paragraphs: 3, nth_paragraph: 1, first_word: 'A' },
      '"⟦A⟧" b\n\nc',
      false,
      'paragraph 1 begins with "a"; 2 of 3 paragraphs',
    ],
    [{ num_paragraphs: 1, nth_paragraph: 1, first_word: 'a' }, '⟦.⟧a b', false, 'paragraph 1 begins with ""'],
    [
      { num_paragraphs: 1, nth_paragraph: 1, first_word: 'a' },
      `⟦${'x'.repeat(50)}⟧ b`,
      false,
      `paragraph 1 begins with "${'x'.repeat(40)}"`,
    ],
    [{ num_paragraphs: 1, nth_paragraph: 1, first_word: 'A' }, '⟦"⟧" b', false, 'paragraph 1 begins with ""'],
    [
      { num_paragraphs: 1, nth_paragraph: 1, first_word: 'a' },
      '⟦\u0130⟧',
      false,
      'paragraph 1 begins with "i\u0307"',
    ],
    [
      { num_paragraphs: 2, nth_paragraph: 2, first_word: 'however' },
      'A\n\n⟦But⟧ b',
      false,
      'paragraph 2 begins with "but"',
    ],
    [{ num_paragraphs: 2, nth_paragraph: 2, first_word: 'however' }, 'A', false, '1 paragraph, 2 wanted'],
    [
      { num_paragraphs: 2, nth_paragraph: 2, first_word: 'however' },
      'A\n\n \n\nHowever',
      false,
      'paragraph 2 is blank',
    ],
  ],
  'change_case:english_capital': [
    [{}, 'WE ARE ⟦g⟧oing', false, '"g" is lower case'],
    [{}, '12', false, 'no letters yet'],
    [{}, '\u2167', true, 'the case is right'],
    [{}, 'A⟦\u01c5⟧', false, '"\u01c5" is lower case'],
    [{}, 'THE WEATHER IS FINE AND WE GO HOME.', true, 'the case is right, in English'],
    [{}, 'DAS WETTER IST GUT UND WIR GEHEN NACH HAUSE.', false, 'the case is right, but it looks like "de"'],
  ],
  'change_case:english_lowercase': [
    [{}, 'we ⟦A⟧re', false, '"A" is a capital'],
    [{}, 'a⟦\u01c5⟧', false, '"\u01c5" is a capital'],
    [{}, 'the weather is fine and we go home.', true, 'the case is right, in English'],
  ],
  'change_case:capital_word_frequency': [
    [
      { capital_frequency: 1, capital_relation: 'at least' },
      'the ⟦NASA⟧ is BIG',
      true,
      '2 words in capitals, at least 1 wanted',
    ],
    [
      { capital_frequency: 2, capital_relation: 'at least' },
      'the ⟦NASA⟧ is big',
      false,
      'only 1 word in capitals, at least 2 wanted',
    ],
  ],
};

describe('a verdict', () => {
  it('has rows of all 25 types here', () => {
    expect(Object.keys(ROWS).sort()).toEqual(listInstructions().map((type) => type.id));
  });

  for (const [id, rows] of Object.entries(ROWS)) {
    it.each(rows)(`of ${id} with %j says of %j: %j, %s`, (kwargs, marked, passes, reason) => {
      const start = marked.indexOf('⟦');
      const range = start < 0 ? undefined : [start, marked.indexOf('⟧') - 1];
      const text = marked.replace(/[⟦⟧]/g, '');
      const verdict = liveVerdict(id, kwargs, text, { done: true });
      expect(verdict).toEqual({
        state: passes ? 'pass' : 'fail',
        final: true,
        reason,
        ...(range ? { range } : {}),
      });
      const { strict, detail } = check(id, kwargs, text);
      expect([strict, detail.startsWith(reason)]).toEqual([passes, true]);
    });
  }

  it('says something in one line about every fifth golden case', () => {
    const isLine = (detail: string) => /^(?!.*(undefined|NaN|null))[^\n]{5,}/.test(detail);
    const mute = readGolden().filter(
      (c, index) =>
        index % 5 === 0 && !isLine(check(c.instruction_id, c.kwargs, c.response, c.prompt).detail),
    );
    expect(mute.map(({ id }) => id)).toEqual([]);
  });
});

describe('a loose verdict', () => {
  const detail = (response: string, id = 'punctuation:no_comma', kwargs: Kwargs = {}) =>
    check(id, kwargs, response).detail;

  it('says what was left out', () => {
    expect(detail('Well, so\nb')).toBe('a comma; passes loosely (without the first or the last line)');
    expect(detail('Well, so\nb\nbye, all')).toBe('a comma; passes loosely (without first or last lines)');
    const quote = (response: string) => detail(response, 'startend:quotation');
    expect(quote('*"a"*')).toBe('does not begin with "; passes loosely (without asterisks)');
    expect(quote('Here:\n*"a"*')).toBe(
      'does not begin with "; passes loosely (without the first or the last line and asterisks)',
    );
    expect(quote('*Here:\n"*a*"')).toBe(
      'does not begin with "; passes loosely (without the first or the last line)',
    );
  });

  it('says nothing more where it fails as well', () => {
    expect(detail('a, b')).toBe('a comma');
  });
});

/** Cases on either side of each verdict keep a table from passing because everything passes. */
it('the golden cases hold passing and failing ones of every type', () => {
  const seen = new Map<string, Set<boolean>>();
  for (const { instruction_id, strict } of readGolden() as GoldenCase[]) {
    seen.set(instruction_id, (seen.get(instruction_id) ?? new Set()).add(strict));
  }
  expect([...seen.values()].every((verdicts) => verdicts.size === 2)).toBe(true);
});
