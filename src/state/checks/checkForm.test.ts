import { describe, expect, it } from 'vitest';
import { listInstructions } from '../../core/ifeval/index.ts';
import { draftOf, groupCheckTypes, newDraft, readDraft, withField } from './checkForm.ts';
import { checkKey, checkProblem } from './checks.ts';

const WORDS = 'length_constraints:number_words';

describe('the types on offer', () => {
  it('are all 25, each in one group', () => {
    const offered = groupCheckTypes().flatMap(({ types }) => types.map(({ id }) => id));
    expect(offered.toSorted()).toEqual(listInstructions().map(({ id }) => id));
    expect(offered).toHaveLength(25);
  });
});

describe('a new form', () => {
  it.each(listInstructions().map(({ id }) => id))('of %s makes a check that can be used', (id) => {
    const { check } = readDraft(newDraft(id));
    expect(check).not.toBeNull();
    expect(check && checkProblem(check)).toBeNull();
  });
});

describe('a form filled in with a check', () => {
  it.each([
    { instructionId: WORDS, kwargs: { relation: 'less than', num_words: 7 } },
    { instructionId: 'keywords:existence', kwargs: { keywords: ['sea', 'a lamp'] } },
    {
      instructionId: 'keywords:letter_frequency',
      kwargs: { letter: 'x', let_frequency: 2, let_relation: 'at least' },
    },
    { instructionId: 'language:response_language', kwargs: { language: 'fr' } },
    { instructionId: 'combination:repeat_prompt', kwargs: { prompt_to_repeat: 'Say it.' } },
    { instructionId: 'combination:repeat_prompt', kwargs: {} },
  ])('makes the same check again: $instructionId $kwargs', (check) => {
    expect(readDraft(draftOf(check)).check).toEqual(check);
  });

  it('keeps its beginning where the check says nothing of use', () => {
    expect(draftOf({ instructionId: WORDS, kwargs: { num_words: null } })).toEqual(newDraft(WORDS));
  });
});

describe('a field that cannot be used', () => {
  const problemsOf = (id: string, name: string, text: string) =>
    readDraft(withField(newDraft(id), name, text)).problems;

  it.each([
    ['', 'Missing: give a whole number from 0 to 1000000.'],
    ['-1', 'Give a whole number from 0 to 1000000.'],
    ['1.5', 'Give a whole number from 0 to 1000000.'],
    ['many', 'Give a whole number from 0 to 1000000.'],
  ])('says what a number may be: %j', (text, problem) => {
    expect(problemsOf(WORDS, 'num_words', text)).toEqual({ num_words: problem });
  });

  it('says what a letter, a text and a list may be', () => {
    expect(problemsOf('keywords:letter_frequency', 'letter', 'ab')?.letter).toBe(
      'Give one letter from a to z.',
    );
    expect(problemsOf('startend:end_checker', 'end_phrase', ' ')?.end_phrase).toMatch(
      /^Missing: give text of 1/,
    );
    expect(problemsOf('keywords:existence', 'keywords', '\n')?.keywords).toMatch(
      /^Missing: give 1 to \d+ words/,
    );
  });

  it('is the form as a whole where the list holds the same check already', () => {
    const commas = newDraft('punctuation:no_comma');
    const { check } = readDraft(commas);
    expect(readDraft(commas, check ? [checkKey(check)] : []).problems).toEqual({
      '': 'This check is in the list already.',
    });
  });

  it('is the form as a whole where two arguments do not go together', () => {
    expect(problemsOf('length_constraints:nth_paragraph_first_word', 'nth_paragraph', '9')).toEqual({
      '': '“Paragraph” is 9, but there are 3 paragraphs: use 1 to 3.',
    });
  });
});
