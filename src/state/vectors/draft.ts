/**
 * What the next vector is built from: an instruction, how many pairs, and the table of pairs. The table follows the
 * instruction until it is edited; from then on it stays as it is until it is made anew.
 */
import { BASE_PROMPTS } from '../../core/pairs/basePrompts.ts';
import type { Instruction } from '../../core/pairs/instructions.ts';
import {
  addRow,
  buildTable,
  editRow,
  type PairRow,
  type RowProblem,
  removeRows,
  SPLITS,
  type Split,
  tableProblems,
} from '../../core/pairs/table.ts';
import { readPairsJsonl, writePairsJsonl } from '../../core/pairs/tableFiles.ts';
import { FIT_METHODS, type FitMethod } from '../../core/steering/direction.ts';
import { t } from '../../text/text.ts';
import { isCount, isRecord } from '../playground/presets.ts';
import type { Range } from '../playground/settings.ts';
import { INITIAL_FORM, type InstructionForm, readForm, readStoredForm } from './instruction.ts';

export type PairSide = 'positive' | 'negative';

export interface EditedTable {
  rows: readonly PairRow[];
  /** of the file that the rows come from; null where they began as the instruction's own */
  fileName: string | null;
}

export interface VectorDraft {
  form: InstructionForm;
  /** how many pairs the instruction makes */
  count: number;
  /** which base prompts they are made of */
  split: Split;
  method: FitMethod;
  /** null: the table is as the instruction makes it */
  edited: EditedTable | null;
  /** earlier tables, the latest last */
  past: readonly (EditedTable | null)[];
  /** the cell that was typed in last: going on there is the same step back */
  typedIn: string;
}

export const INITIAL_DRAFT: VectorDraft = {
  form: INITIAL_FORM,
  // as many as the shipped vectors were built on
  count: 40,
  split: 'build',
  method: 'meanDifference',
  edited: null,
  past: [],
  typedIn: '',
};

const MAX_STEPS_BACK = 50;
/** Characters of an edited table that outlive a reload; localStorage holds some five million in all. */
const MAX_KEPT_CHARACTERS = 500_000;

const NO_ROWS: readonly PairRow[] = [];

/** How many pairs an instruction can make: each wording once with each base prompt. */
export function pairCountRange({ form, split }: Pick<VectorDraft, 'form' | 'split'>): Range {
  const wordings = readForm(form).instruction?.phrasings.length ?? 1;
  return { min: 2, max: BASE_PROMPTS[split].length * wordings, step: 1 };
}

let latestMade: { key: string; rows: readonly PairRow[] } | null = null;

/** The rows of the table; the same array for the same draft. */
export function draftRows(draft: VectorDraft): readonly PairRow[] {
  return draft.edited?.rows ?? madeRows(draft);
}

function madeRows(draft: VectorDraft): readonly PairRow[] {
  const { instruction } = readForm(draft.form);
  if (!instruction) return NO_ROWS;
  const { split } = draft;
  const count = Math.min(draft.count, pairCountRange(draft).max);
  const key = JSON.stringify([instruction, count, split]);
  if (latestMade?.key !== key) latestMade = { key, rows: buildTable(instruction, { count, split }) };
  return latestMade.rows;
}

/** What is wrong with a row, at the text where it can be mended. */
export type RowProblems = Readonly<Record<PairSide, readonly RowProblem[]>>;

/** Of the rows with problems, by their ids. */
export function problemsByRow(rows: readonly PairRow[]): ReadonlyMap<string, RowProblems> {
  const problems = new Map<string, Record<PairSide, RowProblem[]>>();
  for (const problem of tableProblems(rows)) {
    const { id, kind } = problem;
    const ofRow = problems.get(id) ?? { positive: [], negative: [] };
    const isNegative = kind === 'emptyNegative' || kind === 'splitsShare';
    ofRow[isNegative ? 'negative' : 'positive'].push(problem);
    problems.set(id, ofRow);
  }
  return problems;
}

export function problemText({ kind, row = 0, split = 'build' }: RowProblem): string {
  if (kind === 'duplicate') return t('vectors.problem_duplicate', { row });
  if (kind === 'splitsShare') {
    return t('vectors.problem_splitsShare', { row, split: t(`vectors.split_${split}`) });
  }
  return t(`vectors.problem_${kind}`);
}

/** Without the rows that say nothing: an empty side, or both the same. */
export function usableRows(rows: readonly PairRow[]): readonly PairRow[] {
  const unusable = tableProblems(rows).filter(({ kind }) => UNUSABLE.includes(kind));
  return unusable.length === 0
    ? rows
    : removeRows(
        rows,
        unusable.map(({ id }) => id),
      );
}

