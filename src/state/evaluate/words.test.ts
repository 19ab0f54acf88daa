import { describe, expect, it } from 'vitest';
import type { GridCell } from '../../core/evaluate/composition.ts';
import type { ConditionSummary, EvaluationSummary } from '../../core/evaluate/summary.ts';
import { share } from '../../core/ifeval/index.ts';
import {
  chanceText,
  conditionsVerdict,
  exclusionVerdict,
  gridVerdict,
  intervalText,
  numberText,
} from './words.ts';

const row = (
  condition: ConditionSummary['condition'],
  passed: number,
  perplexity: number,
): ConditionSummary => ({
  condition,
  answers: 10,
  strict: share(passed, 10),
  loose: share(passed, 10),
  sound: share(passed, 10),
  instructions: null,
  degenerate: 0,
  perplexity: { mean: perplexity, median: perplexity, scored: 10 },
  repetition: 0,
  words: 40,
  tokens: 60,
});

const summary = (plain: ConditionSummary, steered: ConditionSummary): EvaluationSummary => ({
  conditions: [plain, steered],
  comparisons: [
    {
      base: 'plain',
      steered: 'steered',
      prompts: 10,
      won: [],
      lost: [],
      wonDegenerate: [],
      pValue: 1,
      perplexityRatio: null,
    },
  ],
});

describe('the verdict on four conditions', () => {
  it('says what was gained and what it cost', () => {
    expect(conditionsVerdict(summary(row('plain', 0, 6), row('steered', 9, 11.7)), 'at layer 25')).toBe(
      'Steering at layer 25 took passing answers from 0 to 9 of 10, at a cost of 5.7 points of mean perplexity.',
    );
  });

  it('says a failure as plainly', () => {
    const broken = { ...row('steered', 2, 30), degenerate: 3 };
    expect(conditionsVerdict(summary(row('plain', 2, 6), broken), 'at layer 4')).toBe(
      'Steering at layer 4 changed nothing in the count: 2 of 10 answers pass with it and without it, at a cost of 24.0 points of mean perplexity, and 3 steered answers fell apart.',
    );
  });

  it('gives lengths where nothing judges, and nothing where nothing is there', () => {
    const unjudged = { ...row('plain', 0, 6), loose: null, strict: null };
    expect(conditionsVerdict({ conditions: [unjudged], comparisons: [] }, 'at layer 4')).toBe(
      'No check judges these answers. Mean length, steering at layer 4: unsteered 40.0 words.',
    );
    expect(conditionsVerdict({ conditions: [], comparisons: [] }, 'at layer 4')).toBe('No answer yet.');
  });
});

describe('chance in words', () => {
  const won = (count: number) => Array.from({ length: count }, (_, index) => index);
  it.each([
    [0, 0, 1, 'No verdict differs between the two.'],
    [1, 0, 1, '1 verdict differs: too few to rule out chance (McNemar’s exact test, p = 1.00).'],
    [9, 0, 0.0039, 'Chance alone would do this about 4 times in 1,000 (McNemar’s exact test, p = 0.004).'],
    [
      20,
      0,
      0.000002,
      'Chance alone would do this less than once in 1,000 times (McNemar’s exact test, p < 0.001).',
    ],
  ])('of %d won and %d lost', (wins, losses, pValue, text) => {
    expect(chanceText({ won: won(wins), lost: won(losses), pValue })).toBe(text);
  });
});

describe('the verdict on a grid', () => {
  const cell = (
    strengthA: number | null,
    strengthB: number | null,
    bothPass: number,
    degenerate = 0,
  ): GridCell => ({
    strengthA,
    strengthB,
    answers: 8,
    passA: bothPass,
    passB: bothPass,
    bothPass,
    degenerate,
  });

  it('names the best cell whose answers hold together', () => {
    const cells = [
      [cell(null, null, 0), cell(null, 1, 2)],
      [cell(1, null, 3), cell(1, 1, 8, 2)],
    ];
    expect(gridVerdict(cells, ['highlights', 'concise'])).toBe(
      'Both are followed in 3 of 8 answers, with highlights at 1 and concise off, against 0 of 8 unsteered.',
    );
  });

  it('says when there is none', () => {
    expect(gridVerdict([[cell(null, null, 0)]], ['a', 'b'])).toBe(
      'In no cell without fallen-apart answers are both followed, against 0 of 8 unsteered.',
    );
    expect(gridVerdict([[cell(1, 1, 8, 1)]], ['a', 'b'])).toBe('In every cell an answer falls apart.');
    expect(gridVerdict([[]], ['a', 'b'])).toBe('No answer yet.');
  });
});

it('says how often each way leaves it out', () => {
  const ways = [
    ['negative', share(6, 8)],
    ['own', share(7, 8)],
  ] as const;
  expect(exclusionVerdict(share(3, 8), ways)).toBe(
    'Left out in 3 of 8 unsteered, 6 of 8 at negative strength, 7 of 8 with the vector that forbids it.',
  );
  expect(exclusionVerdict(null, [])).toBe('No answer yet.');
});

describe('numbers', () => {
  it('are as exact as they are sure', () => {
    expect(intervalText([0.5958, 0.982])).toBe('60–98 %');
    expect([numberText(null), numberText(-1.25), numberText(140.6)]).toEqual(['–', '−1.3', '141']);
  });
});
