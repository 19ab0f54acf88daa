import { describe, expect, it } from 'vitest';
import { findMatch, STEP_LIMIT } from './machine.ts';
import { parsePattern } from './parse.ts';
import { compilePattern, isLiteral } from './pattern.ts';
import { compileProgram } from './program.ts';

const places = (source: string, text: string, flags = {}) =>
  compilePattern(source, flags)
    .matches(text)
    .map(({ start, end }) => text.slice(start, end));

/** By Python 3.11's re.findall. */
const MATCHES: [source: string, text: string, matches: string[]][] = [
  ['cat', 'concatenate cat', ['cat', 'cat']],
  ['aa', 'aaaaa', ['aa', 'aa']],
  ['a.c', 'abc a\nc a c', ['abc', 'a c']],
  ['a|ab', 'ab', ['a']],
  ['ab|a', 'ab', ['ab']],
  ['a+?', 'aaa', ['a', 'a', 'a']],
  ['a*', 'baa', ['', 'aa', '']],
  ['x?', 'x', ['x', '']],
  ['(ab){2}', 'ababab', ['abab']],
  ['a{,2}', 'aaa', ['aa', 'a', '']],
  ['a{x}', 'a{x}', ['a{x}']],
  ['[^a-c]', 'abd', ['d']],
  ['[]a]', ']a', [']', 'a']],
  ['\\d+', '12 ٣٤', ['12', '٣٤']],
  ['\\bé\\b', 'é éa é', ['é', 'é']],
  ['^b$', 'b\n', ['b']],
  ['b\\Z', 'b\n', []],
  ['🙂.', '🙂🙂', ['🙂🙂']],
  ['', 'ab', ['', '', '']],
];

describe('patterns', () => {
  for (const [source, text, matches] of MATCHES) {
    it(`finds /${source}/ in ${JSON.stringify(text)} as Python does`, () => {
      expect(places(source, text)).toEqual(matches);
    });
  }

  it('ignore case by simple folding, in literals and in classes', () => {
    expect(places('straße', 'STRASSE STRAẞE', { ignoreCase: true })).toEqual(['STRAẞE']);
    expect(places('k+', 'kKK', { ignoreCase: true })).toEqual(['kKK']);
    expect(places('[a-z]', 'É', { ignoreCase: true })).toEqual([]);
    expect(places('[à-ÿ]', 'É', { ignoreCase: true })).toEqual(['É']);
  });

  it('match line by line only when told so', () => {
    expect(places('^b', 'a\nb', { multiline: true })).toEqual(['b']);
    expect(places('^b', 'a\nb')).toEqual([]);
    expect(places('^b', 'a\rb\u2028b', { multiline: true })).toEqual([]);
  });

  it('never match half a surrogate pair', () => {
    expect(places('\ud83d', '🙂')).toEqual([]);
    expect(places('\ude42', '🙂')).toEqual([]);
    expect(places('\ud83d', 'a\ud83d')).toEqual(['\ud83d']);
  });

  it('tell what text to come can still change', () => {
    expect(compilePattern('\\brock\\b').search('a rock', true)).toBeNull();
    expect(compilePattern('\\brock\\b').search('a rock-', true)).toMatchObject({ start: 2, settled: true });
    expect(compilePattern('a+').search('aa', true)).toMatchObject({ settled: false });
    expect(compilePattern('a$').search('a', true)).toBeNull();
    expect(compilePattern('a.*z|a').matches('a a', 9, true)).toHaveLength(1);
    expect(compilePattern('ab\\b|a').search('ab', true)).toMatchObject({ settled: false });
  });

  it.each<[source: string, text: string, flags?: { multiline: boolean }]>([
    ['^', ''],
    ['\\n^', 'a\n', { multiline: true }],
    ['a$|a', 'ab'],
    ['a$|a', 'a\nbc'],
    ['a\\b|a', 'a\n'],
  ])('find /%s/ in %j, which no text to come can change', (source, text, flags) => {
    expect(compilePattern(source, flags).search(text, true)).toMatchObject({ settled: true });
  });

  it('find all that is settled of an open text', () => {
    expect(compilePattern('a.').matches('abac d', 9, true)).toHaveLength(2);
  });

  it('tell case apart unless told otherwise', () => {
    expect(places('a', 'Aa')).toEqual(['a']);
    expect(places('a+', 'Aa')).toEqual(['a']);
  });

  it('of plain words take no steps, so a text may be of any length', () => {
    // a step a character would be more than there are
    const start = STEP_LIMIT + 2;
    const text = `${'a '.repeat(start / 2)}End`;
    for (const source of ['End', '\\bEnd', 'End\\b', '\\bEnd\\b', '(?:En)d', '(End)']) {
      expect(compilePattern(source).search(text)).toMatchObject({ start, end: start + 3 });
    }
  });

  it('count their groups, which Python adds to what a split yields', () => {
    expect(compilePattern('(a)(?:b)(?P<n>c)').groups).toBe(2);
  });

  it('are literal when no character has a meaning', () => {
    expect(isLiteral('Q 1')).toBe(true);
    expect(isLiteral('Q.')).toBe(false);
  });
});

