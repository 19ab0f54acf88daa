/** Tests for one code point: Python's `\d \w \s`, ranges, and equality without regard to case. */
import { foldChar, isSpace, isWordChar } from '../text/python.ts';
import type { CharTest } from './ast.ts';

const DIGIT = /^\p{Nd}$/u;

/** The class of `\d \D \w \W \s \S`, null for any other letter. */
export function escapeClass(letter: string): CharTest | null {
  switch (letter) {
    case 'd':
      return (c) => DIGIT.test(c);
    case 'D':
      return (c) => !DIGIT.test(c);
    case 'w':
      return isWordChar;
    case 'W':
      return (c) => !isWordChar(c);
    case 's':
      return isSpace;
    case 'S':
      return (c) => !isSpace(c);
    default:
      return null;
  }
}

export function sameChar(a: string, b: string, ignoreCase: boolean): boolean {
  return a === b || (ignoreCase && foldChar(a) === foldChar(b));
}

/** True for code points from `low` to `high`; without regard to case, for those whose other case is. */
export function classTest(low: number, high: number, ignoreCase: boolean): CharTest {
  const inside = (c: string) => {
    const code = c.codePointAt(0)!;
    return code >= low && code <= high;
  };
  if (!ignoreCase) return inside;
  return (c) => {
    if (inside(c)) return true;
    const fold = foldChar(c);
    return inside(fold) || (fold.toUpperCase().length === fold.length && inside(fold.toUpperCase()));
  };
}
