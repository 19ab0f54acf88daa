import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanJson } from './jsonScan.ts';

const state = (text: string) => scanJson(text).state;

describe('reading JSON as Python does', () => {
  it('takes what JSON.parse takes', () => {
    fc.assert(fc.property(fc.json(), (text) => state(text.trim()) === 'valid'));
  });

  it('takes scalars, NaN and the infinities', () => {
    for (const text of [
      ...[
        '0',
        '-0',
        '1',
        '10.25',
        '-0.5e+3',
        '1E5',
        '1e-05',
        '""',
        '"a"',
        '"\\u00e9"',
        '"\\"\\\\\\/\\b\\f\\n\\r\\t"',
      ],
      ...['true', 'false', 'null', 'NaN', 'Infinity', '-Infinity', '[NaN]', '[]', '{}', '[[], {"a": {}}]'],
      ...['[\t1 ,\r\n2]', '{"a":1,"b":[true,"]"]}', '"\x7f"'],
    ]) {
      expect([text, state(text)]).toEqual([text, 'valid']);
    }
  });

  /** By the offset of the character, or of the start of the number or word, that is wrong. */
  const WRONG: [at: number, texts: string[]][] = [
    [0, [']', "'a'", '\ufeff1', '+1', '.5', '-x', 'nul1', 'tru e', '-Infinite']],
    [1, ['{a', '{,', '{1', '{]', '[}', '[,', '[nan]', '01', '1.x', '1ex', '"\n']],
    [2, ['{}x', '1 2', '[1}', '"a\x1f"', '"\\x', '"\\u00g', '"\\u00 1"']],
    [3, ['[1,]', '[1 2']],
    [4, ['{"a";', 'truex']],
    [5, ['{"a" "', '{"a":}']],
    [6, ['{"a":1]', '{"a":1:']],
    [7, ['{"a":1,}', '{"a":1,2']],
    [9, ['["a\\u00e9\n']],
  ];
  it.each(WRONG)('refuses for good what is wrong at %i', (at, texts) => {
    for (const text of texts) {
      expect(scanJson(text), text).toMatchObject({ state: 'invalid', at });
      expect(scanJson(`${text}]`), text).toMatchObject({ state: 'invalid', at });
    }
  });

  it('waits for the rest of what has begun', () => {
    for (const text of [
      ...[
        '',
        '[',
        '{',
        '[1',
        '[1,',
        '[[]',
        '{"a"',
        '{"a":',
        '{"a":1',
        '{"a":1,',
        '"a',
        '"\\',
        '"\\u',
        '"\\u00e',
        '"\\u00e9',
      ],
      ...['t', 'tru', 'N', 'Infinit', '-', '-Infinit', '1.', '1e', '1e+', '1.5E-', '[0.'],
    ]) {
      expect([text, state(text)]).toEqual([text, 'incomplete']);
    }
  });

  it('calls every beginning of valid JSON valid or incomplete', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), (text) => {
        for (let end = 1; end < text.length; end++)
          expect(state(text.slice(0, end).trim())).not.toBe('invalid');
      }),
    );
  });

  it('stops at an integer that Python will not make', () => {
    expect(state(`[${'1'.repeat(4300)}]`)).toBe('valid');
    expect(state(`[${'1'.repeat(4301)}]`)).toBe('invalid');
    expect(state(`[-${'1'.repeat(4300)}]`)).toBe('valid');
    expect(state(`[-${'1'.repeat(4301)}]`)).toBe('invalid');
    expect(state(`[${'1'.repeat(4301)}.0]`)).toBe('valid');
    expect(state(`[0.${'1'.repeat(4301)}]`)).toBe('valid');
    expect(state('1'.repeat(4301))).toBe('incomplete');
    expect(scanJson(`[ ${'1'.repeat(4301)}]`)).toMatchObject({ at: 2 });
  });

  it('survives any depth of nesting', () => {
    expect(state('['.repeat(1_000_000))).toBe('incomplete');
  });
});
