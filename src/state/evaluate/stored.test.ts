import { describe, expect, it } from 'vitest';
import { EMPTY_VECTOR, type EvaluateState, INITIAL_EVALUATE, MAX_VECTORS } from './evaluate.ts';
import { readStoredEvaluate, toStoredEvaluate } from './stored.ts';

const SET: EvaluateState = {
  ...INITIAL_EVALUATE,
  section: 'compose',
  vectors: [
    {
      id: 'french',
      setting: { layer: 12, operator: 'add', strength: -1.5, scope: 'generated' },
      check: { instructionId: 'punctuation:no_comma', kwargs: {} },
      strengths: 'off, 2',
    },
    { ...EMPTY_VECTOR, id: 'concise' },
  ],
  prompts: { ...INITIAL_EVALUATE.prompts, compose: { source: 'own', count: 7 } },
  ownPrompts: 'one\ntwo',
  maxNewTokens: 48,
  isFast: false,
  strengths: '0, 1',
  words: 'Answer in French.',
  shown: { ...INITIAL_EVALUATE.shown, layer: 'a job' },
};

const reload = (evaluate: EvaluateState): EvaluateState =>
  readStoredEvaluate(JSON.parse(JSON.stringify(toStoredEvaluate(evaluate))));

describe('what the Evaluate place is set to', () => {
  it('survives a reload', () => {
    expect(reload(SET)).toEqual(SET);
    expect(reload(INITIAL_EVALUATE)).toEqual(INITIAL_EVALUATE);
  });

  it('survives without the prompts of a file and without what was wrong', () => {
    const file = { name: 'ifeval.jsonl', prompts: [{ text: 'one' }], problems: [] };
    expect(reload({ ...SET, file, problem: 'Choose a check.' })).toEqual(SET);
  });

  it('keeps words that were cleared apart from words that nobody typed', () => {
    expect(reload({ ...SET, words: '' }).words).toBe('');
    expect(reload({ ...SET, words: null }).words).toBeNull();
  });

  it('leaves prompts out that are too many to be kept', () => {
    expect(reload({ ...SET, ownPrompts: 'a'.repeat(200_001) })).toEqual({ ...SET, ownPrompts: '' });
  });
});

describe('what storage holds by mistake', () => {
  it.each([null, 'text', 7, [], {}])('changes nothing: %j', (stored) => {
    expect(readStoredEvaluate(stored)).toEqual(INITIAL_EVALUATE);
  });

  it('keeps the default for each value out of range and takes the others', () => {
    const stored = {
      ...toStoredEvaluate(SET),
      section: 'models',
      vectors: [
        {
          id: 'french',
          setting: { layer: -1, operator: 'multiply', strength: 1e9 },
          check: { instructionId: 'no such check', kwargs: {} },
          strengths: 5,
        },
        'no vector',
      ],
      prompts: { layer: { source: 'network', count: -3 }, compose: 'all' },
      maxNewTokens: 1e6,
      words: 7,
      shown: { layer: 3, compose: 'a job' },
    };
    expect(readStoredEvaluate(stored)).toEqual({
      ...SET,
      section: 'layer',
      vectors: [{ ...EMPTY_VECTOR, id: 'french' }, EMPTY_VECTOR],
      prompts: INITIAL_EVALUATE.prompts,
      maxNewTokens: INITIAL_EVALUATE.maxNewTokens,
      words: null,
      shown: { ...INITIAL_EVALUATE.shown, compose: 'a job' },
    });
  });

  it('has no more vectors than can be chosen, and never none', () => {
    const vectors = Array.from({ length: 9 }, () => EMPTY_VECTOR);
    expect(readStoredEvaluate({ vectors }).vectors).toHaveLength(MAX_VECTORS);
    expect(readStoredEvaluate({ vectors: [] }).vectors).toEqual([EMPTY_VECTOR]);
  });
});
