import { describe, expect, it } from 'vitest';
import { TillerError } from '../core/errors.ts';
import type { Message, Prompt } from '../protocol/model.ts';
import { memoryAnswerStore } from './answers.ts';
import { type FastSearchInput, fastLayerSearch } from './fastLayerSearch.ts';
import { labOf } from './lab.ts';
import type { SearchUpdate } from './layerSearch.ts';
import { abortAfter, GREEDY, MODEL, type ScriptedTiller, scriptedTiller, scriptedVector } from './testing.ts';

const LONG = 'and so the story goes on, with ten more words to come';
const LOOP = 'pour pour pour pour pour pour pour pour pour pour pour pour';
const PROMPTS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

interface Scripted {
  /** how near a layer comes to the instruction in words, 0 to 1; the others do nothing */
  effects: Record<number, number>;
  /** prompts that pass at a layer, and without steering (`plain`); `!` at the end: they fall apart */
  passes: Record<string, string>;
}

/** Says "ocean" where it passes. Its last state is 1 in words and, as far as its effect goes, where it is steered. */
function scripted({ effects, passes }: Scripted): ScriptedTiller {
  const stateOf = (prompt: Prompt, layer: number): number => {
    const { content } = (prompt as Message[])[0]!;
    return content.includes('ocean') ? 1 : (effects[layer] ?? 0);
  };
  return scriptedTiller(
    (text, { interventions = [] }) => {
      const passing = passes[interventions[0]?.layer ?? 'plain'] ?? '';
      if (!passing.includes(text)) return LONG;
      return passing.endsWith('!') ? `the ocean ${LOOP}` : `the ocean ${LONG}`;
    },
    {
      capture: async (prompts, { interventions = [], onProgress, signal } = {}) => {
        if (signal?.aborted) throw new TillerError('aborted', 'stopped.');
        const { numLayers, hiddenSize } = MODEL;
        const data = new Float32Array(prompts.length * numLayers * hiddenSize);
        for (const [index, prompt] of prompts.entries()) {
          data[((index + 1) * numLayers - 1) * hiddenSize] = stateOf(prompt, interventions[0]?.layer ?? -1);
          onProgress?.({ stage: 'capture', loaded: index + 1, total: prompts.length, unit: 'prompts' });
        }
        return { shape: [prompts.length, numLayers, hiddenSize], data };
      },
    },
  );
}

const input = (parts: Partial<FastSearchInput> = {}): FastSearchInput => ({
  vector: scriptedVector(),
  steering: { operator: 'add', strength: 1 },
  check: { instructionId: 'keywords:existence', kwargs: { keywords: ['ocean'] } },
  phrasings: ['Mention the ocean.'],
  prompts: PROMPTS,
  decoding: GREEDY,
  layers: [1, 2, 3, 4, 5],
  ...parts,
});

const EFFECTS = { 1: 0.1, 2: 0.9, 3: 0.8, 4: 0.7, 5: 0.2 };
/** which prompts were answered where, as text */
const asked = (answers: readonly { layer: number | null; prompt: string }[], layer: number | null) =>
  answers.flatMap((each) => (each.layer === layer ? [each.prompt] : [])).join('');

