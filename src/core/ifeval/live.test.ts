import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type GoldenCase, readGolden } from '../../../scripts/lib/readGolden.ts';
import { check, type Kwargs, liveCheck, liveVerdict, loadLanguages } from './index.ts';

beforeAll(loadLanguages);

const live = (id: string, kwargs: Kwargs, prefix: string) => liveVerdict(id, kwargs, prefix, { done: false });

/** Long answers only repeat what short ones have, and take their time. */
const golden = readGolden().filter((c) => c.response.length <= 600);

/** Text that could turn a verdict round: marks that the checks look for, and halves of them. */
const PIECES = [
  ...' \n\t\r\x1c\x85.,;:!?*-_"\'’“()[]{}<>#@&/\\0٣Ⅷſİσςé\u0301日。🙂aZsS',
  ...[
    '\n\n',
    '***',
    '**',
    '<<',
    '>>',
    '```',
    'Mr. ',
    "N'T",
    'NOT',
    '. . .',
    ' - ',
    '\n* ',
    '."',
    '.)',
    ' The ',
    '. A',
    '\udc00',
  ],
];
const continuation = fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((pieces) => pieces.join(''));

describe('a final verdict on the beginning of an answer', () => {
  for (const mode of ['strict', 'loose'] as const) {
    it(`is the ${mode} verdict of every continuation`, { timeout: 60_000 }, () => {
      const anyPrefix = fc
        .record({
          c: fc.constantFrom(...golden),
          cut: fc.double({ min: 0, max: 1, noNaN: true }),
          more: continuation,
        })
        .map(({ c, cut, more }) => ({
          c,
          prefix: c.response.slice(0, Math.round(cut * c.response.length)),
          more,
        }));
      fc.assert(
        fc.property(anyPrefix, ({ c, prefix, more }) => {
          const run = liveCheck(c.instruction_id, c.kwargs, c.prompt);
          const before = run(prefix, { done: false, mode });
          if (!before.final) return;
          const after = run(prefix + more, { done: false, mode });
          expect(after).toMatchObject({ state: before.state, final: true });
          expect(check(c.instruction_id, c.kwargs, prefix + more, c.prompt)[mode]).toBe(
            before.state === 'pass',
          );
        }),
        { numRuns: 3000, seed: 20260101 },
      );
    });
  }

  it('is the golden verdict, on every golden case that has one', { timeout: 60_000 }, () => {
    for (const c of golden) {
      const run = liveCheck(c.instruction_id, c.kwargs, c.prompt);
      for (const mode of ['strict', 'loose'] as const) {
        const verdict = run(c.response, { done: false, mode });
        if (verdict.final) expect([c.id, verdict.state]).toEqual([c.id, c[mode] ? 'pass' : 'fail']);
      }
    }
  });
});

const isLessThan = (kwargs: Record<string, unknown>) =>
  [kwargs.relation, kwargs.let_relation].includes('less than');

/**
 * Of an answer whose strict verdict is open: a text that turns the verdict round when it is appended.
 * @param passes the verdict on the answer so far
 */
function turningText(c: GoldenCase, passes: boolean): string {
  const { kwargs } = c;
  switch (c.instruction_id) {
    case 'punctuation:no_comma':
      return ',';
    case 'keywords:forbidden_words':
      // A forbidden word at the very end is none if a letter follows.
      return passes ? ` ${(kwargs.forbidden_words as string[])[0]} ` : 'x';
    case 'keywords:existence':
      return ` ${(kwargs.keywords as string[]).join(' ')}`;
    case 'keywords:frequency':
      return ` ${kwargs.keyword}`.repeat(Number(kwargs.frequency) + 1);
    case 'keywords:letter_frequency':
      return String(kwargs.letter).repeat(Number(kwargs.let_frequency) + 1);
    case 'length_constraints:number_words':
      return ' x'.repeat(Number(kwargs.num_words) + 1);
    case 'detectable_content:number_placeholders':
      return '\n[x]'.repeat(Number(kwargs.num_placeholders) + 1);
    default:
      return '\n*x*\n'.repeat(Number(kwargs.num_highlights) + 1);
  }
}

/** Of a pattern with more than wildcards, the text itself is no match; long answers take their time. */
function isTurnable({ kwargs, response }: GoldenCase): boolean {
  const patterns = [kwargs.keywords, kwargs.forbidden_words, kwargs.keyword].flat().map(String);
  return response.length <= 250 && !patterns.some((pattern) => /[?*+[\](){}|^$\\]/.test(pattern));
}

