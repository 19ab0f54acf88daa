import { describe, expect, it } from 'vitest';
import { share } from '../ifeval/statistics.ts';
import { hasFallenApart, type PlainPoint, type StrengthPoint, strengthWindow } from './strengthWindow.ts';

const TOTAL = 8;
/** so many of eight answers pass, so many fall apart; null: no check */
const plain = (passed: number | null, parts: Partial<PlainPoint> = {}): PlainPoint => ({
  answers: TOTAL,
  loose: passed === null ? null : share(passed, TOTAL),
  strict: passed === null ? null : share(passed, TOTAL),
  degenerate: 0,
  perplexity: 3,
  repetition: 0,
  tokens: 64,
  words: 50,
  ...parts,
});
const at = (strength: number, passed: number | null, degenerate = 0, perplexity = 9): StrengthPoint => ({
  ...plain(passed, { degenerate, perplexity }),
  strength,
});

describe('the window of strengths', () => {
  it('goes from the first clear gain to the last strength before text falls apart', () => {
    // plain 0 of 8 has the interval 0 to 0.32: two passes are no clear gain, three are
    const window = strengthWindow(plain(0), [
      at(-0.5, 0),
      at(0, 0),
      at(0.5, 2),
      at(1, 3),
      at(1.5, 6, 1),
      at(2, 5, 4),
      at(2.5, 6),
    ]);
    expect(window).toMatchObject({
      from: 1,
      to: 1.5,
      recommended: 1.5,
      degeneratesAbove: 2,
      degeneratesBelow: null,
      reason:
        'Acts from 1 to 1.5; at 1.5, 6 of 8 answers pass, against 0 of 8 without steering. From 2 text falls apart.',
    });
  });

  it.each<[string, StrengthPoint[], number]>([
    ['the highest pass rate', [at(1, 4), at(2, 6)], 2],
    ['of equal ones, fewest answers in pieces', [at(1, 6, 1), at(2, 6, 0)], 2],
    ['of equal ones, the nearest to 1', [at(0.5, 6), at(1.5, 6), at(2, 6), at(1, 6)], 1],
    ['of equally near ones, the weaker', [at(1.5, 6), at(0.5, 6)], 0.5],
  ])('recommends %s', (_, points, recommended) => {
    expect(strengthWindow(plain(0), points).recommended).toBe(recommended);
  });

  it.each<[string, number, StrengthPoint[], string]>([
    ['nothing was tried', 0, [], 'No window: no strength above 0 was tried.'],
    [
      'only weaker than nothing was tried',
      0,
      [at(-1, 8), at(0, 8)],
      'No window: no strength above 0 was tried.',
    ],
    [
      'nothing gains clearly',
      4,
      [at(1, 5), at(2, 6)],
      'No window: no strength passes clearly more often than no steering (4 of 8).',
    ],
    [
      'text falls apart first',
      0,
      [at(0.5, 1), at(1, 8, 5)],
      'No window: no strength passes clearly more often than no steering (0 of 8) before text falls apart at 1.',
    ],
    [
      'text falls apart at once',
      0,
      [at(0.5, 8, 5)],
      'No window: text falls apart at the lowest strength, 0.5.',
    ],
  ])('is none where %s', (_, passed, points, reason) => {
    expect(strengthWindow(plain(passed), points)).toMatchObject({
      from: null,
      to: null,
      recommended: null,
      reason,
    });
  });

  it('tells where text falls apart on either side', () => {
    const points = [at(-2, 0, 8), at(-1, 0, 5), at(-0.5, 0), at(1, 8), at(2, 0, 8), at(3, 0, 8)];
    expect(strengthWindow(plain(0), points)).toMatchObject({ degeneratesAbove: 2, degeneratesBelow: -1 });
  });

  it('without a check is where text holds together, nearest to 1', () => {
    const points = [at(0.5, null), at(1, null), at(1.5, null), at(2, null, 6)];
    expect(strengthWindow(plain(null), points)).toMatchObject({
      from: 0.5,
      to: 1.5,
      recommended: 1,
      degeneratesAbove: 2,
      degeneratesBelow: null,
      reason: 'Text holds together from 0.5 to 1.5; no check tells where it acts. From 2 text falls apart.',
    });
  });
});

describe('the window of a single strength', () => {
  it('is that strength', () => {
    expect(strengthWindow(plain(0), [at(1, 8)])).toMatchObject({
      from: 1,
      to: 1,
      recommended: 1,
      reason: 'Acts at 1; at 1, 8 of 8 answers pass, against 0 of 8 without steering.',
    });
  });

  it('is none where nothing was answered at it', () => {
    const empty = { ...at(1, 0), answers: 0, loose: share(0, 0), strict: share(0, 0) };
    expect(strengthWindow(plain(0), [empty])).toMatchObject({ recommended: null, why: { kind: 'noGain' } });
  });

  it('is where text holds together, where the plain answers alone have no verdict', () => {
    expect(strengthWindow(plain(null), [at(1, 8)]).why).toEqual({
      kind: 'holds',
      from: 1,
      to: 1,
      breaksAt: null,
    });
  });
});

describe('text has fallen apart', () => {
  it.each<[string, PlainPoint, PlainPoint, boolean]>([
    ['one of eight answers', plain(0, { degenerate: 1 }), plain(0), false],
    ['two of eight answers', plain(0, { degenerate: 2 }), plain(0), true],
    ['no more answers than plain ones', plain(0, { degenerate: 2 }), plain(0, { degenerate: 2 }), false],
    ['more than seven times the perplexity', plain(0, { perplexity: 22 }), plain(0, { perplexity: 3 }), true],
    ['seven times the perplexity', plain(0, { perplexity: 21 }), plain(0, { perplexity: 3 }), false],
    [
      'more than a fifth of the answers, where there are no plain ones',
      plain(0, { degenerate: 2 }),
      plain(0, { answers: 0 }),
      true,
    ],
    [
      'nothing to compare perplexity with',
      plain(0, { perplexity: 50 }),
      plain(0, { perplexity: null }),
      false,
    ],
    ['no perplexity', plain(0, { perplexity: null }), plain(0), false],
    ['no answers yet', plain(0, { answers: 0, degenerate: 0 }), plain(0), false],
  ])('with %s: %s', (_, point, without, expected) => {
    expect(hasFallenApart(point, without)).toBe(expected);
  });
});
