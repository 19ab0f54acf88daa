/** Tables of pairs as files: CSV for spreadsheets, JSON lines for programs. */
import { TillerError } from '../errors.ts';
import { type CsvField, csvError, parseCsv, writeCsv } from './csv.ts';
import {
  COLUMNS,
  type Column,
  type ImportedTable,
  MAX_ROWS,
  type RawRow,
  type RawValue,
  REQUIRED,
  rowError,
  tableOf,
} from './importedTable.ts';
import type { PairRow } from './table.ts';

/** A table of `MAX_ROWS` rows with a page (3,000 characters) on each side stays below it. */
export const MAX_BYTES = 16 * 1024 * 1024;
/** More columns are another kind of table. */
const MAX_COLUMNS = 50;

/** @returns header `positive,negative,id,instructionId,split`, then one record a row */
export function writePairsCsv(rows: readonly PairRow[]): string {
  return writeCsv([COLUMNS, ...rows.map((row) => COLUMNS.map((column) => row[column] ?? ''))]);
}

/** One JSON object a line, its fields in the order of the columns. */
export function writePairsJsonl(rows: readonly PairRow[]): string {
  return rows.map((row) => `${JSON.stringify(row, COLUMNS)}\n`).join('');
}

/**
 * A table whose first record names the columns: `positive` and `negative`, in any order, and what `writePairsCsv` writes.
 * @throws TillerError `file_corrupt` with `details.line` and `details.column`, for what is no such table or too large
 */
export function readPairsCsv(file: string | Uint8Array): ImportedTable {
  const [header, ...records] = parseCsv(textOf(file), {
    maxRecords: MAX_ROWS + 1,
    maxFields: MAX_COLUMNS,
  });
  if (!header)
    throw new TillerError('file_corrupt', 'The file is empty: it should begin with "positive,negative".');
  const columns = header.map((field) => columnOf(field));
  const twice = header.find((_, i) => columns[i] !== null && columns.indexOf(columns[i]!) < i);
  if (twice) throw csvError(twice, `the column "${twice.text.slice(0, 40)}" comes twice`);
  for (const name of REQUIRED) {
    if (columns.includes(name)) continue;
    const found = header.map(({ text }) => text).join(',');
    throw csvError(
      { line: 1, column: 1 },
      `the header has no column "${name}", found "${found.slice(0, 80)}"`,
    );
  }
  const raw = records.map((record): RawRow => {
    // parseCsv gives no record without a field.
    const first = record[0]!;
    if (record.length !== header.length) {
      throw csvError(first, `${record.length} fields, but the header has ${header.length}`);
    }
    const values = record.flatMap((field, i) => {
      const column = columns[i];
      // An empty field of an optional column says nothing.
      const isGiven = column === 'positive' || column === 'negative' || field.text !== '';
      return column && isGiven
        ? [[column, { value: field.text, line: field.line, column: field.column }] as const]
        : [];
    });
    return { line: first.line, values: new Map(values) };
  });
  return tableOf(
    raw,
    header.filter((_, i) => columns[i] === null).map(({ text }) => text),
  );
}

/**
 * One object a line with the texts `positive` and `negative`; blank lines are skipped.
 * @throws TillerError `file_corrupt` with `details.line` and `details.column` (the field's name)
 */
export function readPairsJsonl(file: string | Uint8Array): ImportedTable {
  const unknown = new Set<string>();
  const lines = textOf(file)
    .replace(/^\ufeff/, '')
    .split('\n');
  const raw = lines.flatMap((content, at): RawRow[] => {
    const line = at + 1;
    if (content.trim() === '') return [];
    const values: [Column, RawValue][] = [];
    for (const [name, value] of Object.entries(parseObject(content, line))) {
      const column = COLUMNS.find((each) => each === name);
      if (!column) unknown.add(name);
      else if (value !== null) values.push([column, { value, line, column }]);
    }
    return [{ line, values: new Map(values) }];
  });
  return tableOf(raw, [...unknown]);
}

function columnOf({ text }: CsvField): Column | null {
  const name = text.trim().toLowerCase();
  return COLUMNS.find((column) => column.toLowerCase() === name) ?? null;
}

function parseObject(content: string, line: number): object {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw rowError(line, 1, `it is not valid JSON (${(error as Error).message})`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw rowError(line, 1, 'it is not a JSON object');
  }
  return value;
}

/** @throws TillerError `file_corrupt` for what is too large or no UTF-8 */
function textOf(file: string | Uint8Array): string {
  const size = file.length;
  if (size > MAX_BYTES) {
    throw new TillerError(
      'file_corrupt',
      `The file has ${size} bytes; a table of pairs has at most ${MAX_BYTES}.`,
    );
  }
  if (typeof file === 'string') return file;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file);
  } catch {
    throw new TillerError('file_corrupt', 'The file is not text in UTF-8: save it as UTF-8 and try again.');
  }
}
