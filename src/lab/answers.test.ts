import { describe, expect, it } from 'vitest';
import type { AppliedVector } from '../core/steering/setting.ts';
import {
  type Answer,
  type AnswerProgress,
  type AnswerStore,
  Answers,
  answerKey,
  memoryAnswerStore,
  type Question,
} from './answers.ts';
import { abortAfter, GREEDY, MODEL, scriptedTiller, scriptedVector } from './testing.ts';

const tellStory = (text: string): string => `${text}: one two three four five six seven eight`;
const about = (text: string, parts: Partial<Question> = {}): Question => ({
  text,
  applied: [],
  decoding: GREEDY,
  ...parts,
});
const steered = (
  parts: Partial<AppliedVector['setting']> = {},
  vector = scriptedVector(),
): AppliedVector => ({
  vector,
  setting: { layer: 2, operator: 'add', strength: 1, ...parts },
});
/** the script's words and the model's own end */
const TOKENS = 10;
const MENTIONS_FOUR = { instructionId: 'keywords:existence', kwargs: { keywords: ['four'] } };

describe('answers', () => {
  it('come in the order of the questions, and once a question', async () => {
    const tiller = scriptedTiller(tellStory);
    const heard: [number, string][] = [];
    const list = await new Answers(tiller, memoryAnswerStore()).of([about('a'), about('b')], {
      onAnswer: (index, { text }) => heard.push([index, text]),
    });
    expect(list.map(({ text, finishReason }) => [text, finishReason])).toEqual([
      [tellStory('a'), 'stop'],
      [tellStory('b'), 'stop'],
    ]);
    expect(list[0]!.tokenIds).toHaveLength(TOKENS);
    expect(heard).toEqual([
      [0, tellStory('a')],
      [1, tellStory('b')],
    ]);
    expect(tiller.generated).toBe(2 * TOKENS);
  });

  it('are none for no questions', async () => {
    const tiller = scriptedTiller(tellStory);
    expect(await new Answers(tiller, memoryAnswerStore()).of([])).toEqual([]);
    expect(tiller.generated).toBe(0);
  });

  it('are remembered: asked again, no token is generated', async () => {
    const store = memoryAnswerStore();
    const first = await new Answers(scriptedTiller(tellStory), store).of([about('a')]);
    const again = scriptedTiller(() => 'something else');
    const progress: AnswerProgress[] = [];
    const heard: number[] = [];
    const second = await new Answers(again, store).of([about('a')], {
      onProgress: (each) => progress.push(each),
      onAnswer: (index) => heard.push(index),
    });
    expect(second).toEqual(first);
    expect(again.generated).toBe(0);
    expect(progress).toEqual([{ answered: 1, total: 1, newTokens: 0 }]);
    expect(heard).toEqual([0]);
  });

  it('are generated once for the same question asked twice', async () => {
    const tiller = scriptedTiller(tellStory);
    const heard: number[] = [];
    const [first, , third] = await new Answers(tiller, memoryAnswerStore()).of(
      [about('a'), about('b'), about('a')],
      { onAnswer: (index) => heard.push(index) },
    );
    expect(third).toEqual(first);
    expect(tiller.generated).toBe(2 * TOKENS);
    expect(heard.sort()).toEqual([0, 1, 2]);
  });

  it('report progress after every step, ending with all answered', async () => {
    const progress: AnswerProgress[] = [];
    await new Answers(scriptedTiller(tellStory), memoryAnswerStore()).of([about('a'), about('a')], {
      onProgress: (each) => progress.push(each),
    });
    expect(progress[0]).toEqual({ answered: 0, total: 2, newTokens: 0 });
    expect(progress[1]).toEqual({ answered: 0, total: 2, newTokens: 1 });
    expect(progress.at(-1)).toEqual({ answered: 2, total: 2, newTokens: TOKENS });
  });

  it('end where the verdict is certain, when asked to', async () => {
    const tiller = scriptedTiller(tellStory);
    const answers = new Answers(tiller, memoryAnswerStore());
    const [decided] = await answers.of([about('a', { stopWhenDecided: MENTIONS_FOUR })]);
    expect(decided).toMatchObject({
      text: 'a: one two three four',
      finishReason: 'stop',
      isDecided: true,
    });
  });
});

