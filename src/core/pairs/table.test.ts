import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BASE_PROMPTS } from './basePrompts.ts';
import { INSTRUCTIONS } from './instructions.ts';
import { buildPairs } from './pairs.ts';
import { addRow, buildTable, editRow, type PairRow, removeRows, tableProblems, toPairs } from './table.ts';

const instruction = { id: 'brief', phrasings: ['Be brief.', 'Keep it short.'] as const };
const badRequest = expect.objectContaining({ code: 'bad_request' });
const idsOf = (rows: readonly PairRow[]) => rows.map(({ id }) => id);

describe('buildTable', () => {
  it('gives no rows, one row and two', () => {
    expect(buildTable(instruction, { count: 0 })).toEqual([]);
    expect(buildTable(instruction, { count: 1 })).toEqual([
      {
        id: 'brief-build-0-0',
        positive: `${BASE_PROMPTS.build[0]} Be brief.`,
        negative: BASE_PROMPTS.build[0],
        instructionId: 'brief',
        split: 'build',
      },
    ]);
    expect(idsOf(buildTable(instruction, { count: 2 }))).toEqual(['brief-build-0-0', 'brief-build-1-1']);
  });

  it('gives the pairs of the presets when nothing is shuffled', () => {
    for (const preset of INSTRUCTIONS) {
      const pairs = buildPairs(preset, BASE_PROMPTS.build.slice(0, 40));
      expect(toPairs(buildTable(preset, { count: 40 }))).toEqual(pairs);
    }
  });

  it('has one row a prompt of the split, unless told otherwise', () => {
    expect(buildTable(instruction).length).toBe(64);
    const rows = buildTable(instruction, { split: 'test' });
    expect(rows.map(({ negative }) => negative)).toEqual(BASE_PROMPTS.test);
    expect(rows.every(({ split }) => split === 'test')).toBe(true);
  });

  it('goes round with the next phrasing until every prompt has had each', () => {
    for (const each of [instruction, ...INSTRUCTIONS]) {
      const rows = buildTable(each, { count: 64 * each.phrasings.length });
      expect(new Set(rows.map(({ positive }) => positive)).size).toBe(rows.length);
      expect(tableProblems(rows)).toEqual([]);
    }
  });

  it('shuffles the prompts by the seed, the same way each time', () => {
    const order = (seed?: number) =>
      buildTable(instruction, seed === undefined ? {} : { seed }).map(({ negative }) => negative);
    expect(order(1)).toEqual(order(1));
    expect(order(1)).not.toEqual(order(2));
    expect(order(1)).not.toEqual(order());
    expect(order(1).toSorted()).toEqual(order().toSorted());
  });

  it.each([-1, 1.5, 129, Number.NaN])('refuses %s pairs', (count) => {
    expect(() => buildTable(instruction, { count })).toThrow(badRequest);
  });
});

describe('edits', () => {
  const rows: PairRow[] = [
    { id: 'a', positive: 'A!', negative: 'A' },
    { id: 'b', positive: 'B!', negative: 'B' },
  ];

  it('change one row and leave the table as it was', () => {
    const before = structuredClone(rows);
    const edited = editRow(rows, 'b', { positive: 'B?' });
    expect(edited).toEqual([rows[0], { id: 'b', positive: 'B?', negative: 'B' }]);
    expect(removeRows(rows, ['a'])).toEqual([rows[1]]);
    expect(editRow(rows, 'c', { positive: 'x' })).toEqual(rows);
    expect(rows).toEqual(before);
  });

  it('add rows under ids that are free, also after others were removed', () => {
    let table: PairRow[] = [];
    for (let step = 0; step < 4; step++) table = addRow(table, { positive: 'x y', negative: 'x' });
    table = addRow(removeRows(table, ['own-2']), { positive: 'x y', negative: 'x' });
    expect(idsOf(table)).toEqual(['own-1', 'own-3', 'own-4', 'own-5']);
  });

  it('keep ids apart in any order', () => {
    const step = fc.record({ remove: fc.boolean(), at: fc.nat(20) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let table: PairRow[] = [];
        for (const { remove, at } of steps) {
          table = remove
            ? removeRows(table, [table[at]?.id ?? ''])
            : addRow(table, { positive: 'x', negative: 'y' });
        }
        expect(new Set(idsOf(table)).size).toBe(table.length);
      }),
    );
  });
});

describe('tableProblems', () => {
  const row = (positive: string, negative: string, split?: PairRow['split']): Omit<PairRow, 'id'> => ({
    positive,
    negative,
    ...(split ? { split } : {}),
  });
  const kinds = (...table: Omit<PairRow, 'id'>[]) =>
    tableProblems(table.map((each, index) => ({ id: String(index), ...each }))).map(({ index, kind }) => [
      index,
      kind,
    ]);

  it('finds none in a table that was built', () => {
    for (const preset of INSTRUCTIONS) expect(tableProblems(buildTable(preset))).toEqual([]);
  });

  it('names the row and what is wrong with it', () => {
    expect(kinds(row('', 'a'))).toEqual([[0, 'emptyPositive']]);
    expect(kinds(row('a', ' \n'))).toEqual([[0, 'emptyNegative']]);
    expect(kinds(row('', ''))).toEqual([
      [0, 'emptyPositive'],
      [0, 'emptyNegative'],
    ]);
    expect(kinds(row('a', ' a'))).toEqual([[0, 'equalSides']]);
    expect(kinds(row('a b', 'a'), row('c d', 'c'), row('a b ', 'a'))).toEqual([[2, 'duplicate']]);
  });

  it('finds a prompt that two splits share, but not one with two phrasings', () => {
    expect(kinds(row('a b', 'a', 'build'), row('a c', 'a', 'build'))).toEqual([]);
    expect(kinds(row('a b', 'a', 'build'), row('a c', 'a', 'test'))).toEqual([[1, 'splitsShare']]);
    expect(kinds(row('a b', 'a', 'build'), row('a c', 'a'))).toEqual([]);
  });

  it('says which row it means', () => {
    const table = [row('a b', 'a'), row('a b', 'a')].map((each, index) => ({ id: String(index), ...each }));
    expect(tableProblems(table)[0]?.message).toBe('The same pair as in row 1.');
  });
});
