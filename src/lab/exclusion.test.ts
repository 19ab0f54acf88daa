import { expect, it } from 'vitest';
import { memoryAnswerStore } from './answers.ts';
import { type ExclusionUpdate, exclusion } from './exclusion.ts';
import { labOf } from './lab.ts';
import { GREEDY, scriptedTiller, scriptedVector } from './testing.ts';

const steeredBy = (strength: number) => ({
  vector: scriptedVector(),
  setting: { layer: 3, operator: 'add' as const, strength },
});

it('compares negative strength and an own vector on the same unsteered answers, made once', async () => {
  // a coefficient below 0 takes the word out in one of two, the own vector in both
  const tiller = scriptedTiller(
    (text, { interventions: [steering] = [] }) => {
      if (!steering) return 'the ocean is wide';
      if ((steering.value ?? 0) > 0) return 'the lake is wide';
      return text === 'one' ? 'the lake is wide' : 'the ocean is wide';
    },
    { score: async () => ({ logProbs: new Float32Array(1), perplexity: 5 }) },
  );
  const ways = new Set<ExclusionUpdate['way']>();
  const result = await exclusion(
    {
      include: steeredBy(1),
      exclude: steeredBy(2),
      check: { instructionId: 'keywords:forbidden_words', kwargs: { forbidden_words: ['ocean'] } },
      prompts: ['one', 'two'],
      decoding: GREEDY,
    },
    labOf(tiller, memoryAnswerStore()),
    { onUpdate: ({ way }) => ways.add(way) },
  );
  const passed = (way: 'negative' | 'own') => result[way].conditions.map(({ loose }) => loose?.passed);
  expect(passed('negative')).toEqual([0, 1]);
  expect(passed('own')).toEqual([0, 2]);
  expect([...ways]).toEqual(['negative', 'own']);
  // four words and the end, in two plain, two negative and two own answers
  expect(tiller.generated).toBe(6 * 5);
});
