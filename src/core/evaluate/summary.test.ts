import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONDITIONS } from './conditions.ts';
import { judgeAnswer } from './judged.ts';
import { compareConditions, mean, median, summarise } from './summary.ts';
import { answersOf, judgedAnswer } from './testing.ts';

describe('a summary', () => {
  it('counts strict, loose and sound passes apart', () => {
    const { conditions } = summarise(answersOf('steered', 'ppldf'), ['steered']);
    const [steered] = conditions;
    expect(steered).toMatchObject({
      answers: 5,
      strict: { passed: 3, total: 5 },
      loose: { passed: 4, total: 5, value: 0.8 },
      sound: { passed: 3, total: 5 },
      degenerate: 1,
    });
    // Wilson's interval of 4 of 5, worked out apart from this code: centre 0.669655, half width 0.294121
    expect(steered!.loose!.interval[0]).toBeCloseTo(0.375535, 6);
    expect(steered!.loose!.interval[1]).toBeCloseTo(0.963776, 6);
  });

  it('counts every check of a prompt on its own beside the prompts', () => {
    const results = [
      { strict: true, loose: true, detail: '' },
      { strict: false, loose: true, detail: '' },
    ];
    const answer = judgedAnswer({ results, strict: false, loose: true });
    expect(summarise([answer], ['plain']).conditions[0]).toMatchObject({
      strict: { passed: 0, total: 1 },
      instructions: { strict: { passed: 1, total: 2 }, loose: { passed: 2, total: 2 } },
    });
  });

  it('has means of what was measured', () => {
    const answers = [1, 3, 11].map((perplexity, prompt) =>
      judgedAnswer({ prompt, perplexity, words: prompt, tokens: 2 * prompt, repetition: 0.1 * prompt }),
    );
    const [plain] = summarise(
      [...answers, judgedAnswer({ prompt: 3, words: 9, tokens: 2 })],
      ['plain'],
    ).conditions;
    expect(plain).toMatchObject({
      perplexity: { mean: 5, median: 3, scored: 3 },
      words: 3,
      tokens: 2,
    });
    expect(plain!.repetition).toBeCloseTo(0.075, 12);
  });

  it('says nothing on passes without a check, and nothing at all without answers', () => {
    expect(summarise([judgedAnswer()], ['plain'])).toMatchObject({
      conditions: [{ answers: 1, strict: null, loose: null, sound: null, instructions: null }],
      comparisons: [],
    });
    expect(summarise([], ['plain', 'steered'])).toMatchObject({
      conditions: [
        { condition: 'plain', answers: 0, loose: null, perplexity: null, words: null },
        { condition: 'steered', answers: 0 },
      ],
      comparisons: [],
    });
  });

  it('compares each steered condition with its own base', () => {
    const answers = [
      ...answersOf('plain', 'fffffp'),
      ...answersOf('steered', 'pppppf'),
      ...answersOf('words', 'pp'),
      ...answersOf('wordsSteered', 'pf'),
    ];
    const { comparisons } = summarise(answers, CONDITIONS);
    expect(comparisons).toMatchObject([
      { base: 'plain', steered: 'steered', prompts: 6, won: [0, 1, 2, 3, 4], lost: [5] },
      { base: 'words', steered: 'wordsSteered', prompts: 2, won: [], lost: [1], pValue: 1 },
    ]);
    // 5 against 1 of 6: 2 (1 + 6) / 2^6
    expect(comparisons[0]!.pValue).toBeCloseTo(14 / 64, 12);
  });
});

describe('a comparison', () => {
  it('names the won answers that fell apart', () => {
    const compared = compareConditions(answersOf('plain', 'fff'), answersOf('steered', 'dpf'));
    expect(compared).toMatchObject({ won: [0, 1], wonDegenerate: [0], lost: [] });
  });

  it('takes prompts that both conditions answered, in whatever order they came', () => {
    const steered = answersOf('steered', 'pppp').toReversed();
    expect(compareConditions(answersOf('plain', 'ff'), steered)).toMatchObject({ prompts: 2, won: [0, 1] });
    expect(compareConditions([], steered)).toBeNull();
  });

  it('has the median ratio of perplexities, prompt by prompt', () => {
    const scored = (condition: 'plain' | 'steered', values: (number | null)[]) =>
      answersOf(condition, 'p'.repeat(values.length)).map((answer, i) => ({
        ...answer,
        perplexity: values[i]!,
      }));
    const base = scored('plain', [2, 4, 5, 1]);
    expect(compareConditions(base, scored('steered', [4, 4, 50, null]))?.perplexityRatio).toBe(2);
    expect(compareConditions(base, answersOf('steered', 'pppp'))?.perplexityRatio).toBeNull();
  });

  it('agrees with the pass counts: won minus lost is their difference', () => {
    const letters = fc.array(fc.constantFrom('p', 'f', 'd', 'l'), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(letters, letters, (a, b) => {
        const length = Math.min(a.length, b.length);
        const base = answersOf('plain', a.slice(0, length).join(''));
        const steered = answersOf('steered', b.slice(0, length).join(''));
        const { won, lost } = compareConditions(base, steered)!;
        const passes = (list: typeof base) => list.filter(({ loose }) => loose).length;
        expect(won.length - lost.length).toBe(passes(steered) - passes(base));
      }),
    );
  });
});

describe('judgeAnswer', () => {
  const cell = { prompt: 2, condition: 'words', asked: 'Why? No commas.' } as const;
  const answer = (text: string) => ({ text, tokenIds: [1, 2, 3], finishReason: 'length' as const });
  const heard: unknown[] = [];
  const check = (instructionId: string, kwargs: Record<string, unknown>, text: string, prompt?: string) => {
    heard.push([instructionId, kwargs, prompt]);
    return { strict: text.length > 3, loose: text.length > 1, detail: instructionId };
  };

  it('passes when all checks do, and hands on the prompt without the instruction', () => {
    const checks = ['a', 'b'].map((instructionId) => ({ instructionId, kwargs: { n: 1 } }));
    expect(judgeAnswer(cell, answer('So.'), checks, 'Why?', check)).toMatchObject({
      ...cell,
      strict: false,
      loose: true,
      tokens: 3,
      words: 1,
      results: [{ detail: 'a' }, { detail: 'b' }],
      perplexity: null,
    });
    expect(heard).toEqual([
      ['a', { n: 1 }, 'Why?'],
      ['b', { n: 1 }, 'Why?'],
    ]);
  });

  it('has no verdict without a check', () => {
    expect(judgeAnswer(cell, answer('Because it is so.'), [], 'Why?', check)).toMatchObject({
      strict: null,
      loose: null,
      words: 4,
      isDegenerate: false,
    });
  });

  it('tells an answer that fell apart', () => {
    expect(judgeAnswer(cell, answer('pour '.repeat(20)), [], 'Why?', check)).toMatchObject({
      isDegenerate: true,
      words: 20,
    });
    expect(judgeAnswer(cell, answer(''), [], 'Why?', check).isDegenerate).toBe(true);
  });
});

describe('mean and median', () => {
  it.each([
    [[4], 4, 4],
    [[4, 1], 2.5, 2.5],
    [[9, 1, 2], 4, 2],
    [[8, 1, 2, 5], 4, 3.5],
  ])('of %j: %d and %d', (values, itsMean, itsMedian) => {
    expect(mean(values)).toBe(itsMean);
    expect(median(values)).toBe(itsMedian);
  });
});
