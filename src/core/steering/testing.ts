/** What the steering tests share: arbitrary hidden states, directions and interventions (fast-check). */
import fc from 'fast-check';
import type { Intervention, Operator } from './types.ts';

/** Moderate numbers: tolerances below are absolute, so values stay near 1 to 10. */
export const finite = (limit = 10) => fc.double({ min: -limit, max: limit, noNaN: true });

export const hiddenState = (hiddenSize: number) =>
  fc.array(finite(), { minLength: hiddenSize, maxLength: hiddenSize });

/** Not zero: one entry has at least length 0.1. */
export const direction = (hiddenSize: number) =>
  hiddenState(hiddenSize).filter((values) => values.some((value) => Math.abs(value) > 0.1));

export const operator = fc.constantFrom<Operator>('add', 'setProjection', 'ablate');

export const intervention = (numLayers: number, hiddenSize: number): fc.Arbitrary<Intervention> =>
  fc.record({
    layer: fc.nat(numLayers - 1),
    direction: direction(hiddenSize),
    operator,
    value: finite(),
  });
