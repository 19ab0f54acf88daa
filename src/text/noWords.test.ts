/**
 * No words in components: what is shown comes from the catalogue. Text between tags is the linter's part
 * (`noJsxLiterals`); this looks at attributes and strings, which it cannot tell from class names.
 */
import { describe, expect, it } from 'vitest';

const sources = Object.entries(
  import.meta.glob<string>(['../ui/**/*.{ts,tsx}', '!../ui/**/*.test.ts'], {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
).map(([path, source]) => [path.replace('../ui/', ''), source] as const);

/** Attributes that people read or hear. */
const SPOKEN =
  /[\s(](aria-label|aria-description|aria-valuetext|aria-roledescription|title|placeholder|alt|label|hint|name|caption|legend|summary)="([^"]*[a-z][^"]*)"/gi;

/** Two words with a space between, or one that begins as a sentence does; in any kind of quotes. */
const SENTENCE =
  /(?<quote>['"`])(?:(?!\k<quote>)[^\\\n])*?(?:[A-Za-z]{2,} [a-z]{2,}|(?<=\k<quote>)[A-Z][a-z]{2,}(?=\k<quote>))(?:(?!\k<quote>)[^\\\n])*\k<quote>/g;

/** Lines whose strings are for code: classes, errors for programmers, keys of the keyboard, modules. */
const FOR_CODE =
  /className|includes\(|import |from '|new Error\(|\.key\b|key ===|querySelector|closest\(|matches\(|\bd="|viewBox|points=|useMediaQuery|color-mix|\.split\(/;

/** Values of data that look like words. */
const DATA = new Set(["'other model'", "'no check'", "'at least'", "'less than'", 'name="picture-theme"']);

function wordsIn(text: string): string[] {
  const source = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
  const spoken = [...source.matchAll(SPOKEN)].map(([found]) => found.trim());
  const sentences = source
    .split('\n')
    .filter((line) => !FOR_CODE.test(line))
    .flatMap((line) => [...line.matchAll(SENTENCE)].map(([found]) => found));
  return [...new Set([...spoken, ...sentences])].filter((found) => !DATA.has(found));
}

describe('what components show', () => {
  it('is found where it stands in the code', () => {
    expect(wordsIn('<a aria-label="Undo">')).toContain('aria-label="Undo"');
    expect(wordsIn("const text = isOn ? 'Load again' : 'Stop';")).toEqual(["'Load again'", "'Stop'"]);
    expect(wordsIn('return `several of them`;')).toEqual(['`several of them`']);
    expect(wordsIn('<p className="small muted" role="alert">')).toEqual([]);
    expect(wordsIn("t('shell.undo')")).toEqual([]);
  });

  it('is looked through', () => {
    expect(sources.map(([file]) => file)).toContain('App.tsx');
  });

  it.each(sources)('comes from the catalogue in %s', (_file, source) => {
    expect(wordsIn(source)).toEqual([]);
  });
});
