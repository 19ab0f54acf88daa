import { describe, expect, it } from 'vitest';
import { type AppState, INITIAL_STATE } from './appState.ts';
import { beginLoad, endLoad, withProgress } from './models/load.ts';
import { EMPTY_LANE, finishLane, type LaneRun, type Verdict } from './playground/lane.ts';
import {
  addTokens,
  beginPair,
  beginSteered,
  breakRun,
  finishRun,
  INITIAL_RUNS,
  withVerdicts,
} from './playground/runs.ts';
import { withSelectedCard } from './playground/steering.ts';
import {
  displayName,
  effectiveSampling,
  laneNote,
  laneNumbers,
  layerCurve,
  modelName,
  modelStateText,
  modelStatusText,
  peakLayer,
  rawValueText,
  selectNumLayers,
  statusText,
  verdictText,
} from './selectors.ts';
import { laneResult, MODEL_INFO, PASS, PRESETS, QUESTION, tokens, VECTOR } from './testValues.ts';

const ready: AppState = {
  ...INITIAL_STATE,
  model: endLoad(INITIAL_STATE.model, MODEL_INFO),
  presets: PRESETS,
  steering: QUESTION.steering,
};
const pass: Verdict = { ...PASS, reason: 'detected: French' };

describe('statusText', () => {
  const begun = beginPair(INITIAL_RUNS, QUESTION);
  const finished = finishRun(begun, [laneResult('two words'), laneResult('un')]);

  it('names the model state before there is a run', () => {
    expect(statusText(INITIAL_STATE)).toBe('No model is loaded');
    expect(statusText({ ...INITIAL_STATE, model: beginLoad(INITIAL_STATE.model, 'SmolLM2') })).toBe(
      'Loading SmolLM2',
    );
    expect(statusText(ready)).toBe('Model ready');
  });

  it('says what is being generated', () => {
    expect(statusText({ ...ready, runs: begun })).toBe('Generating both answers');
    const again = beginSteered(finished, { ...QUESTION, checks: [] });
    expect(statusText({ ...ready, runs: again })).toBe('Generating the steered answer');
    const halfway = addTokens(begun, { unsteered: tokens('a') }, 0);
    const runsAlong = beginSteered(halfway, { ...QUESTION, checks: [] });
    expect(statusText({ ...ready, runs: runsAlong })).toBe('Generating the steered answer');
  });

  it('ends with token counts and verdicts', () => {
    const judged = withVerdicts(finished, () => pass);
    expect(statusText({ ...ready, runs: judged })).toBe(
      'Done. Unsteered: 2 tokens, pass. Steered: 1 token, pass.',
    );
  });

  it('tells stopped and broken runs from done ones', () => {
    const stopped = finishRun(begun, [laneResult('a', 'aborted'), laneResult('b', 'aborted')]);
    expect(modelStatusText({ ...ready, runs: stopped })).toBe('Model ready');
    expect(statusText({ ...ready, runs: stopped })).toMatch(/^Stopped\./);
    expect(statusText({ ...ready, runs: breakRun(begun, 'failed') })).toBe('Ended by an error');
  });
});

describe('verdictText', () => {
  const lane = (verdict: Verdict): LaneRun => ({ ...EMPTY_LANE, verdict });

  it('ends in "so far" while it can change', () => {
    expect(verdictText(lane(pass))).toBe('pass');
    expect(verdictText(lane({ ...pass, isFinal: false }))).toBe('pass so far');
    expect(verdictText(lane({ ...pass, word: 'no check', isFinal: false }))).toBe('no check');
    expect(verdictText(EMPTY_LANE)).toBeNull();
  });
});

describe('laneNote', () => {
  const answered = { ...ready, prompt: QUESTION.prompt, runs: beginPair(INITIAL_RUNS, QUESTION) };
  const notes = (state: AppState) => [laneNote(state, 'unsteered'), laneNote(state, 'steered')];

  it('says nothing while texts are answers to what stands beside them, or there are none', () => {
    expect(notes(answered)).toEqual([null, null]);
    expect(notes(ready)).toEqual([null, null]);
  });

  it('says what a text was asked, steered toward and judged for, once that has changed', () => {
    expect(notes({ ...answered, prompt: 'How?' })).toEqual([
      'answer to an earlier prompt',
      'answer to an earlier prompt',
    ]);
    const other = {
      ...answered,
      steering: withSelectedCard(answered.steering, (card) => ({ ...card, chosenId: 'gone' })),
    };
    expect(notes(other)).toEqual(['judged for “Answer in French”', 'steered toward “Answer in French”']);
  });
});

