import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { direction } from './testing.ts';
import { unitDirection } from './unit.ts';

const refused = (code: string, details?: object) =>
  expect.objectContaining({ code, ...(details ? { details: expect.objectContaining(details) } : {}) });

describe('unitDirection', () => {
  it('keeps the line and makes the length 1', () => {
    expect([...unitDirection([3, -4], 2)]).toEqual([0.6, -0.8].map((value) => expect.closeTo(value, 12)));
    fc.assert(
      fc.property(direction(5), (raw) => {
        const unit = unitDirection(raw, 5);
        const length = Math.hypot(...raw);
        expect(Math.hypot(...unit)).toBeCloseTo(1, 12);
        for (const [i, value] of unit.entries()) expect(value * length).toBeCloseTo(raw[i]!, 9);
      }),
    );
  });

  it('has room for the largest and the smallest numbers there are', () => {
    for (const scale of [Number.MAX_VALUE, Number.MIN_VALUE]) {
      const unit = unitDirection([0, -scale, scale], 3);
      expect([...unit]).toEqual([0, -Math.SQRT1_2, Math.SQRT1_2].map((value) => expect.closeTo(value, 12)));
    }
  });

  it('says what is wrong with a direction, and where', () => {
    expect(() => unitDirection([1, 2], 3)).toThrow(refused('shape_mismatch', { expected: 3, found: 2 }));
    expect(() => unitDirection([1, 2, 3], 2)).toThrow(refused('shape_mismatch', { expected: 2, found: 3 }));
    expect(() => unitDirection([1, Number.NaN], 2)).toThrow(refused('direction_invalid', { position: 1 }));
    expect(() => unitDirection([Number.NEGATIVE_INFINITY, 1], 2)).toThrow(
      refused('direction_invalid', { position: 0 }),
    );
    expect(() => unitDirection([0, -0], 2)).toThrow(refused('direction_invalid'));
  });
});
