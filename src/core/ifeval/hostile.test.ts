import { beforeAll, describe, expect, it } from 'vitest';
import { TillerError } from '../errors.ts';
import {
  check,
  instructionType,
  type Kwargs,
  listInstructions,
  liveVerdict,
  loadLanguages,
} from './index.ts';

beforeAll(loadLanguages);

const MEGABYTE = 1024 * 1024;
const initial = (id: string): Kwargs =>
  Object.fromEntries(instructionType(id).parameters.map((parameter) => [parameter.name, parameter.initial]));

/** Repeated to a megabyte, each of these made one of the published patterns, or a naive port of it, quadratic. */
const FILLERS: Record<string, string> = {
  'detectable_content:number_placeholders': '[\n',
  'detectable_format:title': '<<\n',
  'detectable_format:number_bullet_lists': '\n',
  'detectable_format:number_highlighted_sections': '**\n',
  'detectable_format:json_format': '[',
  'length_constraints:number_sentences': '.)',
  'length_constraints:number_paragraphs': ' *',
  'change_case:capital_word_frequency': 'A.  )',
  'language:response_language': 'a@',
  'combination:two_responses': '*****\n',
};

/** Far more than the half second that these take at most; a quadratic one would take minutes. */
const TIME_LIMIT_MS = 20_000;

describe('a megabyte of hostile text', () => {
  for (const { id } of listInstructions()) {
    it(
      `gets a verdict of ${id}`,
      () => {
        const filler = FILLERS[id] ?? 'a ';
        const text = `${filler.repeat(MEGABYTE / filler.length)}x`;
        const { strict, loose } = check(id, initial(id), text);
        expect([typeof strict, typeof loose]).toEqual(['boolean', 'boolean']);
        expect(liveVerdict(id, initial(id), text, { done: false }).reason).not.toBe('');
      },
      TIME_LIMIT_MS,
    );
  }
});

describe('odd text', () => {
  const ODD = [
    '\ud83d',
    '\ude00\ud83d',
    'a\ud800b',
    '\0',
    '\u0130\u0307',
    '\u202e',
    '\ufeff',
    '\uffff',
    '***',
    '```',
    '<<>>',
    '[]',
    '.',
  ];
  for (const { id } of listInstructions()) {
    it(`never upsets ${id}`, () => {
      for (const text of ODD.flatMap((odd) => [odd, `${odd}\n${odd}`, `a ${odd} b`])) {
        const { strict, loose } = check(id, initial(id), text);
        expect(strict && !loose).toBe(false);
        expect(liveVerdict(id, initial(id), text, { done: false }).reason).not.toBe('');
      }
    });
  }

  it('that is blank fails every check, strictly and loosely', () => {
    for (const { id } of listInstructions()) {
      for (const text of ['', ' \n\x1c\x85'])
        expect(check(id, initial(id), text)).toMatchObject({ strict: false, loose: false });
    }
  });
});

describe('hostile arguments', () => {
  const text = `${'a'.repeat(100_000)}!`;
  const KWARGS: [id: string, kwargs: Kwargs][] = [
    ['keywords:existence', { keywords: ['(a+)+$'] }],
    ['keywords:frequency', { keyword: '(a|a)*b', frequency: 1, relation: 'at least' }],
    ['keywords:forbidden_words', { forbidden_words: ['(a|aa)+'] }],
    ['detectable_format:multiple_sections', { section_spliter: '(.*)*x', num_sections: 1 }],
    ['detectable_content:postscript', { postscript_marker: '(a*)*b' }],
  ];
  for (const [id, kwargs] of KWARGS) {
    it(
      `of ${id} end in a verdict or a typed error`,
      () => {
        try {
          expect(typeof check(id, kwargs, text).strict).toBe('boolean');
        } catch (error) {
          expect(error).toBeInstanceOf(TillerError);
          expect((error as TillerError).code).toBe('check_arguments');
        }
      },
      TIME_LIMIT_MS,
    );
  }

  it(
    'stop with a typed error when a pattern takes too long for a text',
    () => {
      const kwargs: Kwargs = { keywords: ['(a?){500}b'] };
      expect(() => check('keywords:existence', kwargs, 'a'.repeat(1_000_000))).toThrow(
        expect.objectContaining({ code: 'check_arguments', message: expect.stringContaining('steps') }),
      );
    },
    TIME_LIMIT_MS,
  );
});
