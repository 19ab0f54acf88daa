import { describe, expect, it } from 'vitest';
import { TillerError } from '../core/errors.ts';
import type { QualityItem } from '../core/evaluate/quality.ts';
import { memoryAnswerStore } from './answers.ts';
import { labOf } from './lab.ts';
import { answerTokens, probabilityOfYes, qualityJudgements, testJudge } from './quality.ts';
import { scriptedTiller } from './testing.ts';

/** A vocabulary of whole words: yes is 1, no is 2, everything else 0. */
const wholeWords = async (text: unknown) => {
  const word = String(text).trim().toLowerCase();
  return [word === 'yes' ? 1 : word === 'no' ? 2 : 0];
};

/** Says yes where the answer holds "good". */
function judging() {
  const asked: string[] = [];
  const tiller = scriptedTiller(() => '', {
    tokenize: wholeWords as never,
    logits: async (prompt) => {
      const [message] = prompt as { content: string }[];
      asked.push(message!.content);
      const isGood = message!.content.includes('Answer:\ngood');
      return Float32Array.of(9, isGood ? 2 : -2, 0);
    },
  });
  return { tiller, asked };
}

const items: QualityItem[] = ['good', 'bad'].map((answer, i) => ({
  id: `x/${i}`,
  prompt: 'Why?',
  condition: 'plain',
  answer,
}));
const questions = [
  { id: 'coherent', question: 'Does it make sense?' },
  { id: 'correct', question: 'Is it true?' },
];

describe('quality judgements', () => {
  it('are the probability of yes among yes and no, for every answer and question', async () => {
    const { tiller } = judging();
    const judgements = await qualityJudgements({ items, questions }, labOf(tiller, memoryAnswerStore()));
    expect(judgements.map(({ id, questionId, judge }) => [id, questionId, judge])).toEqual([
      ['x/0', 'coherent', 'scripted'],
      ['x/0', 'correct', 'scripted'],
      ['x/1', 'coherent', 'scripted'],
      ['x/1', 'correct', 'scripted'],
    ]);
    const yes = 1 / (1 + Math.exp(-2));
    expect(judgements.map(({ pYes }) => pYes!.toFixed(6))).toEqual([
      ...[yes, yes].map((value) => value.toFixed(6)),
      ...[1 / (1 + Math.exp(2)), 1 / (1 + Math.exp(2))].map((value) => value.toFixed(6)),
    ]);
  });

  it('are asked once each: stopped and run again goes on', async () => {
    const { tiller, asked } = judging();
    const lab = labOf(tiller, memoryAnswerStore());
    const controller = new AbortController();
    const stopped = qualityJudgements({ items, questions }, lab, {
      signal: controller.signal,
      onUpdate: ({ done, total }) => {
        expect(total).toBe(4);
        if (done === 2) controller.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    const updates: number[] = [];
    await qualityJudgements({ items, questions }, lab, { onUpdate: ({ done }) => updates.push(done) });
    expect(asked).toHaveLength(4);
    expect(updates).toEqual([1, 2, 3, 4]);
  });

  it('are left open where the text is too long for the model', async () => {
    const { tiller } = judging();
    tiller.logits = async () => {
      throw new TillerError('prompt_too_long', 'too long');
    };
    const [first] = await qualityJudgements({ items, questions }, labOf(tiller, memoryAnswerStore()));
    expect(first).toMatchObject({ pYes: null, judge: null });
  });

  it('need a model', async () => {
    const { tiller } = judging();
    tiller.model = null;
    const run = qualityJudgements({ items, questions }, labOf(tiller, memoryAnswerStore()));
    await expect(run).rejects.toMatchObject({ code: 'model_not_loaded' });
  });
});

describe('the test of the loaded judge', () => {
  it('counts a judge that says the same to everything as right half of the time', async () => {
    const { tiller } = judging();
    const result = await testJudge(labOf(tiller, memoryAnswerStore()));
    expect(result).toEqual({ right: 10, answers: 20, ranked: 0, pairs: 10 });
  });
});

describe('the tokens of yes and no', () => {
  const of = (idsOf: (word: string) => number[]) =>
    answerTokens({ tokenize: async (text) => idsOf(String(text)) });
  const spell = (word: string) => [...word].map((letter) => letter.charCodeAt(0));

  it('are the spellings that are one token, each once', async () => {
    expect(
      await of((word) =>
        word === 'Yes' ? [7] : word === ' No' ? [8, 9] : word === 'No' ? [5] : spell(word),
      ),
    ).toEqual({ yes: [7], no: [5] });
  });

  it('are the first letters where no spelling is one token', async () => {
    const { yes, no } = await of((word) => spell(word.trim()));
    expect(yes).toEqual(spell('Yy'));
    expect(no).toEqual(spell('Nn'));
  });

  it('leave out a space that begins both', async () => {
    const { yes, no } = await of(spell);
    expect(yes).toEqual(spell('Yy'));
    expect(no).toEqual(spell('Nn'));
  });

  it('leave out the mark that every text begins with', async () => {
    expect(
      await of((word) => [1, ...(word.trim() === 'Yes' ? [7] : word.trim() === 'No' ? [8] : [3, 4])]),
    ).toEqual({
      yes: [7],
      no: [8],
    });
  });

  it('are refused where both begin alike', async () => {
    await expect(of(() => [0])).rejects.toMatchObject({ code: 'model_unsupported' });
  });
});

describe('the probability of yes', () => {
  it.each([
    [[0, 0, 0], 0.5],
    [[0, Math.log(3), 0], 0.75],
    [[1000, 1000, -1000], 1],
    [[-1000, -1000, 0], 0],
  ])('of scores %j is %d', (logits, expected) => {
    expect(probabilityOfYes(logits, { yes: [1], no: [2] })).toBeCloseTo(expected, 12);
  });

  it('adds up spellings', () => {
    expect(probabilityOfYes([0, 0, 0], { yes: [0, 1], no: [2] })).toBeCloseTo(2 / 3, 12);
  });
});
