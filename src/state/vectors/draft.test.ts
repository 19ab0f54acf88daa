import { describe, expect, it } from 'vitest';
import {
  draftInstruction,
  draftName,
  draftRows,
  INITIAL_DRAFT,
  isKept,
  pairCountRange,
  problemsByRow,
  problemText,
  readStoredDraft,
  toStoredDraft,
  usableRows,
  type VectorDraft,
  withCell,
  withDraft,
  withForm,
  withImported,
  withRowAdded,
  withRowRemoved,
  withStepBack,
  withTableAnew,
} from './draft.ts';

const french: VectorDraft = withForm(INITIAL_DRAFT, { family: 'language' });
const rowsOf = (draft: VectorDraft) => draftRows(draft).map(({ positive, negative }) => [positive, negative]);
const firstId = (draft: VectorDraft) => draftRows(draft)[0]!.id;

describe('the table', () => {
  it('is empty without an instruction, and follows it until it is edited', () => {
    expect(draftRows(INITIAL_DRAFT)).toEqual([]);
    expect(draftRows(french)).toHaveLength(INITIAL_DRAFT.count);
    expect(draftRows(french)[0]!.positive).toMatch(/Answer in French\.$/);
    const german = withForm(french, { chosen: { ...french.form.chosen, language: 'german' } });
    expect(draftRows(german)[0]!.positive).toMatch(/German/);
    expect(draftRows(withDraft(french, { count: 7 }))).toHaveLength(7);
    expect(draftRows(withDraft(french, { split: 'test' }))[0]!.negative).not.toBe(
      draftRows(french)[0]!.negative,
    );
  });

  it('is the same array as long as nothing changes', () => {
    expect(draftRows({ ...french })).toBe(draftRows(french));
  });

  it('has no more pairs than the instruction can make', () => {
    const { max } = pairCountRange(french);
    expect(max).toBe(64 * 5);
    expect(draftRows(withDraft(french, { count: 10 * max }))).toHaveLength(max);
  });

  it('stays as it is when the instruction changes after an edit, and can be made anew', () => {
    const edited = withCell(french, firstId(french), 'positive', 'Bonjour?');
    const german = withForm(edited, { chosen: { ...french.form.chosen, language: 'german' } });
    expect(draftRows(german)[0]!.positive).toBe('Bonjour?');
    expect(draftRows(withTableAnew(german))[0]!.positive).toMatch(/German/);
    expect(draftRows(withStepBack(withTableAnew(german)))[0]!.positive).toBe('Bonjour?');
    expect(withTableAnew(french)).toBe(french);
  });
});

describe('edits', () => {
  it('are taken back one by one; typing in one cell is one step', () => {
    const id = firstId(french);
    const typed = ['a', 'ab', 'abc'].reduce((draft, text) => withCell(draft, id, 'negative', text), french);
    const removed = withRowRemoved(typed, id);
    const added = withRowAdded(removed);
    expect(draftRows(added).at(-1)).toMatchObject({ positive: '', negative: '' });
    expect(draftRows(added)).toHaveLength(french.count);
    expect(rowsOf(withStepBack(added))).toEqual(rowsOf(removed));
    expect(rowsOf(withStepBack(withStepBack(added)))).toEqual(rowsOf(typed));
    const back = withStepBack(withStepBack(withStepBack(added)));
    expect(back.edited).toBeNull();
    expect(rowsOf(back)).toEqual(rowsOf(french));
    expect(withStepBack(back)).toBe(back);
  });

  it('of another cell, or after a step back, are steps of their own', () => {
    const id = firstId(french);
    const both = withCell(withCell(french, id, 'positive', 'x'), id, 'negative', 'y');
    expect(both.past).toHaveLength(2);
    const again = withCell(withStepBack(both), id, 'positive', 'z');
    expect(again.past).toHaveLength(2);
  });
});

describe('an imported table', () => {
  const imported = withImported(french, [{ id: 'a', positive: 'p', negative: 'n' }], 'my pairs.csv');

  it('is about no instruction, and gives the vector the name of its file', () => {
    expect(draftInstruction(imported)).toBeNull();
    expect(draftName(imported)).toBe('my pairs');
    expect(draftName(french)).toBe('Answer in French');
  });
});

describe('problems', () => {
  const rows = [
    { id: 'a', positive: 'p', negative: 'n' },
    { id: 'b', positive: 'p', negative: 'n' },
    { id: 'c', positive: '', negative: 'n' },
    { id: 'd', positive: 'x', negative: 'x ' },
  ];

  it('are said on the page as in the core', () => {
    const a = { id: 'a', positive: 'x y', negative: 'x', split: 'build' } as const;
    const all = [a, { ...a, id: 'b' }, { ...a, id: 'c', positive: 'z', split: 'test' as const }, ...rows];
    const found = [...problemsByRow(all).values()].flatMap(({ positive, negative }) => [
      ...positive,
      ...negative,
    ]);
    expect(new Set(found.map(({ kind }) => kind)).size).toBeGreaterThan(3);
    for (const problem of found.filter(({ kind }) => kind !== 'splitsShare')) {
      expect(problemText(problem)).toBe(problem.message);
    }
    expect(found.filter(({ kind }) => kind === 'splitsShare').map(problemText)).toEqual([
      'The text without the instruction stands in row 1 too, for building.',
    ]);
  });

  it('are known by row; rows that say nothing are not used', () => {
    const problems = problemsByRow([...rows, { id: 'e', positive: 'y', negative: '' }]);
    expect([...problems.keys()]).toEqual(['b', 'c', 'd', 'e']);
    expect(problems.get('c')).toMatchObject({ positive: [{ kind: 'emptyPositive' }], negative: [] });
    expect(problems.get('e')).toMatchObject({ positive: [], negative: [{ kind: 'emptyNegative' }] });
    expect(usableRows(rows).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(usableRows(rows.slice(0, 2))).toEqual(rows.slice(0, 2));
  });
});

describe('a reload', () => {
  const reload = (draft: VectorDraft) => readStoredDraft(JSON.parse(JSON.stringify(toStoredDraft(draft))));

  it('keeps instruction, numbers, method and edits, but no steps back', () => {
    const edited = withCell(
      withDraft(french, { count: 5, split: 'test', method: 'pca' }),
      firstId(withDraft(french, { split: 'test' })),
      'positive',
      'Salut?',
    );
    expect(reload(edited)).toEqual({ ...edited, past: [], typedIn: '' });
    expect(reload(french)).toEqual(french);
  });

  it('lets go of a table that is too large, which is known before', () => {
    const text = 'x'.repeat(200_000);
    const rows = ['a', 'b', 'c'].map((id) => ({ id, positive: text, negative: id }));
    const large = withImported(french, rows, 'large.csv');
    expect(isKept(large)).toBe(false);
    expect(reload(large).edited).toBeNull();
    expect(isKept(french)).toBe(true);
  });

  it('keeps its defaults for whatever is not valid', () => {
    const stored = { form: 3, count: -1, split: 'all', method: 'magic', edited: { rows: [{ id: 1 }] } };
    expect(readStoredDraft(stored)).toEqual(INITIAL_DRAFT);
    expect(readStoredDraft(null)).toEqual(INITIAL_DRAFT);
    expect(readStoredDraft({ edited: { rows: 'none' } })).toEqual(INITIAL_DRAFT);
  });
});