describe('malformed and hostile patterns', () => {
  const MALFORMED = [
    '(',
    ')',
    '[',
    '[z-a]',
    '*a',
    'a**',
    'a*+',
    '\\',
    '\\1',
    '(?=a)',
    '(?P=n)',
    '(?i)a',
    'a{3,1}',
    '\\q',
    '\\x1',
  ];
  for (const source of MALFORMED) {
    it(`refuses ${JSON.stringify(source)} with a typed error`, () => {
      expect(() => compilePattern(source)).toThrowError(expect.objectContaining({ code: 'check_arguments' }));
    });
  }

  it('refuses one that is too long, too deep or too large', () => {
    for (const source of ['a'.repeat(2001), '('.repeat(101) + ')'.repeat(101), '((a{100}){100}){100}']) {
      expect(() => compilePattern(source)).toThrowError(expect.objectContaining({ code: 'check_arguments' }));
    }
  });

  it('takes one that is as long as it may be, and groups without number side by side', () => {
    expect(places('a'.repeat(2000), 'a'.repeat(4001))).toHaveLength(2);
    expect(places('(a)'.repeat(200), 'a'.repeat(200))).toHaveLength(1);
    expect(places(`${'(?:'.repeat(90)}a${')'.repeat(90)}`, 'a')).toEqual(['a']);
  });

  it('repeats nothing at once, however often it is asked for', () => {
    expect(places('((){9999999999}){9999999999}a', 'ba')).toEqual(['a']);
  });

  it('runs patterns that would take a backtracking engine for ever', () => {
    const text = 'a'.repeat(1000);
    for (const source of ['(a+)+b', '(a|a)*b', '(a|aa)+$b', '(.*)(.*)(.*)(.*)b', '(x+x+)+y']) {
      expect(compilePattern(source).search(text)).toBeNull();
    }
  });

  it('stops with a typed error when program times text is too much', () => {
    const flags = { ignoreCase: false, multiline: false };
    const program = compileProgram(parsePattern('(a?){5}b', flags).root, flags);
    const text = 'a'.repeat(100);
    const budget = { left: 5000 };
    expect(findMatch(program, text, 0, false, false, budget)).toBeNull();
    const spent = 5000 - budget.left;
    // at each place: five times a choice and an "a", the "b"; and the start of the next match
    expect(spent).toBeGreaterThan(100 * 5);
    expect(spent).toBeLessThan(100 * 25);
    expect(findMatch(program, text, 0, false, false, { left: spent })).toBeNull();
    expect(() => findMatch(program, text, 0, false, false, { left: spent - 1 })).toThrowError(
      expect.objectContaining({ code: 'check_arguments', message: expect.stringContaining('steps') }),
    );
  });
});