describe('the fast layer search', () => {
  it('lets the three layers with the strongest effects write, the best of them most', async () => {
    const tiller = scripted({ effects: EFFECTS, passes: { 2: 'a', 3: 'abcdef', 4: 'ab' } });
    const result = await fastLayerSearch(input(), labOf(tiller, memoryAnswerStore()));
    expect(result.ranking.map(({ layer }) => layer)).toEqual([2, 3, 4, 5, 1]);
    expect(result).toMatchObject({ outcome: 'chosen', layer: 3, strength: 1 });
    expect(asked(result.answers, 2)).toBe('ab');
    // layer 4 is as good on two prompts, but its effect is smaller
    expect(asked(result.answers, 4)).toBe('ab');
    expect(asked(result.answers, 3)).toBe('abcdef');
    // one plain failure decides against six passes
    expect(asked(result.answers, null)).toBe('ab');
    expect(result.reason).toBe('Layer 3: 6 of 6 validation prompts pass, against 0 of 2 without steering.');
    expect(tiller.generated).toBe(result.tokens.generated);
  });

  it('asks the plain model as long as it can still tie', async () => {
    const tiller = scripted({ effects: EFFECTS, passes: { 2: 'abc', plain: 'def' } });
    const result = await fastLayerSearch(input(), labOf(tiller, memoryAnswerStore()));
    expect(asked(result.answers, null)).toBe('abcdef');
    expect(result).toMatchObject({ outcome: 'declined', layer: null, plain: { passed: 3, total: 6 } });
  });

  it('declines without asking the plain model where no prompt passes', async () => {
    const tiller = scripted({ effects: EFFECTS, passes: {} });
    const result = await fastLayerSearch(input(), labOf(tiller, memoryAnswerStore()));
    expect(result.outcome).toBe('declined');
    expect(asked(result.answers, null)).toBe('');
    expect(result.reason).toBe('No layer: at the best one, 2, 0 of 6 validation prompts pass.');
  });

  it('turns to the next finalist where whole answers fall apart', async () => {
    const tiller = scripted({ effects: EFFECTS, passes: { 2: 'abcdef!', 3: 'acd', 4: 'a' } });
    const result = await fastLayerSearch(input(), labOf(tiller, memoryAnswerStore()));
    expect(result).toMatchObject({ outcome: 'chosen', layer: 3 });
    expect(result.layers.find(({ layer }) => layer === 2)).toMatchObject({ score: 0, degenerate: 6 });
    expect(asked(result.answers, 4)).toBe('ab');
  });

  it('lets a start layer write whatever its rank, and one that is no candidate not', async () => {
    const passes = { 1: 'abcdef', 2: 'a' };
    const run = (startLayer?: number) =>
      fastLayerSearch(
        input(startLayer === undefined ? {} : { startLayer }),
        labOf(scripted({ effects: EFFECTS, passes }), memoryAnswerStore()),
      );
    expect((await run()).layer).toBe(2);
    expect(await run(1)).toMatchObject({ outcome: 'chosen', layer: 1 });
    expect((await run(9)).layer).toBe(2);
  });

  it('tries a fallback strength where the first is declined, and asks no plain prompt twice', async () => {
    const tiller = scripted({ effects: EFFECTS, passes: { plain: '' } });
    const generate = tiller.generate;
    const strong = scripted({ effects: EFFECTS, passes: { 2: 'abcdef' } });
    tiller.generate = (lanes, options) =>
      (lanes.every(({ interventions = [] }) => interventions.every(({ value }) => value === 1.4))
        ? strong.generate
        : generate)(lanes, options);
    const lab = labOf(tiller, memoryAnswerStore());
    const result = await fastLayerSearch(input({ fallbackStrengths: [1.4, 2] }), lab);
    expect(result).toMatchObject({ outcome: 'chosen', layer: 2, strength: 1.4 });
    expect(result.answers.filter(({ strength }) => strength === 1).length).toBe(10);
    expect(tiller.generated + strong.generated).toBe(result.tokens.generated);
  });

  it('tells how it goes: ranking first, then answers, then whole ones', async () => {
    const tiller = scripted({ effects: EFFECTS, passes: { 2: 'abcdef' } });
    const updates: SearchUpdate[] = [];
    await fastLayerSearch(input(), labOf(tiller, memoryAnswerStore()), {
      onUpdate: (update) => updates.push(update),
    });
    // four prompts: plain, in words, and at each of five layers
    const ranked = updates.filter(({ stage }) => stage === 'rank');
    expect(new Set(ranked.map(({ answered }) => answered))).toEqual(
      new Set(Array.from({ length: 28 }, (_, i) => i + 1)),
    );
    const stages = updates.map(({ stage }) => stage);
    expect([...new Set(stages)]).toEqual(['rank', 'search', 'confirm']);
  });

  it.each([
    1, 30, 90,
  ])('stopped after %i tokens goes on to the same result, and no token is generated twice', async (tokens) => {
    const script: Scripted = { effects: EFFECTS, passes: { 2: 'a', 3: 'abcdef', plain: 'a' } };
    const uninterrupted = await fastLayerSearch(input(), labOf(scripted(script), memoryAnswerStore()));
    const tiller = scripted(script);
    const lab = labOf(tiller, memoryAnswerStore());
    const stopped = fastLayerSearch(input(), lab, { signal: abortAfter(tiller, tokens) });
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    tiller.onGenerated = () => {};
    expect(await fastLayerSearch(input(), lab)).toEqual(uninterrupted);
    expect(tiller.generated).toBe(uninterrupted.tokens.generated);
  });

  it('reads no prompt again to rank the same layers', async () => {
    const tiller = scripted({ effects: EFFECTS, passes: {} });
    const lab = labOf(tiller, memoryAnswerStore());
    const first = await fastLayerSearch(input(), lab);
    tiller.capture = () => Promise.reject(new Error('captured again'));
    expect(await fastLayerSearch(input(), lab)).toEqual(first);
  });

  it('can be stopped while it ranks', async () => {
    const tiller = scripted({ effects: EFFECTS, passes: {} });
    const run = fastLayerSearch(input(), labOf(tiller, memoryAnswerStore()), { signal: AbortSignal.abort() });
    await expect(run).rejects.toMatchObject({ code: 'aborted' });
  });
});
