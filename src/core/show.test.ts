import { describe, expect, it } from 'vitest';
import { show } from './show.ts';

describe('a value in a message', () => {
  const circle: unknown[] = [];
  circle.push(circle);

  it('is JSON, or what kind of thing it is', () => {
    const values: [unknown, string][] = [
      ['F16', '"F16"'],
      [7, '7'],
      [null, 'null'],
      [undefined, 'none'],
      [{ a: [1] }, '{"a":[1]}'],
      ['a'.repeat(100), `"${'a'.repeat(39)}`],
      [2n ** 64n, '18446744073709551616'],
      [circle, 'a list of 1'],
      [new Array(1_000_000).fill(0), 'a list of 1000000'],
      [{ circle }, 'an object'],
      [{ toString: null, toJSON: null }, '{"toString":null,"toJSON":null}'],
      [Object.create(null), '{}'],
      // what JSON has no word for
      [Symbol('key'), 'Symbol(key)'],
      [Math.max, 'function max() { [native code] }'],
    ];
    for (const [value, expected] of values) expect(show(value)).toBe(expected);
  });

  it('is cut where it is told to', () => {
    expect(show([1, 2, 3], 3)).toBe('[1,');
  });
});
