import { describe, expect, it } from 'vitest';
import { own } from './own.ts';

describe('an entry of a record', () => {
  it('is what stands under its key, or undefined', () => {
    const record: Record<string, number> = { french: 25, none: 0 };
    expect([own(record, 'french'), own(record, 'none'), own(record, 'german')]).toEqual([25, 0, undefined]);
  });

  it.each([
    'constructor',
    '__proto__',
    'toString',
    'hasOwnProperty',
  ])('is never what every object has: %s', (key) => {
    expect(own({}, key)).toBeUndefined();
    expect(own(JSON.parse(`{"${key}":1}`), key)).toBe(1);
    expect(own(Object.create(null), key)).toBeUndefined();
  });
});
