import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { type AppState, INITIAL_STATE } from '../appState.ts';
import { laneIds } from '../playground/compare.ts';
import { beginPair, finishRun, INITIAL_RUNS } from '../playground/runs.ts';
import { selectedCard, withSelectedCard } from '../playground/steering.ts';
import type { Store } from '../store.ts';
import { laneResult, QUESTION } from '../testValues.ts';
import { undone } from '../undo.ts';
import { createCompareActions } from './compareActions.ts';

function page() {
  const store = createStore<AppState>()(() => ({
    ...INITIAL_STATE,
    steering: QUESTION.steering,
    runs: finishRun(beginPair(INITIAL_RUNS, QUESTION), [laneResult('text'), laneResult('texte')]),
  })) as Store;
  const runs = { lanesChanged: vi.fn(), steeringChanged: vi.fn() };
  return { store, runs, actions: createCompareActions({ store }, runs, () => {}) };
}

describe('lanes side by side', () => {
  let { store, runs, actions } = page();
  const state = () => store.getState();

  beforeEach(() => {
    ({ store, runs, actions } = page());
  });

  it('are kept with setting and text, and nothing is generated for that', () => {
    actions.keepLane();
    expect(laneIds(state().compare)).toEqual(['unsteered', 'steered', 'kept-1']);
    expect(state().runs.lanes['kept-1']).toBe(state().runs.lanes.steered);
    expect(state().runs.question?.kept[0]?.cards).toBe(state().steering.cards);
  });

  it('come back with their text when a removal is undone', () => {
    actions.keepLane();
    const kept = state().runs.lanes['kept-1'];
    actions.removeLane('kept-1');
    expect([laneIds(state().compare).length, 'kept-1' in state().runs.lanes]).toEqual([2, false]);
    store.setState(undone(state()));
    expect(laneIds(state().compare)).toContain('kept-1');
    expect(state().runs.lanes['kept-1']).toBe(kept);
  });

  it('give their setting to the stack, and the stack’s back on undo', () => {
    actions.keepLane();
    store.setState({ steering: withSelectedCard(state().steering, (card) => ({ ...card, strength: 2 })) });
    actions.adoptLane('kept-1');
    expect(selectedCard(state().steering).strength).toBe(1);
    expect(runs.steeringChanged).toHaveBeenCalledTimes(1);
    store.setState(undone(state()));
    expect(selectedCard(state().steering).strength).toBe(2);
  });

  it('are four with the instruction in words; switched off, their texts go', () => {
    actions.setFourConditions(true);
    expect(runs.lanesChanged).toHaveBeenCalledTimes(1);
    const { lanes } = state().runs;
    store.setState({ runs: { ...state().runs, lanes: { ...lanes, words: lanes.steered } } });
    actions.setFourConditions(false);
    expect(Object.keys(state().runs.lanes)).toEqual(['unsteered', 'steered']);
  });
});
