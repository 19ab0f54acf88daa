/** Python's rules for text where JavaScript's differ: white space, word characters, case and case folding. */

/** White space of Python's `strip`, `split` and `\s`, as the inside of a character class. */
export const PYTHON_SPACE =
  '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

const SPACE = new RegExp(`[${PYTHON_SPACE}]`);
const NOT_SPACE = new RegExp(`[^${PYTHON_SPACE}]`);
const WORD = /^[\p{L}\p{N}_]$/u;

/** @param char one code point; a lone surrogate is no white space */
export function isSpace(char: string): boolean {
  return SPACE.test(char);
}

/** True for an empty string and for one of white space only. */
export function isBlank(text: string): boolean {
  return !NOT_SPACE.test(text);
}

/** @param char one code point, '' at either end of the text */
export function isWordChar(char: string): boolean {
  if (char.length === 1 && char < '\x80') {
    return (
      (char >= 'a' && char <= 'z') ||
      (char >= 'A' && char <= 'Z') ||
      (char >= '0' && char <= '9') ||
      char === '_'
    );
  }
  return WORD.test(char);
}

/** Half-open range of `text` without white space at either end; [length, length] when there is nothing else. */
export function stripRange(text: string): [number, number] {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text[start]!)) start++;
  while (end > start && isSpace(text[end - 1]!)) end--;
  return [start, end];
}

/** `str.strip()` without argument. */
export function strip(text: string): string {
  return text.slice(...stripRange(text));
}

/** `str.strip(chars)`, `lstrip`, `rstrip` for a set of ASCII characters. */
export function stripChars(text: string, chars: string, side: 'both' | 'left' | 'right' = 'both'): string {
  let start = 0;
  let end = text.length;
  if (side !== 'right') while (start < end && chars.includes(text[start]!)) start++;
  if (side !== 'left') while (end > start && chars.includes(text[end - 1]!)) end--;
  return text.slice(start, end);
}

/** The code point that starts at `index`, '' outside the text. */
export function charAt(text: string, index: number): string {
  const code = text.codePointAt(index);
  return code === undefined ? '' : String.fromCodePoint(code);
}

/** The code point that ends before `index`, '' at the start of the text. */
export function charBefore(text: string, index: number): string {
  const pair = charAt(text, index - 2);
  return pair.length === 2 ? pair : text.charAt(index - 1);
}

/** Offset of the line feed that ends the line at `index`, or the text's length. */
export function endOfLine(text: string, index: number): number {
  const end = text.indexOf('\n', index);
  return end < 0 ? text.length : end;
}

/** Lower case as far as no further text can change it: a capital sigma's depends on the letters behind it. */
export function stableLower(text: string): string {
  const sigma = text.lastIndexOf('\u03a3');
  const isOpen = sigma >= 0 && !/\p{L}/u.test(text.slice(sigma + 1));
  return (isOpen ? text.slice(0, sigma) : text).toLowerCase();
}

/** `str.isupper()`: one cased character at least, and none in lower or title case. */
export function isUpper(text: string): boolean {
  return /\p{Uppercase}/u.test(text) && !/\p{Lowercase}|\p{Lt}/u.test(text);
}

/** `str.islower()`: one cased character at least, and none in upper or title case. */
export function isLower(text: string): boolean {
  return /\p{Lowercase}/u.test(text) && !/\p{Uppercase}|\p{Lt}/u.test(text);
}

/** Pairs that Python's `re.IGNORECASE` holds for equal although neither case of one is the other. */
const FOLD_EXTRA = new Map([
  ['\u1fd3', '\u0390'],
  ['\u1fe3', '\u03b0'],
  ['\ufb06', '\ufb05'],
  ['\u0130', 'i'],
]);

const folded = new Map<string, string>();

/**
 * The character that stands for all those that `re.IGNORECASE` holds equal to `char` (one code point, same UTF-16
 * length). Checked against Python 3.11 for every code point whose case changes.
 */
export function foldChar(char: string): string {
  let fold = folded.get(char);
  if (fold === undefined) {
    fold = FOLD_EXTRA.get(char) ?? simpleUpper(char.toLowerCase()).toLowerCase();
    fold = FOLD_EXTRA.get(fold) ?? fold;
    folded.set(char, fold);
  }
  return fold;
}

/** Every character folded by `foldChar`; offsets in the result are offsets in `text`. */
export function foldText(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  let out = '';
  for (const char of text) out += foldChar(char);
  return out;
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

function simpleUpper(char: string): string {
  const upper = char.toUpperCase();
  return upper.length === char.length ? upper : char;
}
