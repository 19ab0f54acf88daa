/** Which settings are tried for an instruction, and which of them is taken. */

import type { SteeringSetting } from '../../../src/core/steering/setting.ts';
import type { Operator } from '../../../src/core/steering/types.ts';

export interface Trial extends SteeringSetting {
  answers: number;
  /** pass loosely and hold together */
  sound: number;
  degenerate: number;
}

/** What a choice of setting goes through: a layer first, then strengths and operators at that layer. */
export interface Ladder {
  operator: Operator;
  /** of the layer search; the next one only where the one before declines */
  searchStrengths: readonly [number, ...number[]];
  hasFastMode: boolean;
  trials: (layer: number) => SteeringSetting[];
}

const STRENGTHS = [0.7, 1, 1.4] as const;

/** For steering towards an instruction: its own operator, and once the other one at the same layer. */
export function towards(operator: Operator): Ladder {
  const other: Operator = operator === 'add' ? 'setProjection' : 'add';
  return {
    operator,
    searchStrengths: [1, 1.4],
    hasFastMode: true,
    trials: (layer) => [
      ...STRENGTHS.map((strength): SteeringSetting => ({ layer, operator, strength })),
      { layer, operator: other, strength: 1 },
    ],
  };
}

/** For steering away from what a vector asks for. */
export const AWAY: Ladder = {
  operator: 'add',
  searchStrengths: [-1, -1.4],
  hasFastMode: false,
  trials: (layer) =>
    [-0.7, -1, -1.4, -2].map((strength): SteeringSetting => ({ layer, operator: 'add', strength })),
};

/**
 * Most sound passes first, then fewest answers that fell apart, then the strength nearest to 1 or -1, then the earlier
 * in the list.
 * @throws when there are none
 */
export function bestTrial(trials: readonly Trial[]): Trial {
  const distance = ({ strength }: Trial) => Math.abs(Math.abs(strength) - 1);
  const [best] = trials.toSorted(
    (a, b) => b.sound - a.sound || a.degenerate - b.degenerate || distance(a) - distance(b),
  );
  if (!best) throw new Error('a choice needs at least one trial');
  return best;
}
