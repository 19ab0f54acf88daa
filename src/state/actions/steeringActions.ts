/** Actions of the steering card. Each change that makes a difference runs the steered lane again. */
import type { Operator } from '../../core/steering/types.ts';
import { selectNumLayers } from '../selectors.ts';
import { type SteeringState, withLayer, withPreset, withStrength } from '../steering.ts';
import { type ActionContext, updateSlice } from './context.ts';
import type { PresetActions } from './presetActions.ts';
import type { RunActions } from './runActions.ts';

export interface SteeringActions {
  choosePreset(id: string): void;
  setLayer(layer: number): void;
  setStrength(strength: number): void;
  setOperator(operator: Operator): void;
  setSteeringOn(isOn: boolean): void;
}

export function createSteeringActions(
  { store }: ActionContext,
  { ensureVector }: Pick<PresetActions, 'ensureVector'>,
  { steeringChanged }: Pick<RunActions, 'steeringChanged'>,
): SteeringActions {
  function change(next: (steering: SteeringState) => SteeringState): void {
    const before = store.getState().steering;
    updateSlice(store, 'steering', next);
    if (store.getState().steering !== before) steeringChanged();
  }

  return {
    choosePreset(id) {
      const preset = store.getState().presets.list.find((each) => each.id === id);
      if (!preset) return;
      change((steering) => withPreset(steering, preset));
      void ensureVector();
    },
    setLayer: (layer) => change((steering) => withLayer(steering, layer, selectNumLayers(store.getState()))),
    setStrength: (strength) => change((steering) => withStrength(steering, strength)),
    setOperator: (operator) => change((steering) => ({ ...steering, operator })),
    setSteeringOn: (isOn) => change((steering) => ({ ...steering, isOn })),
  };
}
