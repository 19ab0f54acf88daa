/** Comma-separated values as in RFC 4180, strictly read: a file is understood in full or refused with the place. */
import { TillerError } from '../errors.ts';

export interface CsvField {
  text: string;
  /** 1-based place of its first character in the file */
  line: number;
  column: number;
}

/** What ends a plain field, or may not stand in one. */
const SPECIAL = /[",\r\n]/g;

export interface CsvLimits {
  maxRecords: number;
  maxFields: number;
}

/**
 * Records of fields, without empty lines. Lines end in CRLF, LF or CR; a byte order mark at the beginning is left out.
 * @throws TillerError `file_corrupt` with `details.line` and `details.column`, for a quote out of place or never
 *   closed, and at the first record or field beyond the limits
 */
export function parseCsv(text: string, { maxRecords, maxFields }: CsvLimits): CsvField[][] {
  const records: CsvField[][] = [];
  let record: CsvField[] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  let line = 1;
  let lineStart = at;
  const place = () => ({ line, column: at - lineStart + 1 });

  /** Steps over a line end, if there is one at `at`. */
  const lineEnd = (): boolean => {
    if (text[at] !== '\r' && text[at] !== '\n') return false;
    at += text.startsWith('\r\n', at) ? 2 : 1;
    line++;
    lineStart = at;
    return true;
  };

  /** The field whose opening quote is at `at`; two quotes inside stand for one. */
  const quoted = (): string => {
    const start = place();
    let value = '';
    let from = ++at;
    while (at < text.length) {
      if (text[at] === '"') {
        value += text.slice(from, at);
        if (text[at + 1] !== '"') {
          at++;
          return value;
        }
        from = at + 1;
        at += 2;
      } else if (!lineEnd()) at++;
    }
    throw csvError(start, 'the quote that opens here is never closed');
  };

  const plain = (): string => {
    const from = at;
    SPECIAL.lastIndex = at;
    at = SPECIAL.exec(text)?.index ?? text.length;
    if (text[at] === '"') throw csvError(place(), 'a quote inside a field that does not begin with one');
    return text.slice(from, at);
  };

  const field = (): void => {
    if (record.length === maxFields) throw csvError(place(), `more than ${maxFields} fields`);
    const start = place();
    record.push({ text: text[at] === '"' ? quoted() : plain(), ...start });
  };

  while (at < text.length) {
    const isQuoted = text[at] === '"';
    const start = place();
    record = [];
    field();
    while (text[at] === ',') {
      at++;
      field();
    }
    if (at < text.length && !lineEnd()) throw csvError(place(), 'text behind the quote that closes a field');
    if (record.length === 1 && !isQuoted && record[0]?.text === '') continue;
    if (records.length === maxRecords) throw csvError(start, `more than ${maxRecords} lines with values`);
    records.push(record);
  }
  return records;
}

/** Records as text, lines ended by CRLF; fields are quoted where they must be. */
export function writeCsv(records: readonly (readonly string[])[]): string {
  // A single empty field would be an empty line.
  const lines = records.map((record) => record.map(writeField).join(',') || '""');
  return lines.map((line) => `${line}\r\n`).join('');
}

/** Quoted as well: blanks at the ends, which some programs cut, and a byte order mark, which a reader would leave out. */
function writeField(text: string): string {
  return /[",\r\n\ufeff]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csvError({ line, column }: { line: number; column: number }, problem: string): TillerError {
  return new TillerError('file_corrupt', `Line ${line}, column ${column}: ${problem}.`, { line, column });
}
