import { describe, expect, it } from 'vitest';
import { INITIAL_STATE } from '../appState.ts';
import { jobModel, newJob } from '../jobs/jobs.ts';
import { MODEL_INFO, PRESET, VECTOR } from '../testValues.ts';
import {
  type EvaluateState,
  INITIAL_EVALUATE,
  type Section,
  withPrompts,
  withVector,
  withVectorChange,
} from './evaluate.ts';
import {
  assertFits,
  compositionInput,
  estimate,
  evaluationInput,
  exclusionInput,
  expectedSpeed,
  fastSearchInput,
  layerSearchInput,
  measuredSpeed,
  startProblem,
  strengthSweepInput,
  whereText,
} from './input.ts';

const DRAFT = withVector(INITIAL_EVALUATE, 0, PRESET);
const inSection = (section: Section, parts: Partial<EvaluateState> = {}) => ({ ...DRAFT, section, ...parts });

describe('what keeps a section from starting', () => {
  it('is a missing vector, check, strength or prompt, each in words', () => {
    expect(startProblem(DRAFT, MODEL_INFO)).toBeNull();
    expect(startProblem(INITIAL_EVALUATE, MODEL_INFO)).toBe('Choose a vector first.');
    const unjudged = withVector(DRAFT, 0, { ...PRESET, check: null });
    expect(startProblem(unjudged, MODEL_INFO)).toMatch(/^Choose a check/);
    expect(startProblem({ ...unjudged, section: 'conditions' }, MODEL_INFO)).toBeNull();
    expect(startProblem(inSection('strength', { strengths: 'much' }), MODEL_INFO)).toMatch(/^Give up to 15/);
    expect(startProblem(inSection('compose'), MODEL_INFO)).toBe('Choose each vector first.');
    expect(startProblem(withPrompts(DRAFT, { source: 'own' }), MODEL_INFO)).toBe('Give at least one prompt.');
    const deep = withVector(DRAFT, 0, { ...PRESET, setting: { ...PRESET.setting, layer: 3 } });
    expect(startProblem(deep, MODEL_INFO)).toBe('This model has layers 0 to 2.');
  });

  it('is a vector of another shape, by name', () => {
    expect(() => assertFits([VECTOR], { ...MODEL_INFO, numLayers: 12 })).toThrow(/^french: This vector/);
    expect(() => assertFits([VECTOR], MODEL_INFO)).not.toThrow();
  });
});

describe('the input of a job', () => {
  const few = withPrompts(DRAFT, { count: 2 });

  it('of a layer search leaves the layer open', () => {
    const input = layerSearchInput(few, [VECTOR], MODEL_INFO);
    expect(input).toMatchObject({
      steering: { operator: 'setProjection', strength: 1 },
      check: PRESET.check,
    });
    expect(input.steering).not.toHaveProperty('layer');
    expect(input.prompts).toHaveLength(2);
    expect(input.decoding).toMatchObject({ temperature: 0, repetitionPenalty: 1.15, maxNewTokens: 64 });
  });

  it('of a fast search needs the instruction in words', () => {
    expect(fastSearchInput(few, [VECTOR], ['In French.'], MODEL_INFO).phrasings).toEqual(['In French.']);
    expect(() => fastSearchInput(few, [VECTOR], [], MODEL_INFO)).toThrow(/fast mode/);
  });

  it('of a sweep leaves the strength open', () => {
    const input = strengthSweepInput({ ...few, strengths: '2, 1' }, [VECTOR], MODEL_INFO);
    expect(input).toMatchObject({ strengths: [1, 2], steering: { layer: 1, operator: 'setProjection' } });
  });

  it('of four conditions asks prompts of a file as they are', () => {
    const conditions = { ...few, section: 'conditions' as const };
    expect(evaluationInput(conditions, [VECTOR], ['In French.'], MODEL_INFO).phrasings).toEqual([
      'In French.',
    ]);
    const fromFile = withPrompts(conditions, { source: 'file' });
    expect(evaluationInput(fromFile, [VECTOR], ['In French.'], MODEL_INFO).phrasings).toEqual([]);
  });

  it('of an exclusion is judged by the check of the vector that forbids', () => {
    const forbids = {
      ...PRESET,
      id: 'no-french',
      check: { instructionId: 'punctuation:no_comma', kwargs: {} },
    };
    const two = withVector({ ...few, section: 'exclude' }, 1, forbids);
    const { include, exclude, check } = exclusionInput(two, [VECTOR, VECTOR], MODEL_INFO);
    expect(check).toBe(forbids.check);
    expect([include.setting, exclude.setting]).toEqual([PRESET.setting, PRESET.setting]);
    expect(startProblem(two, MODEL_INFO)).toBeNull();
    const unjudged = withVectorChange(two, 1, { check: null });
    expect(startProblem(unjudged, MODEL_INFO)).toMatch(/^Choose a check that/);
  });

  it('of a grid has two sides', () => {
    const two = withVector({ ...few, section: 'compose' }, 1, { ...PRESET, id: 'german' });
    const { a, b } = compositionInput(two, [VECTOR, VECTOR], MODEL_INFO);
    expect(a.strengths).toEqual([null, 0.5, 1, 1.5]);
    expect(b.setting).toEqual({ layer: 1, operator: 'setProjection' });
    expect(() => compositionInput(two, [VECTOR], MODEL_INFO)).toThrow();
  });
});

