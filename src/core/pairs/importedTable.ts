/** Rows of a file, whatever its format, on their way to a table: every value is looked at here. */
import { TillerError } from '../errors.ts';
import { freshId, type PairRow, type RowProblem, SPLITS, type Split, tableProblems } from './table.ts';

/** Each row is two prompts to run through the model; the presets are built from 40. */
export const MAX_ROWS = 2000;
/** Some seven pages. The embedded model's context ends at about 30,000 characters. */
export const MAX_TEXT_LENGTH = 20_000;
const MAX_ID_LENGTH = 200;

export const REQUIRED = ['positive', 'negative'] as const;
const OPTIONAL = ['id', 'instructionId', 'split'] as const;
export const COLUMNS = [...REQUIRED, ...OPTIONAL];
export type Column = (typeof COLUMNS)[number];

export interface ImportedTable {
  rows: PairRow[];
  /** what was left out or changed, in words */
  notices: string[];
  /** see `tableProblems` */
  problems: RowProblem[];
}

export interface RawValue {
  value: unknown;
  /** 1-based; not the row's where an earlier field has line breaks */
  line: number;
  /** place in the line, or the name of the field */
  column: number | string;
}

/** One row as found, before its values are looked at. */
export interface RawRow {
  line: number;
  values: ReadonlyMap<Column, RawValue>;
}

/**
 * Rows with everything checked.
 * @param unknown names of columns that were left out
 * @throws TillerError `file_corrupt` with the line, for values that are missing, of another kind or too long
 */
export function tableOf(raw: readonly RawRow[], unknown: readonly string[]): ImportedTable {
  const over = raw[MAX_ROWS];
  if (over) throw rowError(over.line, 1, `there are ${raw.length} rows; a table has at most ${MAX_ROWS}`);
  const givenIds = raw.map((row) => readText(row, 'id', MAX_ID_LENGTH) ?? '');
  const taken = new Set(givenIds);
  const used = new Set<string>();
  let renamed = 0;
  const rows = raw.map((row, index): PairRow => {
    const given = givenIds[index]!;
    const isRepeated = used.has(given);
    if (isRepeated) renamed++;
    const id = given === '' || isRepeated ? freshId(taken) : given;
    taken.add(id);
    used.add(id);
    const instructionId = readText(row, 'instructionId', MAX_ID_LENGTH);
    const split = readSplit(row);
    return {
      id,
      positive: requireText(row, 'positive'),
      negative: requireText(row, 'negative'),
      ...(instructionId === undefined ? {} : { instructionId }),
      ...(split ? { split } : {}),
    };
  });
  const names = unknown.slice(0, 10).map((name) => `"${name.slice(0, 40)}"`);
  if (unknown.length > names.length) names.push(`${unknown.length - names.length} more`);
  const notices = [
    ...(unknown.length > 0
      ? [`Left out, because a table of pairs has no such columns: ${names.join(', ')}.`]
      : []),
    ...(renamed > 0
      ? [`Given a new id, because theirs came before: ${renamed} ${renamed === 1 ? 'row' : 'rows'}.`]
      : []),
  ];
  return { rows, notices, problems: tableProblems(rows) };
}

function requireText(row: RawRow, column: 'positive' | 'negative'): string {
  const text = readText(row, column, MAX_TEXT_LENGTH);
  if (text === undefined) throw rowError(row.line, column, `"${column}" is missing`);
  return text;
}

function readText(row: RawRow, name: Column, maxLength: number): string | undefined {
  const found = row.values.get(name);
  if (!found) return undefined;
  if (typeof found.value !== 'string') throw rowError(found.line, found.column, `"${name}" is not a text`);
  if (found.value.length > maxLength) {
    throw rowError(
      found.line,
      found.column,
      `"${name}" has ${found.value.length} characters, at most ${maxLength} are taken`,
    );
  }
  return found.value;
}

function readSplit(row: RawRow): Split | undefined {
  const text = readText(row, 'split', MAX_ID_LENGTH);
  if (text === undefined) return undefined;
  const split = SPLITS.find((each) => each === text);
  if (split) return split;
  const { line, column } = row.values.get('split')!;
  throw rowError(line, column, `"split" is "${text.slice(0, 40)}"; it should be one of ${SPLITS.join(', ')}`);
}

/** @param column place in the line, or the name of the field */
export function rowError(line: number, column: number | string, problem: string): TillerError {
  const where = typeof column === 'number' ? `, column ${column}` : '';
  return new TillerError('file_corrupt', `Line ${line}${where}: ${problem}.`, { line, column });
}
