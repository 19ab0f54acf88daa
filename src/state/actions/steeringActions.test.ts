import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { type AppState, INITIAL_STATE } from '../appState.ts';
import { selectedCard } from '../playground/steering.ts';
import type { Store } from '../store.ts';
import { MODEL_INFO, PRESETS } from '../testValues.ts';
import { undone } from '../undo.ts';
import { createSteeringActions } from './steeringActions.ts';

function page() {
  const store = createStore<AppState>()(() => ({
    ...INITIAL_STATE,
    model: { ...INITIAL_STATE.model, phase: 'ready', info: MODEL_INFO },
    presets: PRESETS,
  })) as Store;
  const steeringChanged = vi.fn();
  const actions = createSteeringActions({ store }, { show: async () => {} }, { steeringChanged }, () => {});
  return { store, actions, steeringChanged };
}

describe('changes of the stack', () => {
  let { store, actions, steeringChanged } = page();
  const steering = () => store.getState().steering;

  beforeEach(() => {
    ({ store, actions, steeringChanged } = page());
    actions.chooseVector('french');
    steeringChanged.mockClear();
  });

  it('change the selected card, or the one that is named', () => {
    actions.addCard();
    actions.chooseVector('french');
    actions.setStrength(2);
    actions.setStrength(0.5, 'card-1');
    expect(steering().cards.map(({ strength }) => strength)).toEqual([0.5, 2]);
  });

  it('of the strength are remembered: its slider need not draw the eye again', () => {
    actions.setLayer(3);
    expect(store.getState().settings.hasMovedStrength).toBe(false);
    actions.setStrength(1.5);
    expect(store.getState().settings.hasMovedStrength).toBe(true);
  });

  it('run what is steered again only when something else acts', () => {
    actions.addCard();
    actions.selectCard('card-1');
    actions.setColour(4);
    actions.setLayer(99);
    expect(steeringChanged).not.toHaveBeenCalled();
    actions.setScope('generated');
    actions.setSteeringOn(false);
    expect(steeringChanged).toHaveBeenCalledTimes(2);
    actions.setStrength(2);
    expect(steeringChanged).toHaveBeenCalledTimes(2);
  });

  it('take a removed card back, with what was changed since kept', () => {
    actions.addCard();
    actions.chooseVector('french');
    actions.removeCard('card-1');
    expect(store.getState().undo?.words).toBe('Removed “Answer in French” from the stack.');
    actions.setStrength(2);
    store.setState(undone(store.getState()));
    expect(steering().cards.map(({ id, strength }) => [id, strength])).toEqual([
      ['card-1', 1],
      ['card-2', 2],
    ]);
    expect(selectedCard(steering()).id).toBe('card-1');
    expect(undone(store.getState())).toBe(store.getState());
  });

  it('keep the last card, and say nothing then', () => {
    actions.removeCard('card-1');
    expect(steering().cards).toHaveLength(1);
    expect(store.getState().undo).toBeNull();
  });
});
