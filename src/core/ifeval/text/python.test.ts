import { describe, expect, it } from 'vitest';
import {
  charAt,
  charBefore,
  endOfLine,
  foldChar,
  foldText,
  isBlank,
  isLower,
  isSpace,
  isUpper,
  isWordChar,
  stableLower,
  strip,
  stripChars,
  stripRange,
} from './python.ts';

describe('white space', () => {
  it('is what Python strips, not what JavaScript trims', () => {
    for (const char of [' ', '\n', '\x1c', '\x1f', '\x85', '\xa0', '\u2028', '\u3000'])
      expect(isSpace(char)).toBe(true);
    for (const char of ['\ufeff', '\u200b', '\u180e', 'x']) expect(isSpace(char)).toBe(false);
  });

  it('is stripped at both ends and nowhere else', () => {
    expect(strip('\x1f a b\x85\u3000')).toBe('a b');
    expect(strip('\ufeffa')).toBe('\ufeffa');
    expect(strip(' \n')).toBe('');
    expect(stripRange(' a ')).toEqual([1, 2]);
    expect(stripRange(' \n')).toEqual([2, 2]);
    expect(stripRange('')).toEqual([0, 0]);
  });

  it('alone makes a text blank', () => {
    expect(isBlank('')).toBe(true);
    expect(isBlank('\x1c\u2003')).toBe(true);
    expect(isBlank('\u200b')).toBe(false);
  });

  it('or any given characters are stripped from the chosen side', () => {
    expect(stripChars('<<a>>', '<', 'left')).toBe('a>>');
    expect(stripChars('<<a>>', '>', 'right')).toBe('<<a');
    expect(stripChars('<<', '<', 'right')).toBe('');
    expect(stripChars('><a<>', '<>')).toBe('a');
    expect(stripChars('""', '"')).toBe('');
  });
});

describe('a code point of a text', () => {
  const text = 'a\u{10000}\u{10ffff}';
  it('is whole on either side of an offset, and nothing outside the text', () => {
    expect([0, 1, 3, 5].map((index) => charAt(text, index))).toEqual(['a', '\u{10000}', '\u{10ffff}', '']);
    expect([0, 1, 3, 5].map((index) => charBefore(text, index))).toEqual([
      '',
      'a',
      '\u{10000}',
      '\u{10ffff}',
    ]);
  });

  it('may be a surrogate without its other half', () => {
    const halves = 'a\udc00\udc00\ud800b';
    expect([1, 2, 3, 4, 5].map((index) => charBefore(halves, index))).toEqual([...halves]);
    expect(charBefore('\udc00', 1)).toBe('\udc00');
  });
});

describe('the end of a line', () => {
  it('is its line feed, or the end of the text', () => {
    expect([0, 1, 2, 3].map((index) => endOfLine('\na\nb', index))).toEqual([0, 2, 2, 4]);
    expect(endOfLine('a\rb\u2028', 0)).toBe(4);
  });
});

describe('word characters', () => {
  it('are letters, numbers of all kinds and the underscore, but no combining marks', () => {
    for (const char of ['a', '9', '_', 'é', 'ж', '日', '¼', 'Ⅷ', '٣', '𝐀'])
      expect(isWordChar(char)).toBe(true);
    for (const char of 'azAZ09') expect(isWordChar(char)).toBe(true);
    // the neighbours of those in ASCII
    for (const char of '`{@[/:^') expect(isWordChar(char)).toBe(false);
    for (const char of ['', '-', '\u0301', '🙂', '。', '\ud835']) expect(isWordChar(char)).toBe(false);
  });
});

describe('case', () => {
  it('of a text needs one cased character and none of the other or of title case', () => {
    expect(isUpper('A1 日')).toBe(true);
    expect(isUpper('Ⅷ')).toBe(true);
    expect(isUpper('123')).toBe(false);
    expect(isUpper('ǅ')).toBe(false);
    expect(isUpper('Aª')).toBe(false);
    expect(isUpper('Aǅ')).toBe(false);
    expect(isUpper('Aa')).toBe(false);
    expect(isLower('12')).toBe(false);
    expect(isLower('aA')).toBe(false);
    expect(isLower('a1 ß')).toBe(true);
    expect(isLower('aǅ')).toBe(false);
  });

  it('folds characters that Python holds equal to one', () => {
    for (const [a, b] of ['kK', 'sſ', 'iı', 'iİ', 'µμ', 'σς', 'ßẞ', 'ﬅﬆ', 'åÅ', 'ΐΐ'])
      expect(foldChar(a!)).toBe(foldChar(b!));
    expect(foldChar('ß')).not.toBe(foldChar('s'));
  });

  it('folds a text without moving its offsets', () => {
    const text = 'İß🙂𐐀Ǆ';
    expect(foldText(text)).toHaveLength(text.length);
    expect(foldText('ABC x')).toBe('abc x');
  });

  it('is not lowered where letters to come decide about a sigma', () => {
    expect(stableLower('ΟΔΟΣ')).toBe('οδο');
    expect(stableLower('ΟΔΟΣ Α')).toBe('οδος α');
    expect(stableLower('Σ')).toBe('');
    expect(stableLower('ΣΑ Σ.')).toBe('σα ');
    expect(stableLower('AB')).toBe('ab');
    expect(stableLower('12')).toBe('12');
  });
});