const UNUSABLE: readonly string[] = ['emptyPositive', 'emptyNegative', 'equalSides'];

/** What the pairs are about; null for imported ones, which no instruction here made. */
export function draftInstruction({ edited, form }: VectorDraft): Instruction | null {
  return edited?.fileName ? null : readForm(form).instruction;
}

/** What a vector built from the draft is called. */
export function draftName(draft: VectorDraft): string {
  const fileName = draft.edited?.fileName?.replace(/\.[^.]*$/, '');
  return draftInstruction(draft)?.title ?? (fileName || 'Vector');
}

/** A change of form, count, split or method; an edited table stays. */
export function withDraft(
  draft: VectorDraft,
  change: Partial<Pick<VectorDraft, 'count' | 'split' | 'method'>>,
): VectorDraft {
  return { ...draft, ...change };
}

export function withForm(draft: VectorDraft, change: Partial<InstructionForm>): VectorDraft {
  return { ...draft, form: { ...draft.form, ...change } };
}

export function withCell(draft: VectorDraft, id: string, side: PairSide, text: string): VectorDraft {
  return withRows(draft, editRow(draftRows(draft), id, { [side]: text }), `${id} ${side}`);
}

/** An empty row at the end. */
export function withRowAdded(draft: VectorDraft): VectorDraft {
  return withRows(draft, addRow(draftRows(draft), { positive: '', negative: '' }));
}

export function withRowRemoved(draft: VectorDraft, id: string): VectorDraft {
  return withRows(draft, removeRows(draftRows(draft), [id]));
}

function withRows(draft: VectorDraft, rows: readonly PairRow[], typedIn = ''): VectorDraft {
  return withTable(draft, { rows, fileName: draft.edited?.fileName ?? null }, typedIn);
}

/** A file's rows in place of the table. */
export function withImported(draft: VectorDraft, rows: readonly PairRow[], fileName: string): VectorDraft {
  return withTable(draft, { rows, fileName });
}

/** The table as the instruction makes it. */
export function withTableAnew(draft: VectorDraft): VectorDraft {
  return draft.edited ? withTable(draft, null) : draft;
}

export function withStepBack(draft: VectorDraft): VectorDraft {
  const edited = draft.past.at(-1);
  return edited === undefined ? draft : { ...draft, edited, past: draft.past.slice(0, -1), typedIn: '' };
}

/** @param typedIn names the cell; empty for a change that is a step of its own */
function withTable(draft: VectorDraft, edited: EditedTable | null, typedIn = ''): VectorDraft {
  const isSameStep = typedIn !== '' && typedIn === draft.typedIn;
  const past = isSameStep ? draft.past : [...draft.past, draft.edited].slice(-MAX_STEPS_BACK);
  return { ...draft, edited, past, typedIn };
}

export interface StoredDraft extends Pick<VectorDraft, 'form' | 'count' | 'split' | 'method'> {
  /** null also for a table that is too large to be kept */
  edited: EditedTable | null;
}

export function toStoredDraft(draft: VectorDraft): StoredDraft {
  const { form, count, split, method } = draft;
  return { form, count, split, method, edited: isKept(draft) ? draft.edited : null };
}

/** Whether a reload keeps the table. */
export function isKept({ edited }: VectorDraft): boolean {
  if (!edited) return true;
  const characters = edited.rows.reduce(
    (sum, { positive, negative }) => sum + positive.length + negative.length,
    0,
  );
  return characters <= MAX_KEPT_CHARACTERS;
}

/** What a visit before this one left; whatever is not valid keeps its default. */
export function readStoredDraft(stored: unknown): VectorDraft {
  if (!isRecord(stored)) return INITIAL_DRAFT;
  const { count } = stored;
  return {
    ...INITIAL_DRAFT,
    form: readStoredForm(stored.form),
    count: isCount(count) && count >= 2 ? count : INITIAL_DRAFT.count,
    split: SPLITS.find((each) => each === stored.split) ?? INITIAL_DRAFT.split,
    method: FIT_METHODS.find((each) => each === stored.method) ?? INITIAL_DRAFT.method,
    edited: readStoredTable(stored.edited),
  };
}

/** Read as a file would be; a table that is not valid is none. */
function readStoredTable(stored: unknown): EditedTable | null {
  if (!isRecord(stored) || !Array.isArray(stored.rows) || !stored.rows.every(isRecord)) return null;
  try {
    const { rows } = readPairsJsonl(writePairsJsonl(stored.rows as unknown as PairRow[]));
    return { rows, fileName: typeof stored.fileName === 'string' ? stored.fileName : null };
  } catch {
    return null;
  }
}
