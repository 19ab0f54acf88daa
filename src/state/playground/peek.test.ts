import { describe, expect, it } from 'vitest';
import { type AppState, INITIAL_STATE } from '../appState.ts';
import { laneResult, MODEL_INFO, PRESETS, QUESTION } from '../testValues.ts';
import { INITIAL_PEEK, selectPeekObstacle, selectTokenFacts, topOf } from './peek.ts';
import { beginPair, finishRun, INITIAL_RUNS, withProjections } from './runs.ts';
import { withSelectedCard } from './steering.ts';

const PROBE = { vectorId: 'french', layer: 1 };
const finished = finishRun(beginPair(INITIAL_RUNS, QUESTION), [laneResult('a b'), laneResult('un deux')]);
const runs = withProjections(
  finished,
  'steered',
  'un deux',
  [
    { text: 'un', projection: 4, logProb: -0.5 },
    { text: ' deux', projection: 10, logProb: null },
  ],
  PROBE,
);

const STATE: AppState = {
  ...INITIAL_STATE,
  model: { ...INITIAL_STATE.model, phase: 'ready', info: MODEL_INFO },
  presets: PRESETS,
  steering: QUESTION.steering,
  runs,
  peek: { ...INITIAL_PEEK, place: { id: 'steered', token: 0 } },
};
const at = (token: number): AppState => ({
  ...STATE,
  peek: { ...INITIAL_PEEK, place: { id: 'steered', token } },
});

describe('what is known of a token', () => {
  it('is its place, its projection beside the vector’s means and the target, and how likely it was', () => {
    expect(selectTokenFacts(STATE)).toEqual({
      text: 'un',
      number: 1,
      count: 2,
      layer: 1,
      projection: 4,
      plain: -2,
      instructed: 10,
      target: 10,
      logProb: -0.5,
    });
    expect(selectTokenFacts(at(1))).toMatchObject({ text: ' deux', logProb: null });
  });

  it('has no target where the operator sets none', () => {
    const steering = withSelectedCard(STATE.steering, (card) => ({ ...card, operator: 'add' }));
    expect(selectTokenFacts({ ...STATE, steering })?.target).toBeNull();
  });

  it('is nothing without a look, past the end, and on another layer than was measured', () => {
    expect(selectTokenFacts({ ...STATE, peek: INITIAL_PEEK })).toBeNull();
    expect(selectTokenFacts(at(2))).toBeNull();
    const steering = withSelectedCard(STATE.steering, (card) => ({ ...card, layer: 2 }));
    expect(selectTokenFacts({ ...STATE, steering })).toBeNull();
  });
});

describe('the model can be asked about a place', () => {
  it('while it is idle, of an answer of its own', () => {
    expect(selectPeekObstacle(STATE)).toBeNull();
    expect(selectPeekObstacle({ ...STATE, runs: { ...runs, running: ['steered'] } })).toBe('running');
    expect(selectPeekObstacle({ ...STATE, sweep: { ...STATE.sweep, isRunning: true } })).toBe('running');
    const info = { ...MODEL_INFO, id: 'other/model' };
    expect(selectPeekObstacle({ ...STATE, model: { ...STATE.model, info } })).toBe('other model');
  });
});

describe('the likeliest tokens of a side', () => {
  it('are in that side’s own order', () => {
    const tokens = [
      { id: 1, probabilities: [0.5, 0.1] as [number, number] },
      { id: 2, probabilities: [0.2, 0.6] as [number, number] },
      { id: 3, probabilities: [0.3, 0.3] as [number, number] },
    ];
    expect(topOf(tokens, 0, 2).map(({ id }) => id)).toEqual([1, 3]);
    expect(topOf(tokens, 1, 2).map(({ id }) => id)).toEqual([2, 3]);
  });
});
