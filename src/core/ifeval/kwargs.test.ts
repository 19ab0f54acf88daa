import { describe, expect, it } from 'vitest';
import {
  check,
  describeRange,
  instructionType,
  listInstructions,
  type Parameter,
  validateKwargs,
} from './index.ts';

const initial = (id: string) =>
  Object.fromEntries(instructionType(id).parameters.map((parameter) => [parameter.name, parameter.initial]));

describe('the description of an instruction type', () => {
  it('exists for all 25, with at least three phrasings that name the arguments', () => {
    const types = listInstructions();
    expect(types).toHaveLength(25);
    for (const type of types) {
      const phrasings = type.phrasings(validateKwargs(type, initial(type.id)));
      expect(new Set(phrasings).size).toBeGreaterThanOrEqual(3);
      for (const value of Object.values(initial(type.id)).flat()) {
        if (type.id === 'language:response_language') continue;
        expect(phrasings.join(' ')).toContain(String(value));
      }
    }
  });

  it('has initial arguments that are allowed', () => {
    for (const type of listInstructions()) expect(() => validateKwargs(type, initial(type.id))).not.toThrow();
  });

  it('says what each argument takes', () => {
    for (const type of listInstructions()) {
      for (const parameter of type.parameters) expect(describeRange(parameter)).toMatch(/^(a |text|one |")/);
    }
  });
});

describe('the limits of an argument', () => {
  /** Of each kind: values at the limits, and values just beyond. */
  const edges = (parameter: Parameter): { taken: unknown[]; refused: unknown[] } => {
    switch (parameter.kind) {
      case 'count':
        return {
          taken: [parameter.min, parameter.max],
          refused: [parameter.min - 1, parameter.max + 1, parameter.min + 0.5, Number.NaN, '1'],
        };
      case 'relation':
        return { taken: ['less than', 'at least'], refused: ['at most', '', 1] };
      case 'text':
        return {
          taken: ['x', 'x'.repeat(parameter.maxLength)],
          refused: ['', ' ', 'x'.repeat(parameter.maxLength + 1), 1],
        };
      case 'textList':
        return {
          taken: [['x'], new Array(parameter.maxItems).fill('x'), ['x'.repeat(parameter.maxLength)]],
          refused: [
            [],
            new Array(parameter.maxItems + 1).fill('x'),
            ['x', 'x'.repeat(parameter.maxLength + 1)],
            ['x', ''],
            'x',
          ],
        };
      case 'letter':
        return { taken: ['a', 'Z'], refused: ['', 'ab', '1', 'é', ['a']] };
      case 'language':
        return { taken: ['de', 'zh-cn'], refused: ['', 'xx', 'toString', ['de']] };
    }
  };

  for (const type of listInstructions()) {
    for (const parameter of type.parameters) {
      it(`are kept for ${parameter.name} of ${type.id}`, () => {
        const { taken, refused } = edges(parameter);
        const largest = { num_paragraphs: 1_000_000, nth_paragraph: 1 };
        const others = Object.fromEntries(
          Object.entries({ ...initial(type.id), ...largest }).filter(([name]) => name in initial(type.id)),
        );
        for (const value of taken) {
          const kwargs = { ...others, [parameter.name]: value };
          expect(validateKwargs(type, kwargs)).toEqual(kwargs);
        }
        for (const value of refused) {
          expect(() => validateKwargs(type, { ...others, [parameter.name]: value })).toThrow(
            expect.objectContaining({ code: 'check_arguments', details: { instructionId: type.id } }),
          );
        }
      });
    }
  }

  it('are said in words', () => {
    const said = (id: string) => instructionType(id).parameters.map(describeRange);
    expect(said('keywords:existence')).toEqual(['a list of 1 to 1000 texts of 1 to 1000 characters']);
    expect(said('keywords:letter_frequency')).toEqual([
      'one letter from a to z',
      'a whole number from 0 to 1000000',
      '"less than" or "at least"',
    ]);
    expect(said('startend:end_checker')).toEqual(['text of 1 to 10000 characters that is not blank']);
    expect(said('language:response_language')[0]).toMatch(/^one of the codes (\w+(-\w+)?, ){20,}\w+/);
  });
});

describe('arguments', () => {
  it('that are null count as missing, so that data with every key can be read', () => {
    const { strict } = check('punctuation:no_comma', { num_words: null, keywords: null }, 'a');
    expect(strict).toBe(true);
  });

  const WRONG: [title: string, id: string, kwargs: unknown, message: string][] = [
    [
      'missing',
      'length_constraints:number_words',
      { relation: 'at least' },
      '"num_words" should be a whole number',
    ],
    ['null', 'keywords:existence', { keywords: null }, 'it is missing'],
    ['unknown', 'punctuation:no_comma', { commas: 0 }, 'unknown argument "commas": it takes no arguments'],
    ['negative', 'detectable_format:number_bullet_lists', { num_bullets: -1 }, 'found -1'],
    ['not whole', 'detectable_format:number_bullet_lists', { num_bullets: 1.5 }, 'found 1.5'],
    ['text in place of a number', 'detectable_format:number_bullet_lists', { num_bullets: '3' }, 'found "3"'],
    [
      'an unknown relation',
      'length_constraints:number_words',
      { relation: 'at most', num_words: 1 },
      '"less than" or "at least"',
    ],
    ['an empty list', 'keywords:existence', { keywords: [] }, 'a list of 1 to'],
    ['an empty keyword', 'keywords:existence', { keywords: [''] }, 'a list of 1 to'],
    ['a number among the keywords', 'keywords:existence', { keywords: [1] }, 'a list of 1 to'],
    ['a blank phrase', 'startend:end_checker', { end_phrase: ' ' }, 'not blank'],
    [
      'no letter',
      'keywords:letter_frequency',
      { letter: '!', let_frequency: 1, let_relation: 'at least' },
      'one letter',
    ],
    ['an unknown language', 'language:response_language', { language: 'xx' }, 'one of the codes'],
    [
      'a name of Object.prototype',
      'language:response_language',
      { language: 'constructor' },
      'one of the codes',
    ],
    [
      'a paragraph beyond the last',
      'length_constraints:nth_paragraph_first_word',
      { num_paragraphs: 2, nth_paragraph: 3, first_word: 'a' },
      'there are 2 paragraphs',
    ],
    ['no object', 'punctuation:no_comma', null, 'an object of arguments'],
    ['a list', 'punctuation:no_comma', [], 'an object of arguments'],
  ];
  for (const [title, id, kwargs, message] of WRONG) {
    it(`that are ${title} end in a typed error of ${id}`, () => {
      expect(() => check(id, kwargs, 'a')).toThrowError(
        expect.objectContaining({ code: 'check_arguments', message: expect.stringContaining(message) }),
      );
    });
  }

  it('take the prompt for a missing request to repeat', () => {
    expect(check('combination:repeat_prompt', {}, 'Say it. Yes.', 'Say it.').strict).toBe(true);
    expect(check('combination:repeat_prompt', { prompt_to_repeat: null }, 'Say it.', 'Say it.').strict).toBe(
      true,
    );
    expect(check('combination:repeat_prompt', { prompt_to_repeat: 'Go.' }, 'Go.', 'Say it.').strict).toBe(
      true,
    );
    for (const [kwargs, prompt] of [[{}], [null, 'Say it.'], [[], 'Say it.'], ['a', 'Say it.']] as const) {
      expect(() => check('combination:repeat_prompt', kwargs, 'Say it.', prompt)).toThrowError(
        expect.objectContaining({ code: 'check_arguments' }),
      );
    }
  });

  it('of an unknown type end in an error that lists the types', () => {
    expect(() => check('punctuation:no_dots', {}, 'a')).toThrowError(
      expect.objectContaining({
        code: 'unknown_check',
        message: expect.stringContaining('punctuation:no_comma'),
      }),
    );
  });

  it('do not matter when the answer is no text', () => {
    for (const [response, found] of [
      [null, 'null'],
      [1, 'number'],
      [undefined, 'undefined'],
    ]) {
      expect(() => check('punctuation:no_comma', {}, response as string)).toThrowError(
        expect.objectContaining({ code: 'bad_request', message: expect.stringContaining(`found ${found}`) }),
      );
    }
  });
});