describe('the estimate', () => {
  it.each([
    ['layer', { isFast: false }, 8 * 13],
    ['layer', { isFast: true }, 4 + 12],
    ['strength', {}, 8 * 10],
    ['conditions', {}, 10 * 4],
    ['conditions', { words: ' ' }, 10 * 2],
    ['compose', {}, 4 * 16],
    ['exclude', {}, 10 * 3],
  ] as const)('counts the answers of %s %j', (section, parts, answers) => {
    const { tokens, ...rest } = estimate(inSection(section, parts), { ...MODEL_INFO, numLayers: 30 }, null);
    expect(rest).toEqual({ answers, seconds: null });
    expect(tokens).toBe(64 * answers);
  });

  it('takes the time from what was measured on this model', () => {
    const done = (id: string, newTokens: number) =>
      newJob({
        id: 'a',
        kind: 'evaluation',
        title: '',
        input: {},
        createdAt: 0,
        model: { ...jobModel(MODEL_INFO), id },
        newTokens,
        elapsedMs: 10_000,
      });
    expect(measuredSpeed([done('embedded', 500), done('other', 9000)], MODEL_INFO)).toBe(50);
    expect(measuredSpeed([done('embedded', 5)], MODEL_INFO)).toBeNull();
    const { lanes } = INITIAL_STATE.runs;
    const runs = {
      ...INITIAL_STATE.runs,
      lanes: { ...lanes, unsteered: { ...lanes.unsteered, tokensPerSecond: 20 } },
    };
    const state = { ...INITIAL_STATE, runs, model: { ...INITIAL_STATE.model, info: MODEL_INFO } };
    expect(expectedSpeed(state)).toBe(40);
    expect(expectedSpeed({ ...state, jobs: { ...state.jobs, list: [done('embedded', 500)] } })).toBe(50);
    expect(expectedSpeed(INITIAL_STATE)).toBeNull();
    expect(estimate(inSection('conditions'), MODEL_INFO, 50).seconds).toBe((40 * 64) / 50);
  });
});

it('says where steering acts', () => {
  const at = (...layers: number[]) =>
    whereText(layers.map((layer) => ({ vector: VECTOR, setting: { ...PRESET.setting, layer } })));
  expect([at(25), at(20, 25), at(25, 25), at(1, 2, 3)]).toEqual([
    'at layer 25',
    'at layers 20 and 25',
    'at layer 25',
    'at layers 1, 2 and 3',
  ]);
});
