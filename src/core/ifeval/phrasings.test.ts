/** How an instruction is asked for: titles, labels, and the sentences that stand in a request. */
import { describe, expect, it } from 'vitest';
import { instructionType, type Kwargs, listInstructions, validateKwargs } from './index.ts';

describe('what the page shows of a type', () => {
  it('is a title of its own, a label for each argument, and whole sentences to ask with', () => {
    const types = listInstructions();
    expect(new Set(types.map(({ title }) => title)).size).toBe(25);
    for (const { title, parameters, phrasings, id } of types) {
      expect(title, id).toMatch(/^[A-Z]\S*( |$)/);
      for (const { label } of parameters) expect(label, id).toMatch(/^[A-Z][a-z ]+$/);
      const kwargs = Object.fromEntries(parameters.map(({ name, initial }) => [name, initial]));
      for (const phrasing of phrasings(kwargs)) {
        expect(phrasing, id).toMatch(/^[A-Z]\S*( \S+){2,}/);
        expect(phrasing, id).not.toMatch(/[a-z]{2}[.!?]"*[A-Z]/);
      }
    }
  });

  it('counts in the request as one says it', () => {
    const asked = (id: string, kwargs: Kwargs) => {
      const type = instructionType(id);
      return type.phrasings(validateKwargs(type, kwargs))[0];
    };
    expect(asked('length_constraints:number_words', { relation: 'at least', num_words: 1 })).toBe(
      'Answer with at least 1 word.',
    );
    expect(asked('length_constraints:number_words', { relation: 'less than', num_words: 20 })).toBe(
      'Answer with less than 20 words.',
    );
    expect(asked('length_constraints:number_sentences', { relation: 'less than', num_sentences: 4 })).toBe(
      'Your answer should contain less than 4 sentences.',
    );
    expect(asked('length_constraints:number_paragraphs', { num_paragraphs: 3 })).toContain(
      'There should be 3 paragraphs.',
    );
    const first = { num_paragraphs: 1, nth_paragraph: 1, first_word: 'so' };
    expect(asked('length_constraints:nth_paragraph_first_word', first)).toBe(
      'There should be 1 paragraph, separated by two new lines. Paragraph 1 must start with the word so.',
    );
  });
});

describe('every way to ask', () => {
  const ASKED: [id: string, kwargs: Kwargs, words: string[]][] = [
    ['detectable_content:number_placeholders', { num_placeholders: 1 }, ['at least 1 placeholder']],
    ['detectable_content:number_placeholders', { num_placeholders: 2 }, ['at least 2 placeholders']],
    ['detectable_content:postscript', { postscript_marker: 'N.B.' }, ['postscript', 'N.B.']],
    ['detectable_format:number_bullet_lists', { num_bullets: 1 }, ['1 bullet point']],
    ['detectable_format:number_bullet_lists', { num_bullets: 2 }, ['2 bullet points']],
    ['detectable_format:number_highlighted_sections', { num_highlights: 1 }, ['at least 1 section']],
    [
      'detectable_format:multiple_sections',
      { section_spliter: ' Part ', num_sections: 1 },
      ['1 section', 'Part'],
    ],
    ['detectable_format:multiple_sections', { section_spliter: 'Part', num_sections: 2 }, ['2 sections']],
    [
      'detectable_format:constrained_response',
      {},
      ['My answer is yes.', 'My answer is no.', 'My answer is maybe.'],
    ],
    ['keywords:existence', { keywords: ['sea', 'sky'] }, ['"sea", "sky"']],
    ['keywords:forbidden_words', { forbidden_words: ['sea', 'sky'] }, ['"sea", "sky"']],
    [
      'keywords:frequency',
      { keyword: 'sea', frequency: 1, relation: 'less than' },
      ['"sea"', 'less than 1 time'],
    ],
    [
      'keywords:letter_frequency',
      { letter: 'q', let_frequency: 2, let_relation: 'at least' },
      ['q', 'at least 2 times'],
    ],
    [
      'change_case:capital_word_frequency',
      { capital_frequency: 3, capital_relation: 'less than' },
      ['less than 3 times'],
    ],
    ['language:response_language', { language: 'sw' }, ['Swahili']],
    ['length_constraints:number_words', { relation: 'at least', num_words: 1 }, ['at least 1 word']],
    [
      'length_constraints:number_sentences',
      { relation: 'less than', num_sentences: 2 },
      ['less than 2 sentences'],
    ],
    ['length_constraints:number_paragraphs', { num_paragraphs: 2 }, ['2 paragraphs']],
    [
      'length_constraints:nth_paragraph_first_word',
      { num_paragraphs: 2, nth_paragraph: 1, first_word: 'so' },
      ['2 paragraphs', 'paragraph 1', 'so'],
    ],
  ];
  it.each(ASKED)('for %s with %j names %j', (id, kwargs, words) => {
    const type = instructionType(id);
    for (const phrasing of type.phrasings(kwargs).map((each) => each.toLowerCase())) {
      for (const word of words.map((each) => each.toLowerCase())) {
        expect(phrasing).toContain(word);
        expect(phrasing).not.toContain(`${word}s`);
      }
    }
  });
});
