import { describe, expect, it } from 'vitest';
import { lineError, MAX_LINE_LENGTH, readJsonLines } from './jsonLines.ts';

describe('JSON lines', () => {
  const read = (text: string) => readJsonLines(text, (fields, line) => [line, fields.a]);

  it('are read one by one, under their own numbers; blank ones are skipped', () => {
    expect(read('')).toEqual({ values: [], problems: [] });
    expect(read('\ufeff{"a":1}\n\n \r\n{"a":2}')).toEqual({
      values: [
        [1, 1],
        [4, 2],
      ],
      problems: [],
    });
  });

  it('that are too long are named, and the others read', () => {
    const { values, problems } = read(`{"a":1}\n"${'x'.repeat(MAX_LINE_LENGTH)}"\n{"a":3}`);
    expect(values).toEqual([
      [1, 1],
      [3, 3],
    ]);
    expect(problems).toEqual([
      { line: 2, message: expect.stringContaining(`longer than ${MAX_LINE_LENGTH} characters`) },
    ]);
  });

  it('that their reader refuses become problems in its words', () => {
    const { values, problems } = readJsonLines('{}\n{}', (_, line) => {
      throw lineError(line, 'there is nothing in it');
    });
    expect(values).toEqual([]);
    expect(problems).toEqual([
      { line: 1, message: 'Line 1 cannot be read: there is nothing in it.' },
      { line: 2, message: 'Line 2 cannot be read: there is nothing in it.' },
    ]);
  });

  it('of something else give the first hundred problems, and what can be read before them', () => {
    const { values, problems } = read(`{"a":1}\n${'no\n'.repeat(200)}{"a":2}`);
    expect(values).toEqual([[1, 1]]);
    expect(problems.map(({ line }) => line)).toEqual(Array.from({ length: 100 }, (_, i) => i + 2));
  });
});
