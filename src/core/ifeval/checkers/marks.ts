/** Finds markdown bullets, highlights, [placeholders], numbered sections and <<titles>> by the published patterns, each in one pass over the text. */
import { endOfLine, isBlank, isSpace, PYTHON_SPACE, stripChars } from '../text/python.ts';
import type { Range } from '../types.ts';

/** `^\s*\*[^\*].*$` and `^\s*-.*$` over all lines, in the order of the text. */
export function bulletRanges(text: string): Range[] {
  const stars = lineMatches(text, (at) => {
    const second = text.codePointAt(at + 1);
    if (text[at] !== '*' || second === undefined || text[at + 1] === '*') return -1;
    return endOfLine(text, at + (second > 0xffff ? 3 : 2));
  });
  const dashes = lineMatches(text, (at) => (text[at] === '-' ? endOfLine(text, at + 1) : -1));
  return [...stars, ...dashes].sort((a, b) => a[0] - b[0]);
}

/**
 * Matches that start at a line's start, go over white space (and so over blank lines) and then satisfy `rest`, which
 * gets the offset behind the white space and returns the match's end or -1.
 */
function lineMatches(text: string, rest: (at: number) => number): Range[] {
  const ranges: Range[] = [];
  let line = 0;
  while (line <= text.length) {
    let at = line;
    while (at < text.length && isSpace(text[at]!)) at++;
    const end = at < text.length ? rest(at) : -1;
    if (end >= 0) ranges.push([at, end]);
    // Lines that the white space covered lead to the same place, so they are not tried again.
    line = endOfLine(text, Math.max(end, at)) + 1;
  }
  return ranges;
}

/** Every `[` with the first `]` after it on the same line; the next search starts behind it. */
export function bracketRanges(text: string): Range[] {
  const ranges: Range[] = [];
  let close = -1;
  for (let open = text.indexOf('['); open >= 0; ) {
    const lineEnd = endOfLine(text, open);
    if (close <= open) close = text.indexOf(']', open + 1);
    if (close < 0) break;
    if (close < lineEnd) ranges.push([open, close + 1]);
    // Without a `]` on its line, no later `[` of that line closes either.
    open = text.indexOf('[', close < lineEnd ? close + 1 : lineEnd);
  }
  return ranges;
}

/** Non-blank `*...*` plus non-blank `**...**`, each counted on its own, in the order of their ends. */
export function highlightRanges(text: string): Range[] {
  const single = starMatches(text, '*').filter(
    ([start, end]) => !isBlank(stripChars(text.slice(start, end), '*')),
  );
  const double = starMatches(text, '**').filter(([start, end]) => !isBlank(text.slice(start + 2, end - 2)));
  return [...single, ...double].sort((a, b) => a[1] - b[1]);
}

/** Left to right, not overlapping: `mark`, then neither star nor line feed, then `mark`. */
function starMatches(text: string, mark: '*' | '**'): Range[] {
  const ranges: Range[] = [];
  let start = text.indexOf(mark);
  while (start >= 0) {
    const inside = start + mark.length;
    let end = inside;
    while (end < text.length && text[end] !== '*' && text[end] !== '\n') end++;
    if (text.startsWith(mark, end)) {
      ranges.push([start, end + mark.length]);
      start = text.indexOf(mark, end + mark.length);
    } else {
      // No start between here and `end` can close: between them there is no star.
      start = text.indexOf(mark, Math.max(start + 1, end - mark.length + 1));
    }
  }
  return ranges;
}

const NUMBER = new RegExp(`[${PYTHON_SPACE}]?\\p{Nd}+`, 'uy');

/** `word`, at most one white space, digits; not overlapping. */
export function numberedRanges(text: string, word: string): Range[] {
  const ranges: Range[] = [];
  for (let start = text.indexOf(word); start >= 0; ) {
    NUMBER.lastIndex = start + word.length;
    const found = NUMBER.test(text);
    if (found) ranges.push([start, NUMBER.lastIndex]);
    start = text.indexOf(word, found ? NUMBER.lastIndex : start + 1);
  }
  return ranges;
}

/** First line's `<<...>>`, from its first `<<` to its last `>>`, that has more than brackets and blanks; or null. */
export function titleRange(text: string): Range | null {
  for (let start = text.indexOf('<<'); start >= 0; ) {
    const lineEnd = endOfLine(text, start);
    const close = start + text.slice(start, lineEnd).lastIndexOf('>>');
    // At least one character stands between the brackets.
    if (close >= start + 3) {
      const inside = stripChars(stripChars(text.slice(start, close + 2), '<', 'left'), '>', 'right');
      if (!isBlank(inside)) return [start, close + 2];
    }
    start = text.indexOf('<<', lineEnd);
  }
  return null;
}