describe('answers that were stopped half-way', () => {
  const questions = [
    about('a'),
    about('b', { applied: [steered()] }),
    about('c', { decoding: { ...GREEDY, maxNewTokens: 7 } }),
  ];

  // every place to stop, the last token included
  it.each(
    Array.from({ length: 2 * TOKENS + 7 }, (_, index) => index + 1),
  )('go on to the same answers after %i tokens, and no token is generated twice', async (tokens) => {
    const expected = await new Answers(scriptedTiller(tellStory), memoryAnswerStore()).of(questions);
    const store = memoryAnswerStore();
    const tiller = scriptedTiller(tellStory);
    const stopped = new Answers(tiller, store).of(questions, { signal: abortAfter(tiller, tokens) });
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });

    tiller.onGenerated = () => {};
    const heard = new Map<number, Answer>();
    const resumed = await new Answers(tiller, store).of(questions, {
      onAnswer: (index, answer) => heard.set(index, answer),
    });
    expect(resumed).toEqual(expected);
    expect(tiller.generated).toBe(2 * TOKENS + 7);
    expect([...heard].sort(([a], [b]) => a - b)).toEqual([...expected.entries()]);
  });

  it('go on after several stops', async () => {
    const expected = await new Answers(scriptedTiller(tellStory), memoryAnswerStore()).of(questions);
    const store = memoryAnswerStore();
    const tiller = scriptedTiller(tellStory);
    for (const tokens of [4, 5, 11, 22]) {
      const stopped = new Answers(tiller, store).of(questions, { signal: abortAfter(tiller, tokens) });
      await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    }
    tiller.onGenerated = () => {};
    expect(await new Answers(tiller, store).of(questions)).toEqual(expected);
    expect(tiller.generated).toBe(2 * TOKENS + 7);
  });

  it('are kept when the worker dies', async () => {
    const store = memoryAnswerStore();
    const tiller = scriptedTiller(tellStory);
    const generate = tiller.generate;
    tiller.generate = async (...args) => {
      tiller.generate = generate;
      await generate(args[0], { ...args[1], signal: abortAfter(tiller, 12) });
      throw new Error('worker died');
    };
    await expect(new Answers(tiller, store).of(questions)).rejects.toThrow('worker died');
    tiller.onGenerated = () => {};
    await new Answers(tiller, store).of(questions);
    expect(tiller.generated).toBe(2 * TOKENS + 7);
  });

  it('do not start under a signal that has fired', async () => {
    const tiller = scriptedTiller(tellStory);
    const asked = new Answers(tiller, memoryAnswerStore()).of(questions, { signal: AbortSignal.abort() });
    await expect(asked).rejects.toMatchObject({ code: 'aborted' });
    expect(tiller.generated).toBe(0);
  });
});

describe('a beginning that is known from another question', () => {
  it('is gone on from, to the same answer', async () => {
    const [expected] = await new Answers(scriptedTiller(tellStory), memoryAnswerStore()).of([about('a')]);
    const tiller = scriptedTiller(tellStory);
    const answers = new Answers(tiller, memoryAnswerStore());
    const [decided] = await answers.of([about('a', { stopWhenDecided: MENTIONS_FOUR })]);
    const [whole] = await answers.of([about('a', { begun: decided!.tokenIds })]);
    expect(whole).toEqual(expected);
    expect(tiller.generated).toBe(TOKENS);
    expect(await answers.of([about('a')])).toEqual([expected]);
    expect(tiller.generated).toBe(TOKENS);
  });
});

describe('a store that fails', () => {
  const failing = (writes: number): AnswerStore => {
    const store = memoryAnswerStore();
    let count = 0;
    return {
      read: store.read,
      write: async (entries) => {
        count += 1;
        if (count > writes) throw new Error('the disk is full');
        await store.write(entries);
      },
    };
  };

  it.each([0, 1, 3])('after %i writes ends the call with its own error, soon', async (writes) => {
    const long = Array.from({ length: 60 }, (_, word) => ` ${word}`).join('');
    const tiller = scriptedTiller(() => long);
    await expect(new Answers(tiller, failing(writes)).of([about('a')])).rejects.toThrow('the disk is full');
    expect(tiller.generated).toBeLessThan(10);
  });

  it('when it reads lets nothing be generated', async () => {
    const tiller = scriptedTiller(tellStory);
    const unreadable = { ...memoryAnswerStore(), read: () => Promise.reject(new Error('blocked')) };
    await expect(new Answers(tiller, unreadable).of([about('a')])).rejects.toThrow('blocked');
    expect(tiller.generated).toBe(0);
  });
});

