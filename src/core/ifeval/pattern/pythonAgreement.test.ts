/** Patterns against Python 3.11's `re`, which the published checkers use: golden/patterns.json, made by scripts/fixtures/patterns.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compilePattern } from './pattern.ts';

const golden: {
  rows: [source: string, flags: '' | 'i' | 'm', text: string, places: [number, number][]][];
  malformed: string[];
} = JSON.parse(readFileSync(new URL('../golden/patterns.json', import.meta.url), 'utf8'));

const compiled = (source: string, flags: string) =>
  compilePattern(source, { ignoreCase: flags === 'i', multiline: flags === 'm' });

describe('a pattern', () => {
  it.each(
    golden.rows,
  )('%j with flags %j finds in %j the places that Python finds', (source, flags, text, places) => {
    const pattern = compiled(source, flags);
    expect(pattern.matches(text).map(({ start, end }) => [start, end])).toEqual(places);
    const first = pattern.search(text);
    expect(first && [first.start, first.end]).toEqual(places[0] ?? null);
    expect(pattern.matches(text, 1)).toHaveLength(Math.min(1, places.length));
  });

  it.each(golden.malformed)('%j is refused, as Python refuses it', (source) => {
    expect(() => compilePattern(source)).toThrow(expect.objectContaining({ code: 'check_arguments' }));
  });

  it('is told from another one with the same words and other flags', () => {
    const found = (flags: string) => compiled('^a', flags).matches('A\na\na').length;
    expect(['', 'i', 'm', ''].map(found)).toEqual([0, 1, 2, 0]);
  });
});

describe('an open text', () => {
  /** Any end of the text may be the middle of a longer one: what is settled has to be found in all of those. */
  const MORE = ['', 'a', 'b', ' ', '.', '\n', 'ab', 'ba', '\na', '.a', 'é', '\u{1F642}'];
  const texts = golden.rows.map(([, , text]) => text);

  it('settles no match that more text takes away or changes', () => {
    let settled = 0;
    const broken: string[] = [];
    for (const [source, flags] of golden.rows) {
      const pattern = compiled(source, flags);
      for (const text of new Set(['', 'a', 'ab', 'ab ', 'ab\n', 'ab c', ...texts.slice(0, 6)])) {
        const sure = pattern.search(text, true);
        const count = pattern.matches(text, 9, true).length;
        for (const more of MORE) {
          const found = pattern.search(text + more);
          const isThere = (!sure || found) && pattern.matches(text + more, 9).length >= count;
          const isSame = !sure?.settled || (found?.start === sure.start && found.end === sure.end);
          if (sure?.settled) settled += 1;
          if (!isThere || !isSame) broken.push(`${source} in ${text} then ${more}`);
        }
      }
    }
    expect(broken).toEqual([]);
    expect(settled).toBeGreaterThan(1000);
  });
});
