import { describe, expect, it } from 'vitest';
import type { TillerError } from '../core/errors.ts';
import { memoryAnswerStore } from './answers.ts';
import { type EvaluationInput, type EvaluationUpdate, evaluation } from './evaluation.ts';
import { labOf } from './lab.ts';
import {
  abortAfter,
  GREEDY,
  type Script,
  type ScriptedTiller,
  scriptedTiller,
  scriptedVector,
} from './testing.ts';

/** The plain model has commas; in words it has none for prompt a; steering takes them away, and prompt b falls apart. */
const script: Script = (text, { interventions = [] }) => {
  if (interventions.length > 0) return text.startsWith('a') ? 'it is so' : 'so '.repeat(20).trim();
  return text === 'a Do without commas.' ? 'it is so' : 'well, it is so';
};

/** Perplexity: the length of prompt and text, so that a test sees what was scored after what. */
function scored(): ScriptedTiller & { scores: string[] } {
  const scores: string[] = [];
  const tiller = scriptedTiller(script, {
    score: async (prompt, completion) => {
      const [message] = prompt as { content: string }[];
      scores.push(`${message!.content} > ${completion}`);
      return { logProbs: new Float32Array(1), perplexity: completion.length };
    },
  });
  return Object.assign(tiller, { scores });
}

const input = (parts: Partial<EvaluationInput> = {}): EvaluationInput => ({
  prompts: [{ text: 'a' }, { text: 'b' }],
  phrasings: ['Do without commas.'],
  checks: [{ instructionId: 'punctuation:no_comma', kwargs: {} }],
  applied: [{ vector: scriptedVector(), setting: { layer: 3, operator: 'add', strength: 1 } }],
  decoding: GREEDY,
  ...parts,
});

