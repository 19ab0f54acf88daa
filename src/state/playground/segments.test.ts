import { describe, expect, it } from 'vitest';
import { tokens } from '../testValues.ts';
import { differences } from './differences.ts';
import { textSegments } from './segments.ts';

const NOTHING = { verdict: null, differences: [], tokens: [] };

describe('textSegments', () => {
  it('is nothing for no text and one piece where nothing is marked', () => {
    expect(textSegments('', NOTHING)).toEqual([]);
    expect(textSegments('one', NOTHING)).toEqual([
      { text: 'one', token: null, isMarked: false, isDifferent: false },
    ]);
  });

  it('cuts where a token, the verdict’s place or a difference begins and ends', () => {
    const segments = textSegments('one, two', {
      verdict: [3, 4],
      differences: [[5, 8]],
      tokens: tokens('one', ', t', 'wo'),
    });
    expect(
      segments.map(({ text, token, isMarked, isDifferent }) => [text, token, isMarked, isDifferent]),
    ).toEqual([
      ['one', 0, false, false],
      [',', 1, true, false],
      [' ', 1, false, false],
      ['t', 1, false, true],
      ['wo', 2, false, true],
    ]);
  });

  it('passes over tokens without text and what lies past the end of the text', () => {
    const segments = textSegments('ab', { ...NOTHING, verdict: [9, 12], tokens: tokens('a', '', 'bcd') });
    expect(segments.map(({ text, token }) => [text, token])).toEqual([
      ['a', 0],
      ['b', 2],
    ]);
  });
});

describe('differences', () => {
  const words = (text: string, base: string) =>
    differences(text, base)?.map(([start, end]) => text.slice(start, end)) ?? null;

  it('are the words that the other text does not have', () => {
    expect(words('the red cat sat', 'the blue cat sat')).toEqual(['red']);
    expect(words('the cat sat down', 'the cat sat')).toEqual(['down']);
    expect(words('the cat', 'the cat')).toEqual([]);
  });

  it('are not told for texts that share next to nothing, or an empty one', () => {
    expect(words('les abeilles font du miel', 'bees make honey')).toBeNull();
    expect(words('', 'text')).toBeNull();
  });
});