describe('a verdict becomes final at the first character that decides it', () => {
  const types = [
    'punctuation:no_comma',
    'keywords:forbidden_words',
    'keywords:existence',
    'keywords:frequency',
    'keywords:letter_frequency',
    'length_constraints:number_words',
    'detectable_content:number_placeholders',
    'detectable_format:number_highlighted_sections',
  ];
  for (const id of types) {
    it(`in every golden case of ${id}`, { timeout: 60_000 }, () => {
      for (const c of golden.filter((item) => item.instruction_id === id && isTurnable(item))) {
        const run = liveCheck(id, c.kwargs, c.prompt);
        for (let end = 0; end <= c.response.length; end++) {
          const prefix = c.response.slice(0, end);
          if (run(prefix, { done: false }).final) break;
          const passes = check(id, c.kwargs, prefix, c.prompt).strict;
          // A blank text fails; where few are wanted, any word makes it pass.
          const needsWord = prefix.trim() === '' && (isLessThan(c.kwargs) || /forbidden|no_comma/.test(id));
          const turned = needsWord ? `${prefix}\u2022` : prefix + turningText(c, passes);
          expect([c.id, end, check(id, c.kwargs, turned, c.prompt).strict]).toEqual([c.id, end, !passes]);
        }
      }
    });
  }
});

describe('the live verdict', () => {
  it('is undecided while nothing is written', () => {
    expect(live('punctuation:no_comma', {}, ' \n')).toEqual({
      state: 'undecided',
      final: false,
      reason: 'nothing written yet',
    });
  });

  it('does not tell a language from two words, unless they are all there is', () => {
    const german = { language: 'de' };
    expect(live('language:response_language', german, 'When it')).toEqual({
      state: 'undecided',
      final: false,
      reason: 'too few words to tell the language',
    });
    expect(live('language:response_language', german, 'When it comes to planning').state).toBe('fail');
    expect(liveVerdict('language:response_language', german, 'When it comes', { done: true })).toMatchObject({
      state: 'fail',
      final: true,
    });
  });

  it('fails for good at the comma and points at it', () => {
    expect(live('punctuation:no_comma', {}, 'a b')).toMatchObject({ state: 'pass', final: false });
    expect(live('punctuation:no_comma', {}, 'a, b')).toEqual({
      state: 'fail',
      final: true,
      reason: 'a comma',
      range: [1, 2],
    });
  });

  it('is open at five bullets of five and fails for good at the sixth', () => {
    const kwargs = { num_bullets: 5 };
    const five = '* a\n'.repeat(5);
    expect(live('detectable_format:number_bullet_lists', kwargs, five)).toMatchObject({
      state: 'pass',
      final: false,
    });
    expect(live('detectable_format:number_bullet_lists', kwargs, `${five}* b`)).toMatchObject({
      state: 'fail',
      final: true,
      range: [20, 23],
    });
  });

  it('is undecided while JSON is unfinished, and fails for good where it cannot become JSON', () => {
    expect(live('detectable_format:json_format', {}, '```json\n{"a": [')).toMatchObject({
      state: 'undecided',
    });
    expect(live('detectable_format:json_format', {}, 'Sure')).toMatchObject({
      state: 'fail',
      final: true,
      range: [0, 1],
    });
  });

  it('fails for good when no request can be repeated any more', () => {
    const kwargs = { prompt_to_repeat: 'Say it.' };
    expect(live('combination:repeat_prompt', kwargs, 'Say')).toMatchObject({ state: 'undecided' });
    expect(live('combination:repeat_prompt', kwargs, 'Sure')).toMatchObject({
      state: 'fail',
      final: true,
      range: [1, 2],
    });
    expect(live('combination:repeat_prompt', kwargs, 'SAY IT. ')).toMatchObject({
      state: 'pass',
      final: true,
    });
  });

  it('waits for the second half of a surrogate pair', () => {
    const kwargs = { forbidden_words: ['rock'] };
    const letter = '𝐀';
    expect(live('keywords:forbidden_words', kwargs, `rock${letter[0]}`)).toMatchObject({ final: false });
    expect(live('keywords:forbidden_words', kwargs, `rock${letter}`)).toMatchObject({ state: 'pass' });
    expect(live('keywords:forbidden_words', kwargs, 'rock🙂')).toMatchObject({ state: 'fail', final: true });
  });

  it('is final when the answer is done, and then equals the check', () => {
    for (const c of golden.filter((_, i) => i % 20 === 0)) {
      const run = liveCheck(c.instruction_id, c.kwargs, c.prompt);
      for (const mode of ['strict', 'loose'] as const) {
        expect(run(c.response, { done: true, mode })).toMatchObject({
          state: c[mode] ? 'pass' : 'fail',
          final: true,
        });
      }
    }
  });

  it('lets an intro with a comma pass loosely until a middle line has one', () => {
    const run = liveCheck('punctuation:no_comma', {});
    expect(run('Well, yes\n', { done: false, mode: 'loose' })).toMatchObject({ final: false });
    expect(run('Well, yes\na, b', { done: false, mode: 'loose' })).toMatchObject({ final: false });
    expect(run('Well, yes\na, b\nc', { done: false, mode: 'loose' })).toMatchObject({
      state: 'fail',
      final: true,
    });
  });

  it('ranges lie within the answer', () => {
    for (const c of golden) {
      const { range } = liveVerdict(c.instruction_id, c.kwargs, c.response, { done: true }, c.prompt);
      if (!range) continue;
      expect(range[0]).toBeGreaterThanOrEqual(0);
      expect(range[1]).toBeGreaterThan(range[0]);
      expect(range[1]).toBeLessThanOrEqual(c.response.length);
    }
  });
});
