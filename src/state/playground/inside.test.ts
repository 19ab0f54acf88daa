import { describe, expect, it } from 'vitest';
import { VECTOR } from '../testValues.ts';
import { probeOf, ribbonStep, ribbonValue, sameProbe } from './inside.ts';
import { curveOf, visibleToken } from './reading.ts';

// Layer 1: plain prompts at -2, instructed ones at 10.
const at = { vector: VECTOR, layer: 1 };

describe('the ribbon’s scale', () => {
  it('runs from -1 at plain prompts over 0 halfway to 1 at instructed ones, and no further', () => {
    expect([-9, -2, 4, 10, 99].map((value) => ribbonValue(at, value))).toEqual([-1, -1, 0, 1, 1]);
    expect(ribbonValue(at, 7)).toBeCloseTo(0.5, 12);
  });

  it('has no slope where plain and instructed prompts are at the same place', () => {
    const flat = { ...VECTOR, projectionNegative: VECTOR.projectionPositive };
    expect(ribbonValue({ vector: flat, layer: 1 }, 99)).toBe(0);
  });

  it('has seven steps', () => {
    expect([-2, 0, 2, 4, 6, 8, 10].map((value) => ribbonStep(at, value))).toEqual([-3, -2, -1, 0, 1, 2, 3]);
  });

  it('is read on the direction of its layer', () => {
    expect(probeOf(at)).toEqual({ layer: 1, direction: Float32Array.of(0, 1) });
    expect(sameProbe({ vectorId: 'a', layer: 1 }, { vectorId: 'a', layer: 2 })).toBe(false);
    expect(sameProbe(null, null)).toBe(true);
  });
});

describe('a reading', () => {
  it('has a mean over its tokens at every layer, beside the vector’s own means', () => {
    const values = [
      [1, 3],
      [0, 0],
      [5, 7],
    ];
    const curve = curveOf([{ id: 'steered', text: 'a b', tokens: ['a', ' b'], values }], VECTOR);
    expect(curve.map(({ lanes }) => lanes.steered)).toEqual([2, 0, 6]);
    expect(curve[1]).toMatchObject({ layer: 1, plain: -2, instructed: 10 });
  });

  it('shows white space and nothing as something', () => {
    expect([' the', '\n\n', ''].map(visibleToken)).toEqual(['␣the', '⏎⏎', '∅']);
  });
});
