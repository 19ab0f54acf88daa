import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanJson } from './jsonScan.ts';

const state = (text: string) => scanJson(text).state;

describe('reading JSON as Python does', () => {
  it('takes what JSON.parse takes', () => {
    fc.assert(fc.property(fc.json(), (text) => state(text.trim()) === 'valid'));
  });

  it('takes scalars, NaN and the infinities', () => {
    for (const text of ['1', '-0.5e+3', '"a"', 'true', 'null', 'NaN', 'Infinity', '-Infinity', '[NaN]']) {
      expect(state(text)).toBe('valid');
    }
  });

  it('refuses what is wrong whatever follows', () => {
    for (const text of [
      '{a',
      '{"a";',
      '[1,]',
      '01',
      '\ufeff1',
      '"\n',
      '"\\x',
      '{}x',
      "'a'",
      '1 2',
      '+1',
      'nul1',
      '.5',
    ]) {
      expect(state(text)).toBe('invalid');
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
    expect(state(`[${'1'.repeat(4301)}.0]`)).toBe('valid');
  });

  it('survives any depth of nesting', () => {
    expect(state('['.repeat(1_000_000))).toBe('incomplete');
  });
});
