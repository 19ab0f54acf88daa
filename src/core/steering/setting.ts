/** A vector put to use: where it acts, how, and how strongly. */
import { directionAt, strengthToValue } from './strength.ts';
import type { Intervention, Operator, Scope, SteeringVector } from './types.ts';

export interface SteeringSetting {
  /** 0-based decoder block */
  layer: number;
  operator: Operator;
  /** 0 is where plain prompts are, 1 where instructed ones are: see strength.ts */
  strength: number;
  /** default `all` */
  scope?: Scope;
}

export interface AppliedVector {
  vector: SteeringVector;
  setting: SteeringSetting;
}

/**
 * What the model is asked to do for vectors put to use, in the order in which they act. Directions are views of the
 * vectors, not copies.
 * @throws TillerError `layer_out_of_range`
 */
export function interventionsOf(applied: readonly AppliedVector[]): Intervention[] {
  return applied.map(({ vector, setting }) => {
    const { layer, operator, strength, scope } = setting;
    return {
      layer,
      direction: directionAt(vector, layer),
      operator,
      value: strengthToValue(vector, layer, operator, strength),
      ...(scope ? { scope } : {}),
    };
  });
}
