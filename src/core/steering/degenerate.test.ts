import { describe, expect, it } from 'vitest';
import { isDegenerate, repetitionShare } from './degenerate.ts';

describe('isDegenerate', () => {
  it.each([
    ['nothing', ''],
    ['white space and marks', ' \n***\n'],
    ['one word in a loop', 'Il faut pour '.concat('pour '.repeat(30))],
    ['one line in a loop', 'The sea is blue today.\n'.repeat(10)],
    ['stray letters', 'Ó ô ÿ, ü û: ý î ò ó úà ðèç è'],
    ['a loop that differs in punctuation only', 'So it is! so it is, So It Is. '.repeat(6)],
  ])('sees %s', (_, text) => {
    expect(isDegenerate(text)).toBe(true);
  });

  it.each([
    ['a short answer', 'Yes.'],
    ['a number', '42'],
    ['a short answer that repeats', 'no no no no'],
    [
      'a list with a common beginning',
      '1. Take the red bus to the town.\n2. Take the blue train to the coast.\n3. Ask.',
    ],
    ['digits one by one', '1 2 3 4 5 6 7 8 9 10'],
    ['another script', '今日はいい天気ですね。'],
  ])('leaves %s alone', (_, text) => {
    expect(isDegenerate(text)).toBe(false);
  });
});

describe('the bounds of a text that has fallen apart', () => {
  it('are more than half of at least eight words in single letters', () => {
    expect(isDegenerate('a bb c dd e ff g hh')).toBe(false);
    expect(isDegenerate('a bb c dd e ff g h')).toBe(true);
    expect(isDegenerate('a b c d e f g')).toBe(false);
    expect(isDegenerate('a b c d e f g h')).toBe(true);
  });

  it('are more than 0.4 of the groups that came before', () => {
    const round = 'ab cd ef gh ij kl';
    // ten groups, four of them twice; then eleven, five of them
    expect(repetitionShare(`${round} ${round}`)).toBe(0.4);
    expect(isDegenerate(`${round} ${round}`)).toBe(false);
    expect(isDegenerate(`${round} ${round} ab`)).toBe(true);
  });
});

describe('repetitionShare', () => {
  it('is the share of three-word groups that came before', () => {
    // ten groups, of which "a b c", "b c d" and "c d e" come twice
    expect(repetitionShare('a b c d e f g a b c d e')).toBeCloseTo(0.3, 12);
  });

  it('compares word by word: the same letters in other words are no repetition', () => {
    expect(repetitionShare('x a bc x ab c x q r s')).toBe(0);
  });

  it('is 0 for a text too short to tell: of fewer than eight groups', () => {
    expect(repetitionShare('a a a a a')).toBe(0);
    expect(repetitionShare('no '.repeat(9))).toBe(0);
    expect(repetitionShare('no '.repeat(10))).toBe(1 - 1 / 8);
  });
});