describe('laneNumbers', () => {
  it('counts one token in the singular and leaves out an unknown speed', () => {
    expect(laneNumbers(finishLane(EMPTY_LANE, laneResult('un')))).toBe('1 token · 40 tok/s');
    expect(laneNumbers({ ...EMPTY_LANE, status: 'streaming', tokenCount: 3 })).toBe('3 tokens');
    expect(laneNumbers({ ...EMPTY_LANE, status: 'done', tokenCount: 3, tokensPerSecond: 4.26 })).toBe(
      '3 tokens · 4.3 tok/s',
    );
    expect(laneNumbers(EMPTY_LANE)).toBe('');
  });
});

describe('the layer curve', () => {
  it('is the separation, nowhere below zero, with its peak', () => {
    expect(layerCurve(VECTOR)).toEqual([0.5, 4, 0]);
    expect(peakLayer(layerCurve(VECTOR))).toBe(1);
  });

  it('is the length of the difference where a file does not know the separation, and empty without a vector', () => {
    const { separation: _, ...bare } = VECTOR;
    expect(layerCurve(bare)).toEqual([1, 2, 3]);
    expect([layerCurve(null), peakLayer([])]).toEqual([[], null]);
  });
});

describe('rawValueText', () => {
  const withOperator = (operator: 'add' | 'setProjection' | 'ablate', strength: number) =>
    rawValueText({
      ...ready,
      steering: withSelectedCard(ready.steering, (card) => ({ ...card, operator, strength })),
    });

  it('is the target projection, the coefficient, or nothing', () => {
    expect(withOperator('setProjection', 1)).toBe('projection 10.0');
    expect(withOperator('setProjection', 0)).toBe('projection −2.0');
    expect(withOperator('add', 0.5)).toBe('coefficient 6.0');
    expect(withOperator('ablate', 1)).toBe('');
  });

  it('is nothing without a vector or past its layers', () => {
    expect(rawValueText(INITIAL_STATE)).toBe('');
    const steering = withSelectedCard(ready.steering, (card) => ({ ...card, layer: 3 }));
    expect(rawValueText({ ...ready, steering })).toBe('');
  });
});

describe('the model in words', () => {
  it('has the manifest’s name when it is the embedded one, else the end of its id', () => {
    const manifest = { id: 'embedded', name: 'SmolLM2 135M', licence: 'Apache-2.0', sizeBytes: 1 };
    expect(displayName('embedded', manifest)).toBe('SmolLM2 135M');
    expect(displayName('owner/name', manifest)).toBe('name');
    expect(displayName('https://host/folder/', null)).toBe('folder');
    expect(modelName(INITIAL_STATE)).toBe('No model');
  });

  it('shows the percentage of a download and the words of other stages', () => {
    const loading = beginLoad(INITIAL_STATE.model, 'm');
    const at = (progress: Parameters<typeof withProgress>[1]) =>
      modelStateText({ ...INITIAL_STATE, model: withProgress(loading, progress, 0) });
    expect(at({ stage: 'download', loaded: 299, total: 1000, unit: 'bytes' })).toBe('loading 29 %');
    expect(at({ stage: 'lower', loaded: 0, total: 1, unit: 'weights' })).toBe('unpacking weights');
    expect(modelStateText(ready)).toBe('ready');
    expect(modelStateText(INITIAL_STATE)).toBe('not loaded');
  });

  it('decides how many layers there are', () => {
    expect(selectNumLayers(ready)).toBe(3);
    expect(selectNumLayers(INITIAL_STATE)).toBe(30);
  });
});

describe('effectiveSampling', () => {
  it('fills in the repetition penalty that suits the model, unless the user chose one', () => {
    const { sampling } = INITIAL_STATE.settings;
    expect(effectiveSampling(sampling, MODEL_INFO).repetitionPenalty).toBe(1.15);
    expect(effectiveSampling(sampling, { ...MODEL_INFO, id: 'owner/other' }).repetitionPenalty).toBe(1);
    expect(effectiveSampling({ ...sampling, repetitionPenalty: 1.4 }, MODEL_INFO).repetitionPenalty).toBe(
      1.4,
    );
  });
});
