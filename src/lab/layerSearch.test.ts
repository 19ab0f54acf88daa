import { describe, expect, it } from 'vitest';
import { memoryAnswerStore } from './answers.ts';
import { labOf } from './lab.ts';
import { type LayerSearchInput, layerSearch, type SearchUpdate } from './layerSearch.ts';
import { abortAfter, GREEDY, type Script, scriptedTiller, scriptedVector } from './testing.ts';

const LONG = 'and so the story goes on, with ten more words to come';
const LOOP = 'pour pour pour pour pour pour pour pour pour pour pour pour';

/** what a layer answers to prompt a, and to prompt b; where it says nothing, what the plain model does */
const scriptOf =
  (byLayer: Record<string, [a: string, b: string]>): Script =>
  (text, { interventions = [] }) => {
    const [a, b] = byLayer[interventions[0]?.layer ?? 'plain'] ?? byLayer.plain!;
    return text === 'a' ? a : b;
  };

const input = (parts: Partial<LayerSearchInput> = {}): LayerSearchInput => ({
  vector: scriptedVector(),
  steering: { operator: 'add', strength: 1 },
  check: { instructionId: 'keywords:existence', kwargs: { keywords: ['ocean'] } },
  prompts: ['a', 'b'],
  decoding: GREEDY,
  ...parts,
});

/** layers 2, 4, 6 and 8 of a model of ten are candidates */
const found = scriptOf({
  plain: [LONG, LONG],
  4: [`the ocean ${LONG}`, LONG],
  6: [`an ocean ${LONG}`, `two words, ocean ${LONG}`],
  8: [`an ocean ${LONG}`, `ocean ${LONG}`],
});

describe('a layer search', () => {
  it('takes the earliest of the best layers, and holds it to its whole answers', async () => {
    const tiller = scriptedTiller(found);
    const result = await layerSearch(input(), labOf(tiller, memoryAnswerStore()));
    expect(result).toMatchObject({ outcome: 'chosen', layer: 6, plain: { passed: 0, total: 2 } });
    expect(result.layers.map(({ layer, passed, isConfirmed }) => [layer, passed, isConfirmed])).toEqual([
      [2, 0, true],
      [4, 1, false],
      [6, 2, true],
      [8, 2, false],
    ]);
    expect(result.answers.find(({ layer, prompt }) => layer === 6 && prompt === 'b')).toEqual({
      layer: 6,
      strength: 1,
      prompt: 'b',
      text: `two words, ocean ${LONG}`,
      verdict: 'pass',
      isDecided: false,
    });
  });

  it('ends answers early where their verdict is certain', async () => {
    const { tokens } = await layerSearch(input(), labOf(scriptedTiller(found), memoryAnswerStore()));
    const whole = scriptedTiller(found);
    const full = await layerSearch(input({ earlyStop: false }), labOf(whole, memoryAnswerStore()));
    expect(full).toMatchObject({ outcome: 'chosen', layer: 6, tokens: { savedAtMost: 0 } });
    expect(full.tokens.generated).toBe(whole.generated);
    // layer 4 ends one answer 13 tokens early, layer 8 both of its answers
    expect(full.tokens.generated - tokens.generated).toBe(3 * 13);
    expect(tokens.savedAtMost).toBe(3 * GREEDY.maxNewTokens - 2 - 2 - 1);
  });

  it('generates the tokens that it counts, and none again to confirm', async () => {
    const tiller = scriptedTiller(found);
    const { tokens } = await layerSearch(input(), labOf(tiller, memoryAnswerStore()));
    expect(tiller.generated).toBe(tokens.generated);
  });

  it('turns to the next layer where a whole answer falls apart', async () => {
    const tiller = scriptedTiller(
      scriptOf({
        plain: [LONG, LONG],
        2: [`an ocean ${LOOP}`, `ocean ${LONG}`],
        8: [`an ocean ${LONG}`, LONG],
      }),
    );
    const result = await layerSearch(input(), labOf(tiller, memoryAnswerStore()));
    expect(result).toMatchObject({ outcome: 'chosen', layer: 8 });
    expect(result.layers[0]).toMatchObject({
      layer: 2,
      passed: 1,
      degenerate: 1,
      score: 0,
      isConfirmed: true,
    });
    expect(result.layers[1]).toMatchObject({ layer: 4, isConfirmed: true, score: 0 });
  });

  it('declines, with the reason, where no layer beats the plain model', async () => {
    const tiller = scriptedTiller(scriptOf({ plain: [`the ocean ${LONG}`, LONG] }));
    const result = await layerSearch(input(), labOf(tiller, memoryAnswerStore()));
    expect(result).toMatchObject({ outcome: 'declined', layer: null });
    expect(result.reason).toBe(
      'No layer: without steering 1 of 2 validation prompts pass, and at the best layer, 2, 1 of 2.',
    );
  });

  it('tells how it goes: each layer with what is open, up to all that there is', async () => {
    const updates: SearchUpdate[] = [];
    await layerSearch(input({ layers: [6, 8] }), labOf(scriptedTiller(found), memoryAnswerStore()), {
      onUpdate: (update) => updates.push(update),
    });
    expect(updates[0]).toMatchObject({ stage: 'search', answered: 0, total: 6, newTokens: 0 });
    expect(updates[0]!.curve.map(({ layer, open }) => [layer, open])).toEqual([
      [null, 2],
      [6, 2],
      [8, 2],
    ]);
    const last = updates.findLast(({ stage }) => stage === 'search')!;
    expect(last.answered).toBe(6);
    expect(last.curve.map(({ passed, open }) => [passed, open])).toEqual([
      [0, 0],
      [2, 0],
      [2, 0],
    ]);
    expect(updates.at(-1)).toMatchObject({ stage: 'confirm', answered: 2, total: 2 });
    const tokens = updates.map(({ newTokens }) => newTokens);
    expect(tokens).toEqual(tokens.toSorted((a, b) => a - b));
  });

  it.each([
    1, 9, 40, 80, 100,
  ])('stopped after %i tokens goes on to the same result, and no token is generated twice', async (tokens) => {
    const uninterrupted = await layerSearch(input(), labOf(scriptedTiller(found), memoryAnswerStore()));
    const tiller = scriptedTiller(found);
    const lab = labOf(tiller, memoryAnswerStore());
    const stopped = layerSearch(input(), lab, { signal: abortAfter(tiller, tokens) });
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    tiller.onGenerated = () => {};
    const resumed = await layerSearch(input(), lab);
    expect(resumed).toEqual(uninterrupted);
    expect(tiller.generated).toBe(uninterrupted.tokens.generated);
  });

  it('is plain data', async () => {
    const result = await layerSearch(input(), labOf(scriptedTiller(found), memoryAnswerStore()));
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it('needs prompts, and a check that there is', async () => {
    const lab = labOf(scriptedTiller(found), memoryAnswerStore());
    await expect(layerSearch(input({ prompts: [] }), lab)).rejects.toMatchObject({ code: 'bad_request' });
    const check = { instructionId: 'no:such', kwargs: {} };
    await expect(layerSearch(input({ check }), lab)).rejects.toMatchObject({ code: 'unknown_check' });
  });
});
