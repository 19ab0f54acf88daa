import { describe, expect, it } from 'vitest';
import { memoryAnswerStore } from './answers.ts';
import { labOf } from './lab.ts';
import { type StrengthSweepInput, type StrengthSweepUpdate, strengthSweep } from './strengthSweep.ts';
import {
  abortAfter,
  GREEDY,
  type Script,
  type ScriptedTiller,
  scriptedTiller,
  scriptedVector,
} from './testing.ts';

const LONG = 'and so the story goes on, with ten more words to come';
const LOOP = 'ocean pour pour pour pour pour pour pour pour pour pour pour';

/** From strength 1 the ocean is in each answer, from 2 nothing else is. */
const dose: Script = (text, { interventions = [] }) => {
  const value = interventions[0]?.value ?? 0;
  if (value >= 2) return LOOP;
  return value >= 1 ? `${text} ocean ${LONG}` : `${text} ${LONG}`;
};

const scored = (): ScriptedTiller & { scores: number } => {
  const tiller = Object.assign(
    scriptedTiller(dose, {
      score: async (_, completion) => {
        tiller.scores += 1;
        return { logProbs: new Float32Array(1), perplexity: completion.includes('ocean') ? 6 : 2 };
      },
    }),
    { scores: 0 },
  );
  return tiller;
};

const PROMPTS = ['a', 'b', 'c', 'd'];
const input = (parts: Partial<StrengthSweepInput> = {}): StrengthSweepInput => ({
  vector: scriptedVector(),
  steering: { layer: 3, operator: 'add' },
  check: { instructionId: 'keywords:existence', kwargs: { keywords: ['ocean'] } },
  prompts: PROMPTS,
  decoding: GREEDY,
  strengths: [1.5, -1, 0.5, 1, 2],
  ...parts,
});

describe('a strength sweep', () => {
  it('measures each strength in order, and finds the window', async () => {
    const result = await strengthSweep(input(), labOf(scored(), memoryAnswerStore()));
    expect(result.plain).toEqual({
      answers: 4,
      loose: { passed: 0, total: 4, value: 0, interval: [0, expect.closeTo(0.4899, 4)] },
      strict: { passed: 0, total: 4, value: 0, interval: [0, expect.closeTo(0.4899, 4)] },
      degenerate: 0,
      perplexity: 2,
      repetition: 0,
      // thirteen words and the model's own end
      tokens: 14,
      words: 13,
    });
    expect(
      result.points.map((point) => [point.strength, point.loose?.passed, point.degenerate, point.perplexity]),
    ).toEqual([
      [-1, 0, 0, 2],
      [0.5, 0, 0, 2],
      [1, 4, 0, 6],
      [1.5, 4, 0, 6],
      [2, 0, 4, 6],
    ]);
    expect(result).toMatchObject({ from: 1, to: 1.5, recommended: 1, degeneratesAbove: 2 });
    expect(result.points.at(-1)!.repetition).toBeGreaterThan(0.5);
    expect(result.answers).toHaveLength(24);
    expect(result.answers[8]).toMatchObject({ strength: 0.5, prompt: 0, asked: 'a', loose: false });
  });

  it('does without a check, and without scores', async () => {
    const tiller = scored();
    const lab = labOf(tiller, memoryAnswerStore());
    const result = await strengthSweep(input({ check: null, perplexity: false }), lab);
    expect(result).toMatchObject({ from: 0.5, to: 1.5, recommended: 1, degeneratesAbove: 2 });
    expect(result.plain).toMatchObject({ loose: null, strict: null, perplexity: null });
    expect(tiller.scores).toBe(0);
  });

  it('tries -1 to 3 in steps of a half unless told otherwise', async () => {
    const { strengths: _, ...rest } = input({ prompts: ['a'], perplexity: false });
    const { points } = await strengthSweep(rest, labOf(scored(), memoryAnswerStore()));
    expect(points.map(({ strength }) => strength)).toEqual([-1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3]);
  });

  it('tells how it goes, answers first, then scores', async () => {
    const updates: StrengthSweepUpdate[] = [];
    const lab = labOf(scored(), memoryAnswerStore());
    await strengthSweep(input(), lab, { onUpdate: (update) => updates.push(update) });
    expect(updates[0]).toMatchObject({ stage: 'answers', done: 0, total: 24, newTokens: 0 });
    expect(updates[0]!.points.map(({ answers }) => answers)).toEqual([0, 0, 0, 0, 0]);
    expect(updates.filter(({ stage }) => stage === 'scores').map(({ done }) => done)).toEqual(
      Array.from({ length: 24 }, (_, index) => index + 1),
    );
  });

  it.each([
    1, 50, 200,
  ])('stopped after %i tokens goes on to the same result, and nothing is done twice', async (tokens) => {
    const whole = scored();
    const uninterrupted = await strengthSweep(input(), labOf(whole, memoryAnswerStore()));
    const tiller = scored();
    const lab = labOf(tiller, memoryAnswerStore());
    const stopped = strengthSweep(input(), lab, { signal: abortAfter(tiller, tokens) });
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    tiller.onGenerated = () => {};
    expect(await strengthSweep(input(), lab)).toEqual(uninterrupted);
    expect(tiller.generated).toBe(whole.generated);
    expect(tiller.scores).toBe(whole.scores);
  });

  it('needs a prompt', async () => {
    const run = strengthSweep(input({ prompts: [] }), labOf(scored(), memoryAnswerStore()));
    await expect(run).rejects.toMatchObject({ code: 'bad_request' });
  });
});