describe('the model', () => {
  it('must be loaded', async () => {
    const tiller = scriptedTiller(tellStory);
    tiller.model = null;
    const asked = new Answers(tiller, memoryAnswerStore()).of([about('a')]);
    await expect(asked).rejects.toMatchObject({ code: 'model_not_loaded' });
  });

  it('may not change under way: nothing of the other one is remembered', async () => {
    const store = memoryAnswerStore();
    const tiller = scriptedTiller(tellStory);
    tiller.onGenerated = (count) => {
      if (count === 3) tiller.model = { ...MODEL, id: 'another' };
    };
    const asked = new Answers(tiller, store).of([about('a')]);
    await expect(asked).rejects.toMatchObject({ code: 'model_not_loaded' });
    expect([...store.known.values()].map(({ tokenIds }) => tokenIds.length)).toEqual([3]);
  });
});

describe('the key of an answer', () => {
  const question = about('a', { applied: [steered()] });
  const otherDirection = scriptedVector();
  otherDirection.direction[2 * MODEL.hiddenSize + 1] = 0.5;

  it.each<[string, Question]>([
    ['the text', { ...question, text: 'b' }],
    ['the layer', { ...question, applied: [steered({ layer: 3 })] }],
    ['the operator', { ...question, applied: [steered({ operator: 'setProjection' })] }],
    ['the strength', { ...question, applied: [steered({ strength: 1.5 })] }],
    ['the scope', { ...question, applied: [steered({ scope: 'generated' })] }],
    ['the direction', { ...question, applied: [steered({}, otherDirection)] }],
    ['a second vector', { ...question, applied: [steered(), steered({ layer: 4 })] }],
    ['no vector', { ...question, applied: [] }],
    ['the length', { ...question, decoding: { ...GREEDY, maxNewTokens: 80 } }],
    ['the penalty', { ...question, decoding: { ...GREEDY, repetitionPenalty: 1 } }],
    ['the temperature', { ...question, decoding: { ...GREEDY, temperature: 0.7 } }],
    ['the check that ends it', { ...question, stopWhenDecided: MENTIONS_FOUR }],
  ])('depends on %s', async (_, other) => {
    expect(await answerKey(other, MODEL)).not.toBe(await answerKey(question, MODEL));
  });

  it.each<[string, Partial<typeof MODEL>]>([
    ['id', { id: 'another' }],
    ['revision', { revision: 'abc' }],
    ['dtype', { dtype: 'q4' }],
    ['backend', { backend: 'webgpu' }],
    ['chat template', { hasChatTemplate: false }],
  ])('depends on the %s of the model', async (_, parts) => {
    expect(await answerKey(question, { ...MODEL, ...parts })).not.toBe(await answerKey(question, MODEL));
  });

  it('depends on the order of vectors at one layer', async () => {
    const [first, second] = [steered(), steered({ strength: 2 })];
    const inOrder = await answerKey({ ...question, applied: [first, second] }, MODEL);
    expect(await answerKey({ ...question, applied: [second, first] }, MODEL)).not.toBe(inOrder);
  });

  it.each<[string, Question]>([
    ['the name of the vector', { ...question, applied: [steered({}, scriptedVector({ name: 'renamed' }))] }],
    ['the seed of a greedy answer', { ...question, decoding: { ...GREEDY, seed: 5 } }],
    ['a scope that is the default', { ...question, applied: [steered({ scope: 'all' })] }],
    ['what is known of its beginning', { ...question, begun: [1, 2] }],
  ])('does not depend on %s', async (_, other) => {
    expect(await answerKey(other, MODEL)).toBe(await answerKey(question, MODEL));
  });

  it('depends on the seed of a sampled one', async () => {
    const sampled = { ...GREEDY, temperature: 0.7 };
    const first = await answerKey({ ...question, decoding: sampled }, MODEL);
    expect(await answerKey({ ...question, decoding: { ...sampled, seed: 1 } }, MODEL)).not.toBe(first);
  });
});
