import { beforeEach, describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { memoryDatabase } from '../../storage/index.ts';
import { type AppState, INITIAL_STATE } from '../appState.ts';
import { isJobOf, jobModel, newJob, withJob } from '../jobs/jobs.ts';
import type { Store } from '../store.ts';
import { MODEL_INFO, PRESET, PRESETS, VECTOR } from '../testValues.ts';
import { createEvaluateActions, type EvaluateActions } from './evaluateActions.ts';
import type { JobActions } from './jobActions.ts';
import { createJobActions } from './jobActions.ts';

let store: Store;
let actions: EvaluateActions;
let jobs: JobActions;
let steered: unknown[][];

beforeEach(() => {
  store = createStore<AppState>()(() => ({
    ...INITIAL_STATE,
    // loading: jobs wait in line
    model: { ...INITIAL_STATE.model, phase: 'loading', info: MODEL_INFO },
    presets: PRESETS,
  })) as Store;
  steered = [];
  const log =
    (name: string) =>
    (...args: unknown[]) =>
      void steered.push([name, ...args]);
  const steering: Parameters<typeof createEvaluateActions>[4] = {
    chooseVector: log('choose'),
    setLayer: log('layer'),
    setStrength: log('strength'),
    setOperator: log('operator'),
  };
  const context = { store, tiller: {} as never, baseUrl: '', database: async () => memoryDatabase() };
  jobs = createJobActions(context);
  actions = createEvaluateActions(
    context,
    { readPreset: async () => VECTOR },
    { readSaved: async () => null },
    jobs,
    steering,
  );
});

const evaluate = () => store.getState().evaluate;
const lastJob = () => store.getState().jobs.list.at(-1);
const file = (name: string, lines: readonly object[]) =>
  new File([lines.map((line) => JSON.stringify(line)).join('\n')], name);

describe('start', () => {
  it('says what is missing, until something is changed', async () => {
    await actions.startEvaluation();
    expect(evaluate().problem).toBe('Choose a vector first.');
    actions.chooseEvaluated(0, 'french');
    expect(evaluate().problem).toBeNull();
  });

  it('puts the job of the section in line and shows it', async () => {
    actions.chooseEvaluated(0, 'french');
    await actions.startEvaluation();
    expect(lastJob()).toMatchObject({
      kind: 'fastLayerSearch',
      title: 'Fast layer search: Answer in French',
      vectorIds: ['french'],
      phase: 'queued',
    });
    actions.setEvaluate({ isFast: false });
    await actions.startEvaluation();
    expect(lastJob()?.kind).toBe('layerSearch');
    actions.setEvaluate({ section: 'strength' });
    await actions.startEvaluation();
    expect(lastJob()?.kind).toBe('strengthSweep');
    expect(evaluate().shown.strength).toBe(lastJob()?.id);
    actions.setEvaluate({ section: 'conditions', words: 'En français.\n\nAnswer in French.' });
    await actions.startEvaluation();
    const job = lastJob();
    if (!job || !isJobOf(job, 'evaluation')) throw new Error('no evaluation');
    expect(job.input.phrasings).toEqual(['En français.', 'Answer in French.']);
    expect(job.input.applied).toEqual([{ vector: VECTOR, setting: PRESET.setting }]);
  });

  it('refuses a vector of another shape in words', async () => {
    store.setState(({ model }) => ({ model: { ...model, info: { ...MODEL_INFO, hiddenSize: 64 } } }));
    actions.chooseEvaluated(0, 'french');
    await actions.startEvaluation();
    expect(evaluate().problem).toMatch(/^french: This vector was made on the embedded model/);
    expect(store.getState().jobs.list).toEqual([]);
  });
});

describe('files', () => {
  it('give prompts with their own checks, and say which lines are none', async () => {
    actions.setEvaluate({ section: 'conditions' });
    const good = {
      key: 1,
      prompt: 'Answer without commas.',
      instruction_id_list: ['punctuation:no_comma'],
      kwargs: [{}],
    };
    await actions.readPromptFile(file('ifeval.jsonl', [good, { key: 2 }]));
    expect(evaluate().file).toMatchObject({
      name: 'ifeval.jsonl',
      prompts: [{ text: 'Answer without commas.' }],
    });
    expect(evaluate().file?.problems).toHaveLength(1);
    expect(evaluate().prompts.conditions).toEqual({ source: 'file', count: 1 });
  });

  it('fill in quality questions, also when nobody was asked before', async () => {
    const answer = { prompt: 0, condition: 'plain', text: 'well' };
    const job = newJob({
      id: 'e',
      kind: 'evaluation',
      title: 'Four conditions',
      input: { prompts: [{ text: 'Why?' }] },
      createdAt: 0,
      model: jobModel(MODEL_INFO),
      vectorIds: ['french'],
      phase: 'done',
      result: { answers: [answer] },
    });
    store.setState((state) => ({ jobs: withJob(state.jobs, job) }));
    const filledIn = { id: 'e plain 0', questionId: 'coherent', verdict: 'yes', judge: 'somebody' };
    const said = await actions.readJudgements(
      'e',
      file('judged.jsonl', [filledIn, { ...filledIn, id: 'other' }]),
    );
    expect(said[0]).toBe('1 of 6 questions were filled in from judged.jsonl.');
    expect(said).toHaveLength(2);
    const quality = lastJob();
    if (!quality || !isJobOf(quality, 'quality')) throw new Error('no quality job');
    expect(quality.phase).toBe('done');
    const judged = quality.result?.judgements.filter(({ pYes }) => pYes !== null);
    expect(judged).toMatchObject([{ questionId: 'coherent', pYes: 1, judge: 'somebody' }]);

    await actions.readJudgements('e', file('again.jsonl', [{ ...filledIn, verdict: 'no' }]));
    expect(store.getState().jobs.list).toHaveLength(2);
  });
});

it('brings a result into view, and quality questions under their evaluation', () => {
  const parts = { title: '', createdAt: 0 };
  const input = { items: [{ id: 'e plain 0' }], questions: [] };
  const grid = newJob({ ...parts, id: 'g', kind: 'compositionGrid', input: {} });
  const quality = newJob({ ...parts, id: 'q', kind: 'quality', input });
  const own = newJob({ ...parts, id: 'o', kind: 'ownInstruction', input: {} });
  store.setState(({ jobs }) => ({ jobs: [grid, quality, own].reduce(withJob, jobs) }));
  actions.showJob('g');
  expect(evaluate()).toMatchObject({ section: 'compose', shown: { compose: 'g' } });
  actions.showJob('q');
  expect(evaluate()).toMatchObject({ section: 'conditions', shown: { compose: 'g', conditions: 'e' } });
  actions.showJob('o');
  expect(evaluate().section).toBe('conditions');
});

it('takes a setting to the playground', () => {
  actions.adoptSetting('french', { layer: 2, operator: 'add', strength: 1.5 });
  expect(steered).toEqual([
    ['choose', 'french'],
    ['layer', 2],
    ['operator', 'add'],
    ['strength', 1.5],
  ]);
});
