import { describe, expect, it } from 'vitest';
import { alternate, median, spreadOf } from './statistics.ts';

describe('median', () => {
  it('is the middle of an odd and the mean of the two middle ones of an even number of values', () => {
    expect(median([7])).toBe(7);
    expect(median([10, 2])).toBe(6);
    expect(median([100, 9, 1])).toBe(9);
  });

  it('comes with its quartiles', () => {
    expect(spreadOf([4, 1, 2, 3, 5])).toEqual({ median: 3, low: 2, high: 4, count: 5 });
    expect(spreadOf([1, 2])).toEqual({ median: 1.5, low: 1.25, high: 1.75, count: 2 });
    expect(spreadOf([7])).toEqual({ median: 7, low: 7, high: 7, count: 1 });
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
