/** Reads JSON lines: an object a line, each read by itself, so that one bad line does not cost the others. */
import { TillerError } from './errors.ts';

export interface LineProblem {
  /** 1-based */
  line: number;
  /** Says the line number too. */
  message: string;
}

/** A line longer than this is taken for something other than an answer (an answer may have a megabyte, escaped). */
export const MAX_LINE_LENGTH = 16 * 1024 * 1024;
/** More lines are no set of prompts or answers: IFEval has 541 prompts. */
const MAX_LINES = 1_000_000;
/** A file that is something else has a problem in every line: the first ones tell enough. */
const MAX_PROBLEMS = 100;

/**
 * @param read takes a line's object; the message of what it throws becomes the line's problem
 * @returns all readable values, and one problem for each line that is not one (the first 100); blank lines are skipped
 * @throws TillerError `bad_request` for a text of too many lines
 */
export function readJsonLines<T>(
  text: string,
  read: (fields: Record<string, unknown>, line: number) => T,
): { values: T[]; problems: LineProblem[] } {
  const values: T[] = [];
  const problems: LineProblem[] = [];
  const lines = text.replace(/^\ufeff/, '').split('\n');
  if (lines.length > MAX_LINES) {
    throw new TillerError('bad_request', `expected at most ${MAX_LINES} lines, found ${lines.length}.`);
  }
  for (const [index, content] of lines.entries()) {
    if (content.trim() === '') continue;
    const line = index + 1;
    try {
      values.push(read(parseObject(content, line), line));
    } catch (error) {
      if (problems.length === MAX_PROBLEMS) break;
      problems.push({ line, message: (error as Error).message });
    }
  }
  return { values, problems };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws TillerError `bad_request` with the line number */
export function lineError(line: number, problem: string): TillerError {
  return new TillerError('bad_request', `Line ${line} cannot be read: ${problem}.`, { line });
}

function parseObject(content: string, line: number): Record<string, unknown> {
  if (content.length > MAX_LINE_LENGTH)
    throw lineError(line, `it is longer than ${MAX_LINE_LENGTH} characters`);
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw lineError(line, `it is not valid JSON (${(error as Error).message})`);
  }
  if (!isRecord(value)) throw lineError(line, 'it is not a JSON object');
  return value;
}
