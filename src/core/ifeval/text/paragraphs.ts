/** Splits at the markdown divider *** and at ******, and tells which pieces no further text can change. */

import type { Range } from '../types.ts';
import { isBlank, PYTHON_SPACE } from './python.ts';

export interface Split {
  /** Those with more than white space. */
  pieces: string[];
  /** Number of these that stay whatever is appended. */
  certain: number;
  /** Place of a blank piece between two dividers, which stays blank. */
  blank?: Range;
}

const DIVIDER = new RegExp(`[${PYTHON_SPACE}]?\\*\\*\\*[${PYTHON_SPACE}]?`, 'g');

/** Pieces between `***`, which takes one white space on either side with it. */
export function paragraphSplit(text: string): Split {
  return splitAt(text, DIVIDER);
}

/** Pieces between `******`. */
export function responseSplit(text: string): Split {
  return splitAt(text, /\*{6}/g);
}

function splitAt(text: string, divider: RegExp): Split {
  const ranges: Range[] = [];
  let from = 0;
  for (const match of text.matchAll(divider)) {
    ranges.push([from, match.index]);
    from = match.index + match[0].length;
  }
  const before = ranges.map((range) => text.slice(...range));
  const last = text.slice(from);
  // Stars at the very end may be the beginning of another divider.
  const lastForGood = last.replace(/\*+$/, '');
  const pieces = [...before, last].filter(isFilled);
  const certain = [...before, lastForGood].filter(isFilled).length;
  const blank = ranges.find(([start, end], i) => i > 0 && isBlank(text.slice(start, end)));
  // With one character of the dividers on either side, as the piece itself may be empty.
  return blank ? { pieces, certain, blank: [blank[0] - 1, blank[1] + 1] } : { pieces, certain };
}

const isFilled = (piece: string): boolean => !isBlank(piece);
