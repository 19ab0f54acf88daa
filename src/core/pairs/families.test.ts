import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check, instructionType, validateKwargs } from '../ifeval/index.ts';
import { findInCatalogue, INSTRUCTION_FAMILIES } from './catalogue.ts';
import { INSTRUCTIONS } from './instructions.ts';
import { keywordCheck, keywordInstruction } from './keyword.ts';
import { languageInstruction } from './language.ts';
import {
  LENGTH_LEVELS,
  type LengthLevel,
  lengthInstruction,
  type SentenceRelation,
  sentenceInstruction,
} from './length.ts';
import { inWords, NUMBER, readNumber } from './numbers.ts';
import { slugId } from './slug.ts';

const badRequest = expect.objectContaining({ code: 'bad_request' });
const catalogue = INSTRUCTION_FAMILIES.flatMap(({ instructions }) => instructions);
/** Strict verdict of an instruction's own check. */
const passes = (instruction: { check: ReturnType<typeof keywordCheck> }, answer: string) =>
  check(instruction.check?.instructionId ?? '', instruction.check?.kwargs, answer).strict;

describe('the catalogue', () => {
  it('has every preset, as it is', () => {
    for (const preset of INSTRUCTIONS) expect(findInCatalogue(preset.id)).toBe(preset);
    expect(findInCatalogue('klingon')).toBeUndefined();
  });

  it('has ids that can be file names, once each', () => {
    expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length);
    for (const { id } of catalogue) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it('has titles that tell all instructions apart', () => {
    expect(new Set(catalogue.map(({ title }) => title)).size).toBe(catalogue.length);
  });

  it('has several phrasings each, whole sentences and all different', () => {
    for (const { phrasings, id } of catalogue) {
      expect(new Set(phrasings).size, id).toBe(phrasings.length);
      expect(phrasings.length, id).toBeGreaterThanOrEqual(4);
      for (const phrasing of phrasings) expect(phrasing).toMatch(/^[A-Z].*[.*"]$/);
    }
  });

  it('has checks with complete arguments, or says why there is none', () => {
    for (const { check: own, checkNote, id } of catalogue) {
      if (own) validateKwargs(instructionType(own.instructionId), own.kwargs);
      else expect(checkNote, id).toMatch(/^No check: /);
    }
  });

  it('sets the projection for format and language, and adds for length and keywords', () => {
    for (const { family, instructions } of INSTRUCTION_FAMILIES) {
      const operator = family === 'length' || family === 'keyword' ? 'add' : 'setProjection';
      for (const each of instructions)
        expect([each.family, each.defaultOperator]).toEqual([family, operator]);
    }
  });
});

describe('length', () => {
  const wordsOf = (count: number) => Array.from({ length: count }, () => 'word').join(' ');

  it.each<[LengthLevel, fewest: number | null, most: number | null]>([
    ['extremely-concise', null, 14],
    ['concise', null, 29],
    ['verbose', 100, null],
    ['extremely-verbose', 200, null],
  ])('%s is judged by a number of words, which its title says', (level, fewest, most) => {
    const instruction = lengthInstruction(level);
    const edge = fewest ?? most ?? 0;
    expect(passes(instruction, wordsOf(edge))).toBe(true);
    expect(passes(instruction, wordsOf(fewest ? edge - 1 : edge + 1))).toBe(false);
    expect(instruction.title).toMatch(fewest ? `at least ${edge} words` : `under ${edge + 1} words`);
  });

  it('has no check for a moderate length, and says so', () => {
    expect(lengthInstruction('moderate')).toMatchObject({ check: null, checkNote: expect.any(String) });
  });

  it('has five levels, from the shortest to the longest', () => {
    const limits = Object.values(LENGTH_LEVELS).map(({ words }) => words?.count ?? null);
    expect(limits).toEqual([15, 30, null, 100, 200]);
  });

  it.each<[SentenceRelation, number, passing: number[]]>([
    ['at most', 1, [1]],
    ['at most', 3, [1, 2, 3]],
    ['at least', 3, [3, 4, 5, 6]],
    ['exactly', 1, [1]],
  ])('judges "%s %i" of sentences', (relation, count, passing) => {
    const instruction = sentenceInstruction(relation, count);
    const answers = [1, 2, 3, 4, 5, 6].filter((each) => passes(instruction, 'It rains. '.repeat(each)));
    expect(answers).toEqual(passing);
  });

  it('counts at least one sentence in any answer, so that fewer than two is exactly one', () => {
    const oneOrMore = {
      check: {
        instructionId: 'length_constraints:number_sentences',
        kwargs: { relation: 'at least', num_sentences: 1 },
      },
    };
    const answer = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).map((text) => `x${text}`);
    fc.assert(
      fc.property(fc.oneof(answer, fc.constantFrom('.', '...', '?!', '*')), (text) =>
        passes(oneOrMore, text),
      ),
    );
  });

  it('has no check for exactly two or more sentences, and says so', () => {
    for (const count of [2, 3, 4, 5]) {
      expect(sentenceInstruction('exactly', count)).toMatchObject({
        check: null,
        checkNote: expect.stringContaining(`exactly ${count}`),
      });
    }
  });

  it('speaks of one sentence and of several', () => {
    expect(sentenceInstruction('at most', 1).phrasings.slice(0, 2)).toEqual([
      'Answer using at most 1 sentence.',
      'Your answer should have at most one sentence.',
    ]);
    expect(sentenceInstruction('at least', 4).title).toBe('At least 4 sentences');
  });

  it.each([0, -1, 1.5, 101, Number.NaN])('refuses %s sentences', (count) => {
    expect(() => sentenceInstruction('exactly', count)).toThrow(badRequest);
  });
});

describe('keywords', () => {
  it('names one word, a phrase, two and three', () => {
    const first = (...words: string[]) => keywordInstruction('include', words).phrasings[0];
    expect(first('ocean')).toBe('Use the word "ocean" in your answer.');
    expect(first('climate change')).toBe('Use the phrase "climate change" in your answer.');
    expect(first('red', 'blue')).toBe('Use the words "red" and "blue" in your answer.');
    expect(first('a', 'b', 'c')).toBe('Use the words "a", "b" and "c" in your answer.');
  });

  it('wants all words to include, and none of those to exclude', () => {
    const include = keywordInstruction('include', ['red', 'blue']);
    expect([passes(include, 'Red and blue.'), passes(include, 'Red only.')]).toEqual([true, false]);
    const exclude = keywordInstruction('exclude', ['red', 'blue']);
    expect([passes(exclude, 'A reddish green.'), passes(exclude, 'Green, blue.')]).toEqual([true, false]);
  });

  it('takes signs as they are', () => {
    const include = keywordInstruction('include', ['C++', 'a.b']);
    expect([passes(include, 'C++ and a.b'), passes(include, 'CC and aXb')]).toEqual([true, false]);
  });

  it('has no check for avoiding what a word boundary never ends, and says so', () => {
    expect(keywordInstruction('exclude', ['C++'])).toMatchObject({
      check: null,
      checkNote: expect.any(String),
    });
    expect(keywordCheck('exclude', ['x-ray'])).not.toBeNull();
  });

  it('leaves out blanks and repetitions', () => {
    expect(keywordInstruction('include', [' Sea', '', 'sea ']).check?.kwargs).toEqual({ keywords: ['Sea'] });
  });

  it.each([
    [[]],
    [[' ']],
    [['a"b']],
    [['a\nb']],
    [['x'.repeat(81)]],
    [Array.from({ length: 21 }, (_, i) => `w${i}`)],
  ])('refuses %j', (words) => expect(() => keywordInstruction('include', words)).toThrow(badRequest));

  it('tells a phrase from its words by the id', () => {
    const ids = [['red blue'], ['red', 'blue'], ['red-blue'], ['rød blue'], ['Red blue']].map((words) =>
      keywordInstruction('include', words),
    );
    expect(ids[0]?.id).toBe('include-red-blue');
    expect(new Set(ids.slice(0, 4).map(({ id }) => id)).size).toBe(4);
    expect(ids[4]?.id).toBe('include-red-blue');
  });
});

describe('languages', () => {
  it('are presets where there is one', () => {
    expect(languageInstruction('fr')).toBe(INSTRUCTIONS[0]);
    expect(languageInstruction('zh-tw')).toMatchObject({
      id: 'traditional-chinese',
      title: 'Answer in Traditional Chinese',
    });
  });

  it.each(['klingon', '', '__proto__', 'constructor'])('refuses %j', (code) => {
    expect(() => languageInstruction(code)).toThrow(badRequest);
  });
});

describe('numbers in words', () => {
  it.each<[string, number]>([
    ['3', 3],
    ['1,000', 1000],
    ['one', 1],
    ['a single', 1],
    ['nineteen', 19],
    ['twenty', 20],
    ['Forty-two', 42],
    ['a hundred', 100],
    ['two hundred and fifty', 250],
    ['three thousand', 3000],
  ])('reads %s', (text, expected) => {
    expect(new RegExp(`^${NUMBER}$`, 'i').test(text)).toBe(true);
    expect(readNumber(text)).toBe(expected);
  });

  it('writes small ones out', () => {
    expect([inWords(1), inWords(19), inWords(20)]).toEqual(['one', 'nineteen', '20']);
    for (let count = 0; count < 20; count++) expect(readNumber(inWords(count))).toBe(count);
  });
});

describe('slugId', () => {
  it('is readable where that loses nothing', () => {
    expect(slugId('free', 'talk like a pirate')).toBe('free-talk-like-a-pirate');
    expect(slugId('', 'dutch')).toBe('dutch');
  });

  it('tells different texts apart and can always be a file name', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.string({ unit: fc.constantFrom('a', ' ', '-', 'é', 'A', '.') }),
    );
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(slugId('free', a)).toMatch(/^free(-[a-z0-9]+)*$/);
        expect(slugId('free', a) === slugId('free', b)).toBe(a === b);
      }),
    );
  });
});
