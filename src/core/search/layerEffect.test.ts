import { describe, expect, it } from 'vitest';
import { effectOf, finalStates, rankByEffect } from './layerEffect.ts';

describe('the effect of steering', () => {
  const states = (...values: number[]) => Float32Array.from(values);
  /** plain at the origin, instructed at (4, 3), five away */
  const towards = (...steered: number[]) =>
    effectOf({ plain: states(0, 0), instructed: states(4, 3), steered: states(...steered) }, 2);

  it.each<[string, [number, number], number]>([
    ['1 where it arrives', [4, 3], 1],
    ['0 where it stays', [0, 0], 0],
    ['a half on half of the way', [2, 1.5], 0.5],
    ['below 0 where it leads away', [-4, -3], -1],
    ['0 as far behind the goal as before it', [8, 6], 0],
    ['less beside the way than on it', [4, 0], 0.4],
  ])('is %s', (_, steered, expected) => {
    expect(towards(...steered)).toBeCloseTo(expected, 6);
  });

  it('weighs a prompt by how much the instruction changes there', () => {
    const plain = states(0, 0, 0, 0);
    const instructed = states(1, 0, 0, 9);
    // the first prompt stays, the second arrives
    expect(effectOf({ plain, instructed, steered: states(0, 0, 0, 9) }, 2)).toBeCloseTo(0.9, 6);
  });

  it('is 0 without prompts, and where the instruction changes nothing', () => {
    const none = states();
    expect(effectOf({ plain: none, instructed: none, steered: none }, 2)).toBe(0);
    expect(effectOf({ plain: states(1, 1), instructed: states(1, 1), steered: states(5, 5) }, 2)).toBe(0);
  });

  it('reads the last layer of what was captured', () => {
    const captured = Float32Array.from({ length: 2 * 3 * 2 }, (_, i) => i);
    expect([...finalStates([2, 3, 2], captured)]).toEqual([4, 5, 10, 11]);
  });

  it('ranks the strongest first, then the earliest', () => {
    const list = [
      { layer: 8, effect: 0.5 },
      { layer: 4, effect: 0.9 },
      { layer: 6, effect: 0.5 },
    ];
    expect(rankByEffect(list).map(({ layer }) => layer)).toEqual([4, 6, 8]);
  });
});
