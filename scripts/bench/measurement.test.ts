import { describe, expect, it } from 'vitest';
import { alternate, holds, type Measurement, median, table } from './measurement.ts';

const measurement = (value: number, relation: '>=' | '<=', bar: number): Measurement => ({
  name: 'm',
  value,
  unit: 'ratio',
  bar: { relation, value: bar },
  parts: {},
});

describe('median', () => {
  it('is the middle of an odd and the mean of the two middle ones of an even number of values', () => {
    expect(median([7])).toBe(7);
    expect(median([10, 2])).toBe(6);
    expect(median([100, 9, 1])).toBe(9);
  });

  it('refuses an empty list', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('alternate', () => {
  it('runs the cases in turn and leaves the first round out', async () => {
    const order: string[] = [];
    let count = 0;
    const run = (name: string) => async () => {
      order.push(name);
      count += 1;
      return [count];
    };
    const times = await alternate(2, { a: run('a'), b: run('b') });
    expect(order).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
    expect(times).toEqual({ a: [3, 5], b: [4, 6] });
  });

  it('keeps all rounds of what is warm', async () => {
    expect(await alternate(2, { a: async () => [7] }, 0)).toEqual({ a: [7, 7] });
  });
});

describe('holds', () => {
  it('takes the bar itself as held', () => {
    expect(holds(measurement(10, '>=', 10))).toBe(true);
    expect(holds(measurement(9.9, '>=', 10))).toBe(false);
    expect(holds(measurement(1.3, '<=', 1.3))).toBe(true);
    expect(holds(measurement(1.31, '<=', 1.3))).toBe(false);
  });
});

describe('table', () => {
  it('marks what misses its bar', () => {
    const lines = table([measurement(12, '>=', 10), measurement(2, '<=', 1.3)]).split('\n');
    expect(lines[0]).toMatch(/12\.00x +>= 10\.00x +holds/);
    expect(lines[1]).toMatch(/2\.00x +<= 1\.30x +MISSED/);
  });
});
