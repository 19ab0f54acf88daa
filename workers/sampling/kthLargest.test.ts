import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kthLargest } from './kthLargest.ts';

describe('the k-th largest', () => {
  it.each([
    [[5], 1, 5],
    [[1, 2], 1, 2],
    [[1, 2], 2, 1],
    [[3, 1, 2], 2, 2],
    [[1, 1, 1, 1], 3, 1],
    [[-Infinity, 0, -1], 3, -Infinity],
  ])('of %j for k = %i is %d', (values, k, expected) => {
    expect(kthLargest(Float32Array.from(values), k)).toBe(expected);
  });

  it('is what sorting gives', () => {
    const values = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true })), {
      minLength: 1,
    });
    fc.assert(
      fc.property(values, fc.nat(), (list, pick) => {
        const array = Float32Array.from(list, (value) => Math.fround(value) || 0);
        const k = (pick % array.length) + 1;
        expect(kthLargest(array.slice(), k)).toBe(array.toSorted()[array.length - k]);
      }),
    );
  });
});
