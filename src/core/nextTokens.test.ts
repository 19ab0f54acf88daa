import { describe, expect, it } from 'vitest';
import { compareNextTokens, softmax } from './nextTokens.ts';

describe('softmax', () => {
  it('is what exponentials over their sum are, and adds up to 1 where those overflow', () => {
    const expected = [0, 1, 2].map((x) => Math.exp(x) / (1 + Math.E + Math.E ** 2));
    softmax([0, 1, 2]).forEach((value, index) => {
      expect(value).toBeCloseTo(expected[index]!, 12);
    });
    expect([...softmax([1000, 1000])]).toEqual([0.5, 0.5]);
  });
});

describe('compareNextTokens', () => {
  it('has the likeliest of both readings, each once, with both probabilities', () => {
    const list = compareNextTokens([5, 0, 0, 1], [0, 5, 0, 1], 1);
    expect(list.map(({ id }) => id).toSorted()).toEqual([0, 1]);
    const [first] = list;
    expect(first?.probabilities[0]).toBeCloseTo(Math.exp(5) / (Math.exp(5) + 2 + Math.E), 12);
    expect(first?.probabilities[1]).toBeCloseTo(1 / (Math.exp(5) + 2 + Math.E), 12);
  });

  it('is ordered by the higher of the two', () => {
    const list = compareNextTokens([0, 3, 1, 2], [0, 3, 1, 2], 3);
    expect(list.map(({ id }) => id)).toEqual([1, 3, 2]);
  });

  it('has none where none are asked for, and the first of equal ones', () => {
    expect(compareNextTokens([1, 2], [2, 1], 0)).toEqual([]);
    expect(compareNextTokens([2, 2, 2], [2, 2, 2], 1).map(({ id }) => id)).toEqual([0]);
  });

  it('has all tokens where there are fewer than asked for', () => {
    expect(compareNextTokens([1, 2], [2, 1], 5)).toHaveLength(2);
  });
});
