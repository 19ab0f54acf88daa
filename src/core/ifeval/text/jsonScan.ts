/**
 * Reads JSON as Python's `json.loads` does (NaN, Infinity and -Infinity are numbers) and tells a text that is wrong
 * from one that is only not finished. Iterative, so no depth of nesting can exhaust the stack.
 */

export type JsonScan =
  | { state: 'valid' }
  /** Right so far, but something is still missing. */
  | { state: 'incomplete' }
  | { state: 'invalid'; at: number; problem: string };

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
const NUMBER_START = /-?(?:(?:0|[1-9][0-9]*)(?:\.|(?:\.[0-9]+)?[eE][-+]?)?)?$/y;
const WORDS = ['true', 'false', 'null', 'NaN', 'Infinity', '-Infinity'];
/** Python 3.11 refuses to make an int of more digits. */
const MAX_INT_DIGITS = 4300;

type Expect = 'value' | 'firstKey' | 'key' | 'colon' | 'firstItem' | 'afterValue';

/** @param text without white space around it */
export function scanJson(text: string): JsonScan {
  const open: ('{' | '[')[] = [];
  let expect: Expect = 'value';
  let at = 0;
  for (;;) {
    SPACE.lastIndex = at;
    SPACE.test(text);
    at = SPACE.lastIndex;
    if (at >= text.length) {
      return expect === 'afterValue' && open.length === 0 ? { state: 'valid' } : { state: 'incomplete' };
    }
    const char = text[at]!;
    if (expect === 'afterValue') {
      const inside = open.at(-1);
      if (!inside) return { state: 'invalid', at, problem: 'text after the value' };
      if (char === ',') expect = inside === '{' ? 'key' : 'value';
      else if (char === (inside === '{' ? '}' : ']')) open.pop();
      else return { state: 'invalid', at, problem: `expected , or ${inside === '{' ? '}' : ']'}` };
      at++;
    } else if (expect === 'colon') {
      if (char !== ':') return { state: 'invalid', at, problem: 'expected a colon' };
      expect = 'value';
      at++;
    } else if (expect === 'key' || expect === 'firstKey') {
      if (char === '}' && expect === 'firstKey') {
        open.pop();
        expect = 'afterValue';
        at++;
        continue;
      }
      if (char !== '"') return { state: 'invalid', at, problem: 'expected a key in double quotes' };
      const end = scanString(text, at);
      if (typeof end !== 'number') return end;
      at = end;
      expect = 'colon';
    } else if (char === ']' && expect === 'firstItem') {
      open.pop();
      expect = 'afterValue';
      at++;
    } else if (char === '{' || char === '[') {
      open.push(char);
      expect = char === '{' ? 'firstKey' : 'firstItem';
      at++;
    } else {
      const end = char === '"' ? scanString(text, at) : scanScalar(text, at);
      if (typeof end !== 'number') return end;
      at = end;
      expect = 'afterValue';
    }
  }
}

/** @returns the offset behind the closing quote */
function scanString(text: string, start: number): number | JsonScan {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code < 0x20) return { state: 'invalid', at, problem: 'a control character in a string' };
    if (code !== 0x5c) continue;
    at++;
    const escaped = text[at];
    if (escaped === undefined) return { state: 'incomplete' };
    if (escaped !== 'u') {
      if (!'"\\/bfnrt'.includes(escaped))
        return { state: 'invalid', at, problem: `unknown escape \\${escaped}` };
      continue;
    }
    const hex = text.slice(at + 1, at + 5);
    if (!/^[\da-fA-F]*$/.test(hex)) return { state: 'invalid', at, problem: 'a bad \\u escape' };
    if (hex.length < 4) return { state: 'incomplete' };
    at += 4;
  }
  return { state: 'incomplete' };
}

/** @returns the offset behind a number or one of the words */
function scanScalar(text: string, start: number): number | JsonScan {
  for (const word of WORDS) if (text.startsWith(word, start)) return start + word.length;
  const isWordStart = WORDS.some((word) => word.startsWith(text.slice(start)));
  NUMBER_START.lastIndex = start;
  NUMBER.lastIndex = start;
  if (!NUMBER.test(text)) {
    const unfinished = isWordStart || NUMBER_START.test(text);
    return unfinished
      ? { state: 'incomplete' }
      : { state: 'invalid', at: start, problem: 'expected a value' };
  }
  const end = NUMBER.lastIndex;
  const literal = text.slice(start, end);
  const digits = /^-?\d+$/.test(literal) ? literal.replace('-', '').length : 0;
  if (digits > MAX_INT_DIGITS) {
    // A fraction or an exponent would make it a float, which has no such limit.
    if (end === text.length) return { state: 'incomplete' };
    return { state: 'invalid', at: start, problem: `a whole number of more than ${MAX_INT_DIGITS} digits` };
  }
  if (end < text.length && NUMBER_START.test(text)) return { state: 'incomplete' };
  return end;
}
