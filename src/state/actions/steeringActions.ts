/** Actions of the steering card. Each change that makes a difference runs the steered lane again. */
import type { Operator } from '../../core/steering/types.ts';
import { type SteeringState, withChosen, withLayer, withStrength } from '../playground/steering.ts';
import { selectNumLayers, selectSteerable } from '../selectors.ts';
import type { Choice } from './choice.ts';
import { type ActionContext, updateSlice } from './context.ts';
import type { RunActions } from './runActions.ts';

export interface SteeringActions {
  /** Steers toward what a preset or a saved vector stands for; an id that is not there changes nothing. */
  chooseVector(id: string): void;
  setLayer(layer: number): void;
  setStrength(strength: number): void;
  setOperator(operator: Operator): void;
  setSteeringOn(isOn: boolean): void;
}

export function createSteeringActions(
  { store }: ActionContext,
  choice: Choice,
  { steeringChanged }: Pick<RunActions, 'steeringChanged'>,
): SteeringActions {
  function change(next: (steering: SteeringState) => SteeringState): void {
    const before = store.getState().steering;
    updateSlice(store, 'steering', next);
    if (store.getState().steering !== before) steeringChanged();
  }

  return {
    chooseVector(id) {
      const chosen = selectSteerable(store.getState(), id);
      if (!chosen) return;
      change((steering) => withChosen(steering, chosen));
      void choice.show();
    },
    setLayer: (layer) => change((steering) => withLayer(steering, layer, selectNumLayers(store.getState()))),
    setStrength: (strength) => change((steering) => withStrength(steering, strength)),
    setOperator: (operator) => change((steering) => ({ ...steering, operator })),
    setSteeringOn: (isOn) => change((steering) => ({ ...steering, isOn })),
  };
}
