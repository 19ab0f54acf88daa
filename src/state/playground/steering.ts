/** The steering card: which instruction, where, how strongly and how; and what that amounts to for one lane. */
import type { Operator } from '../../core/steering/types.ts';
import { fits, type Range } from './settings.ts';
import type { Steerable } from './steerable.ts';

export interface SteeringState {
  /** of a preset or a saved vector */
  chosenId: string | null;
  layer: number;
  /** 0: as the plain prompts, 1: as the instructed ones */
  strength: number;
  operator: Operator;
  isOn: boolean;
}

export const STRENGTH_RANGE: Range = { min: -2, max: 3, step: 0.05 };

export const OPERATOR_LABELS: Record<Operator, string> = {
  setProjection: 'set projection',
  add: 'add',
  ablate: 'ablate',
};

export const INITIAL_STEERING: SteeringState = {
  chosenId: null,
  layer: 0,
  strength: 1,
  operator: 'setProjection',
  isOn: true,
};

/** Takes over the setting that is known to work best, where there is one; the switch stays as it is. */
export function withChosen(steering: SteeringState, { id, setting }: Steerable): SteeringState {
  if (!setting) return { ...steering, chosenId: id };
  const { layer, strength, operator } = setting;
  const { min, max } = STRENGTH_RANGE;
  return {
    ...steering,
    chosenId: id,
    layer,
    strength: Math.min(max, Math.max(min, strength)),
    operator,
  };
}

/** A layer that the model does not have changes nothing. */
export function withLayer(steering: SteeringState, layer: number, numLayers: number): SteeringState {
  return fits(layer, { min: 0, max: numLayers - 1, step: 1 }) ? { ...steering, layer } : steering;
}

/** Rounded to hundredths, so that 0.05 + 0.1 is 0.15; out of range changes nothing. */
export function withStrength(steering: SteeringState, strength: number): SteeringState {
  if (!fits(strength, STRENGTH_RANGE)) return steering;
  return { ...steering, strength: Math.round(strength * 100) / 100 };
}

/** The layer a model of another depth gets when the chosen one is past its last. */
export function clampLayer(steering: SteeringState, numLayers: number): SteeringState {
  return steering.layer < numLayers ? steering : { ...steering, layer: numLayers - 1 };
}

/** One line under "Steered": `layer 25 · strength 1.00 · prompt unchanged`. */
export function describeSteering(steering: SteeringState): string {
  if (!steering.isOn) return 'steering is off';
  const strength =
    steering.operator === 'ablate' ? 'direction removed' : `strength ${steering.strength.toFixed(2)}`;
  return `layer ${steering.layer} · ${strength} · prompt unchanged`;
}
