import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ablate, add, intervene, project, setProjection } from './operators.ts';
import { direction, finite, hiddenState } from './testing.ts';
import { unitDirection } from './unit.ts';

const SIZE = 6;
/** float64 sums over 6 terms near 10 */
const DIGITS = 9;

describe('operators', () => {
  it('adds a multiple of the direction', () => {
    expect([...add([1, 2], [0, 1], 3)]).toEqual([1, 5]);
  });

  it('sets the projection and leaves what is orthogonal to the direction', () => {
    expect([...setProjection([1, 2], [0, 1], -4)]).toEqual([1, -4]);
  });

  it('moves each state of a sequence by itself', () => {
    expect([...ablate([1, 2, 3, 4], [0, 1])]).toEqual([1, 0, 3, 0]);
  });

  it('gives nothing for an empty sequence', () => {
    expect([...add([], [0, 1], 3)]).toEqual([]);
  });

  it('rejects a sequence that does not divide into states', () => {
    expect(() => add([1, 2, 3], [0, 1], 1)).toThrow(
      expect.objectContaining({ code: 'shape_mismatch', message: expect.stringContaining('3 values') }),
    );
  });

  it('changes no bit with coefficient 0, whatever the direction', () => {
    fc.assert(
      fc.property(hiddenState(SIZE), direction(SIZE), (hidden, u) => {
        expect([...add(hidden, u, 0)]).toEqual(hidden);
      }),
    );
  });

  it('has the target projection after setProjection, and 0 after ablate', () => {
    fc.assert(
      fc.property(hiddenState(SIZE), direction(SIZE), finite(), (hidden, raw, target) => {
        const u = unitDirection(raw, SIZE);
        expect(project(setProjection(hidden, u, target), u)).toBeCloseTo(target, DIGITS);
        expect(project(ablate(hidden, u), u)).toBeCloseTo(0, DIGITS);
      }),
    );
  });

  it('returns to the start after +c and -c', () => {
    fc.assert(
      fc.property(hiddenState(SIZE), direction(SIZE), finite(), (hidden, raw, coefficient) => {
        const u = unitDirection(raw, SIZE);
        const back = add(add(hidden, u, coefficient), u, -coefficient);
        back.forEach((value, i) => {
          expect(value).toBeCloseTo(hidden[i]!, DIGITS);
        });
      }),
    );
  });

  it('normalises the direction of an intervention, whatever its length', () => {
    const step = (scale: number) =>
      intervene([0, 0], { layer: 0, direction: [3 * scale, 4 * scale], operator: 'add', value: 10 });
    for (const scale of [1, 1e-300, 1e300]) {
      const moved = step(scale);
      expect(moved[0]).toBeCloseTo(6, DIGITS);
      expect(moved[1]).toBeCloseTo(8, DIGITS);
    }
  });
});
