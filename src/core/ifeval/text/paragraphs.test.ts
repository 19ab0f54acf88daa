import { describe, expect, it } from 'vitest';
import { paragraphSplit, responseSplit, type Split } from './paragraphs.ts';

type Row = [text: string, pieces: string[], certain: number, blank?: Split['blank']];

/** Pieces by Python's `re.split` and `str.split`; certain are those that no appended text can take away. */
const PARAGRAPHS: Row[] = [
  ['', [], 0],
  [' \n', [], 0],
  ['a', ['a'], 1],
  ['a ** b', ['a ** b'], 1],
  ['*', ['*'], 0],
  ['a**', ['a**'], 1],
  ['a***', ['a'], 1],
  ['a***b', ['a', 'b'], 2],
  ['a\n***\nb', ['a', 'b'], 2],
  ['a\x1c***\x85b', ['a', 'b'], 2],
  ['a\n\n***  b', ['a\n', ' b'], 2],
  ['a***b***c', ['a', 'b', 'c'], 3],
  ['a***b**', ['a', 'b**'], 2],
  ['a****', ['a', '*'], 1],
  ['a***\n**', ['a', '**'], 1],
  ['a***** b', ['a', '** b'], 2],
  ['***a', ['a'], 1],
  ['***', [], 0],
  ['******', [], 0, [2, 4]],
  ['a******b', ['a', 'b'], 2, [3, 5]],
  ['a***b*** ***c', ['a', 'b', 'c'], 3, [8, 10]],
  ['a*** \n ***b', ['a', 'b'], 2, [4, 7]],
];

const RESPONSES: Row[] = [
  ['a***b', ['a***b'], 1],
  ['a******b', ['a', 'b'], 2],
  ['a\n****** b', ['a\n', ' b'], 2],
  ['a***********', ['a', '*****'], 1],
  ['a************b', ['a', 'b'], 2, [6, 8]],
];

describe('the pieces of a text', () => {
  const expected = ([, pieces, certain, blank]: Row): Split =>
    blank ? { pieces, certain, blank } : { pieces, certain };

  it.each(PARAGRAPHS)('between *** are, of %j, %j', (...row) => {
    expect(paragraphSplit(row[0])).toEqual(expected(row));
  });

  it.each(RESPONSES)('between ****** are, of %j, %j', (...row) => {
    expect(responseSplit(row[0])).toEqual(expected(row));
  });
});
