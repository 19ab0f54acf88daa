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

/** True for code points from `low` to `high`; without regard to case, for those that are equal to one of them. */
export function classTest(low: number, high: number, ignoreCase: boolean): CharTest {
  const inside = (c: string) => {
    const code = c.codePointAt(0)!;
    return code >= low && code <= high;
  };
  if (!ignoreCase) return inside;
  return (c) => equalChars(c).some(inside);
}

/** The last code point whose case changes is U+1E943. */
const CASED_END = 0x1f000;

/** Those whose case changes, by the one that stands for them; made when first asked for, in some 20 ms. */
let byFold: Map<string, string[]> | undefined;

/** `char` and all that `re.IGNORECASE` holds equal to it. */
function equalChars(char: string): readonly string[] {
  byFold ??= groupByFold();
  return byFold.get(foldChar(char)) ?? [char];
}

function groupByFold(): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (let code = 0; code < CASED_END; code++) {
    const char = String.fromCodePoint(code);
    if (!/\p{Changes_When_Casemapped}/u.test(char)) continue;
    const fold = foldChar(char);
    groups.set(fold, [...(groups.get(fold) ?? []), char]);
  }
  return groups;
}
