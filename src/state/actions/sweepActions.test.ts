import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Lane, LaneResult } from '../../protocol/model.ts';
import { type AppState, INITIAL_STATE } from '../appState.ts';
import { selectedCard } from '../playground/steering.ts';
import type { Store } from '../store.ts';
import { laneResult, MODEL_INFO, PASS, PRESETS, QUESTION, VECTOR } from '../testValues.ts';
import { undone } from '../undo.ts';
import { createSteeringActions } from './steeringActions.ts';
import { createSweepActions, createSweepAdoption } from './sweepActions.ts';

function page() {
  const store = createStore<AppState>()(() => ({
    ...INITIAL_STATE,
    prompt: 'Why?',
    model: { ...INITIAL_STATE.model, phase: 'ready', info: MODEL_INFO },
    presets: { ...PRESETS, vectors: { french: VECTOR } },
    steering: QUESTION.steering,
  })) as Store;
  const generate = vi.fn(
    async (lanes: Lane[], _: { signal: AbortSignal }): Promise<LaneResult[]> =>
      lanes.map((_lane, index) => laneResult(`text ${index}`, 'length')),
  );
  const choice = { read: async () => new Map([['french', VECTOR]]), show: async () => {} };
  const measure = { begin: vi.fn(), stop: vi.fn() };
  const judge = { prepare: async () => {}, verdict: () => PASS };
  const sweep = createSweepActions({ store, tiller: { generate } } as never, choice, judge, measure);
  const steeringChanged = vi.fn();
  const steering = createSteeringActions({ store }, choice, { steeringChanged }, () => {});
  return { store, generate, measure, steeringChanged, sweep, ...createSweepAdoption({ store }, steering) };
}

describe('a sweep', () => {
  let { store, generate, measure, steeringChanged, sweep, adoptSweepValue } = page();
  const cells = () => store.getState().sweep.cells;

  beforeEach(() => {
    vi.stubGlobal('requestAnimationFrame', () => 1);
    vi.stubGlobal('cancelAnimationFrame', () => {});
    ({ store, generate, measure, steeringChanged, sweep, adoptSweepValue } = page());
  });

  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('is one batch of short lanes, one a strength, each steered by its own', async () => {
    await sweep.startSweep();
    expect(generate).toHaveBeenCalledTimes(1);
    const lanes = generate.mock.calls[0]?.[0] ?? [];
    // plain prompts are at -2, instructed ones at 10
    expect(lanes.map(({ interventions }) => interventions?.[0]?.value)).toEqual([-2, 4, 10, 16, 22, 28, 34]);
    expect(lanes.every(({ maxNewTokens }) => maxNewTokens === 32)).toBe(true);
    expect(cells().map(({ value, lane }) => [value, lane.text, lane.verdict?.word])).toEqual(
      [0, 0.5, 1, 1.5, 2, 2.5, 3].map((value, index) => [value, `text ${index}`, 'pass']),
    );
    expect(store.getState().sweep.isRunning).toBe(false);
  });

  it('has the model to itself, and gives it back', async () => {
    await sweep.startSweep();
    expect(measure.stop).toHaveBeenCalledTimes(1);
    expect(measure.begin).toHaveBeenCalledTimes(1);
  });

  it('goes over layers, and starts empty when that is chosen', async () => {
    await sweep.startSweep();
    sweep.setSweepAxis('layer');
    expect(cells()).toEqual([]);
    await sweep.startSweep();
    expect(generate.mock.calls[1]?.[0].map(({ interventions }) => interventions?.[0]?.layer)).toEqual([
      0, 1, 2,
    ]);
  });

  it('keeps what it has when it is stopped', async () => {
    generate.mockImplementation(
      (lanes, { signal }) =>
        new Promise((resolve) =>
          signal.addEventListener('abort', () => resolve(lanes.map(() => laneResult('half', 'aborted')))),
        ),
    );
    const sweeping = sweep.startSweep();
    await vi.waitFor(() => expect(generate).toHaveBeenCalled());
    expect(store.getState().sweep.isRunning).toBe(true);
    sweep.stopSweep();
    await sweeping;
    expect(cells().every(({ lane }) => lane.status === 'stopped' && lane.text === 'half')).toBe(true);
  });

  it('says what is wrong with the prompt, and stays as it was', async () => {
    store.setState({ prompt: ' ' });
    await sweep.startSweep();
    expect(store.getState().alert?.what).toMatch(/prompt is empty/);
    expect(generate).not.toHaveBeenCalled();
  });

  it('gives a value to its card, and the stack back on undo', async () => {
    await sweep.startSweep();
    adoptSweepValue(2);
    expect(selectedCard(store.getState().steering).strength).toBe(2);
    expect(steeringChanged).toHaveBeenCalledTimes(1);
    store.setState(undone(store.getState()));
    expect(selectedCard(store.getState().steering).strength).toBe(1);
  });
});