describe('an evaluation', () => {
  it('answers every prompt in four conditions and compares steering with no steering', async () => {
    const { answers, conditions, comparisons } = await evaluation(
      input(),
      labOf(scored(), memoryAnswerStore()),
    );
    expect(answers.map(({ prompt, condition }) => `${prompt} ${condition}`)).toEqual([
      ...['0 plain', '0 steered', '0 words', '0 wordsSteered'],
      ...['1 plain', '1 steered', '1 words', '1 wordsSteered'],
    ]);
    expect(conditions.map(({ loose, degenerate }) => [loose?.passed, degenerate])).toEqual([
      [0, 0],
      [2, 1],
      [1, 0],
      [2, 1],
    ]);
    expect(comparisons).toMatchObject([
      { base: 'plain', won: [0, 1], wonDegenerate: [1], lost: [] },
      { base: 'words', won: [1], lost: [] },
    ]);
    expect(answers[2]).toMatchObject({ asked: 'a Do without commas.', text: 'it is so', loose: true });
  });

  it('scores each answer after the plain prompt, the same text once', async () => {
    const tiller = scored();
    const { answers } = await evaluation(input(), labOf(tiller, memoryAnswerStore()));
    expect(answers.map(({ perplexity, text }) => perplexity === text.length)).not.toContain(false);
    expect(tiller.scores).toEqual([
      'a > well, it is so',
      'a > it is so',
      'b > well, it is so',
      `b > ${'so '.repeat(20).trim()}`,
    ]);
  });

  it('leaves out what was not asked for', async () => {
    const tiller = scored();
    const result = await evaluation(
      input({ conditions: ['steered'], perplexity: false }),
      labOf(tiller, memoryAnswerStore()),
    );
    expect(result.answers.map(({ condition }) => condition)).toEqual(['steered', 'steered']);
    expect(result.comparisons).toEqual([]);
    expect(tiller.scores).toEqual([]);
  });

  it('has two conditions for prompts that bring their instructions, each with its own checks', async () => {
    const noComma = { instructionId: 'punctuation:no_comma', kwargs: {} };
    const oneWord = { instructionId: 'keywords:existence', kwargs: { keywords: ['well'] } };
    const prompts = [
      { text: 'a', checks: [noComma, oneWord] },
      { text: 'b', checks: [oneWord] },
    ];
    const result = await evaluation(
      input({ prompts, phrasings: [], checks: [] }),
      labOf(scored(), memoryAnswerStore()),
    );
    expect(result.answers.map(({ condition, asked, results }) => [condition, asked, results.length])).toEqual(
      [
        ['words', 'a', 2],
        ['wordsSteered', 'a', 2],
        ['words', 'b', 1],
        ['wordsSteered', 'b', 1],
      ],
    );
    expect(result.conditions[0]).toMatchObject({
      condition: 'words',
      loose: { passed: 1, total: 2 },
      instructions: { loose: { passed: 2, total: 3 } },
    });
    expect(result.comparisons).toMatchObject([{ base: 'words', won: [], lost: [1] }]);
  });

  it('has all four for prompts that come with and without their instruction', async () => {
    const noComma = { instructionId: 'punctuation:no_comma', kwargs: {} };
    const prompts = [{ text: 'a', inWords: 'a Do without commas.', checks: [noComma] }];
    const tiller = scored();
    const result = await evaluation(
      input({ prompts, phrasings: [], checks: [] }),
      labOf(tiller, memoryAnswerStore()),
    );
    expect(result.answers.map(({ condition, asked, loose }) => [condition, asked, loose])).toEqual([
      ['plain', 'a', false],
      ['steered', 'a', true],
      ['words', 'a Do without commas.', true],
      ['wordsSteered', 'a Do without commas.', true],
    ]);
    // after the plain prompt in all of them
    expect(tiller.scores.every((each) => each.startsWith('a > '))).toBe(true);
  });

  it('reports after every answer and every score, with the rates so far', async () => {
    const updates: EvaluationUpdate[] = [];
    const result = await evaluation(input(), labOf(scored(), memoryAnswerStore()), {
      onUpdate: (update) => updates.push(update),
    });
    expect(updates.map(({ stage, done }) => `${stage} ${done}`)).toEqual([
      ...[1, 2, 3, 4, 5, 6, 7, 8].map((done) => `answers ${done}`),
      ...[1, 2, 3, 4, 5, 6, 7, 8].map((done) => `scores ${done}`),
    ]);
    expect(updates[0]!.answers).toHaveLength(1);
    expect(updates.at(-1)).toMatchObject({
      conditions: result.conditions,
      comparisons: result.comparisons,
    });
  });

  it('stopped anywhere and run again gives the same result, with no token and no score twice', async () => {
    const whole = scored();
    const expected = await evaluation(input(), labOf(whole, memoryAnswerStore()));
    for (const tokens of [1, 7, 30, whole.generated - 1]) {
      const tiller = scored();
      const store = memoryAnswerStore();
      const stopped = evaluation(input(), labOf(tiller, store), { signal: abortAfter(tiller, tokens) });
      await expect(stopped).rejects.toMatchObject({ code: 'aborted' } satisfies Partial<TillerError>);
      expect(await evaluation(input(), labOf(tiller, store))).toEqual(expected);
      expect(tiller.generated).toBe(whole.generated);
      expect(tiller.scores).toEqual(whole.scores);
    }
  });

  it('stopped between two scores keeps the first', async () => {
    const tiller = scored();
    const store = memoryAnswerStore();
    const controller = new AbortController();
    const stopped = evaluation(input(), labOf(tiller, store), {
      signal: controller.signal,
      onUpdate: ({ stage, done }) => {
        if (stage === 'scores' && done === 2) controller.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    expect(tiller.scores).toHaveLength(2);
    await evaluation(input(), labOf(tiller, store));
    expect(tiller.scores).toHaveLength(4);
  });

  it.each([
    ['no prompts', input({ prompts: [] }), 'at least one prompt'],
    ['words that there are not', input({ phrasings: [], conditions: ['words'] }), 'at least one phrasing'],
    [
      'a plain condition of prompts with instructions',
      input({
        phrasings: [],
        prompts: [{ text: 'a', checks: [{ instructionId: 'punctuation:no_comma', kwargs: {} }] }],
        conditions: ['plain'],
      }),
      'bring their own',
    ],
  ])('refuses %s', async (_, wrong, message) => {
    const run = evaluation(wrong, labOf(scored(), memoryAnswerStore()));
    await expect(run).rejects.toMatchObject({ code: 'bad_request' });
    await expect(run).rejects.toThrow(message);
  });

  it('has no perplexity for an empty answer', async () => {
    const tiller = scriptedTiller(() => '');
    const { answers } = await evaluation(
      input({ conditions: ['plain'] }),
      labOf(tiller, memoryAnswerStore()),
    );
    expect(answers.map(({ perplexity, isDegenerate }) => [perplexity, isDegenerate])).toEqual([
      [null, true],
      [null, true],
    ]);
  });
});
