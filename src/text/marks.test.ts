import { expect, it } from 'vitest';
import { markedParts } from './marks.ts';

it('finds marked words before, between and after plain ones', () => {
  expect(markedParts('<a>one</a> and <b>two</b>.')).toEqual([
    { mark: 'a', words: 'one' },
    { mark: null, words: ' and ' },
    { mark: 'b', words: 'two' },
    { mark: null, words: '.' },
  ]);
});

it('leaves alone what is not marked', () => {
  expect(markedParts('p < 0.001 and <br> and <a>no end')).toEqual([
    { mark: null, words: 'p < 0.001 and <br> and <a>no end' },
  ]);
  expect(markedParts('')).toEqual([]);
});
