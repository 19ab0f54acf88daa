/** Splits at the markdown divider *** and at ******, and tells which pieces no further text can change. */

import type { Range } from '../types.ts';
import { isBlank, PYTHON_SPACE } from './python.ts';

export interface Split {
  /** Non-blank pieces with their place in the text. */
  pieces: { text: string; range: Range }[];
  /** Number of non-blank pieces. */
  filled: number;
  /** Of these, those that stay whatever is appended. */
  certain: number;
  /** A blank piece between two dividers: it stays blank. */
  blank?: { range: Range; settled: true };
}

const DIVIDER = new RegExp(`[${PYTHON_SPACE}]?\\*\\*\\*[${PYTHON_SPACE}]?`, 'g');

/** Pieces between `***`, which takes one white space on either side with it. */
export function paragraphSplit(text: string): Split {
  return splitAt(text, DIVIDER, 3);
}

/** Pieces between `******`. */
export function responseSplit(text: string): Split {
  return splitAt(text, /\*{6}/g, 6);
}

function splitAt(text: string, divider: RegExp, stars: number): Split {
  const ranges: Range[] = [];
  let from = 0;
  for (const match of text.matchAll(divider)) {
    ranges.push([from, match.index]);
    from = match.index + match[0].length;
  }
  ranges.push([from, text.length]);
  const pieces = ranges.map((range) => ({ text: text.slice(...range), range }));
  const blankIndex = pieces.findIndex((piece, i) => i > 0 && i < pieces.length - 1 && isBlank(piece.text));
  const filled = pieces.filter((piece) => !isBlank(piece.text));
  // Stars at the very end may be the beginning of another divider.
  const tail = text.slice(from).replace(new RegExp(`\\*{1,${stars - 1}}$`), '');
  const certain = filled.length - (isBlank(text.slice(from)) || !isBlank(tail) ? 0 : 1);
  const split: Split = { pieces: filled, filled: filled.length, certain };
  if (blankIndex >= 0) {
    // With one character of the dividers on either side, as the piece itself may be empty.
    const [start, end] = pieces[blankIndex]!.range;
    split.blank = { range: [start - 1, end + 1], settled: true };
  }
  return split;
}
