/** Reads answers to be scored from JSON lines: IFEval's response files joined with its prompts, and single golden cases. */
import { TillerError } from '../errors.ts';
import { isRecord, type LineProblem, MAX_LINE_LENGTH } from '../jsonLines.ts';

export type { LineProblem };

export interface CheckRequest {
  instructionId: string;
  kwargs: Record<string, unknown>;
}

export interface CheckCase {
  /** 1-based line of the file. */
  line: number;
  /** The line's `id` or `key`, else its number. */
  id: string;
  prompt?: string;
  response: string;
  checks: CheckRequest[];
  /** Verdicts of the published checkers, one for each check. */
  expected?: { strict: boolean[]; loose: boolean[] };
}

/** @returns all readable cases, and one problem for each line that is not one; blank lines are skipped */
export function parseCases(text: string): { cases: CheckCase[]; problems: LineProblem[] } {
  const cases: CheckCase[] = [];
  const problems: LineProblem[] = [];
  let line = 0;
  for (const content of text.replace(/^\ufeff/, '').split('\n')) {
    line++;
    if (content.trim() === '') continue;
    try {
      cases.push(parseCase(content, line));
    } catch (error) {
      problems.push({ line, message: (error as Error).message });
    }
  }
  return { cases, problems };
}

/** @throws TillerError `bad_request`, with the line number, when the line is no JSON or lacks a field */
export function parseCase(content: string, line: number): CheckCase {
  if (content.length > MAX_LINE_LENGTH)
    throw lineError(line, `it is longer than ${MAX_LINE_LENGTH} characters`);
  const fields = parseObject(content, line);
  const { response, prompt } = fields;
  if (typeof response !== 'string') throw lineError(line, 'it has no text field "response"');
  const checks = parseChecks(fields, line);
  const expected = parseExpected(fields, checks.length, line);
  return {
    line,
    id: lineId(fields.id ?? fields.key, line),
    response,
    checks,
    ...(typeof prompt === 'string' ? { prompt } : {}),
    ...(expected ? { expected } : {}),
  };
}

function parseObject(content: string, line: number): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw lineError(line, `it is not valid JSON (${(error as Error).message})`);
  }
  if (!isRecord(value)) throw lineError(line, 'it is not a JSON object');
  return value;
}

/** IFEval's keys are numbers; whatever is no name is left out for the line's number. */
export function lineId(id: unknown, line: number): string {
  return typeof id === 'string' || typeof id === 'number' ? String(id) : `line ${line}`;
}

/**
 * The checks of a line: `instruction_id` and `kwargs`, or the lists `instruction_id_list` and `kwargs`.
 * @throws TillerError `bad_request`, with the line number
 */
export function parseChecks(fields: Record<string, unknown>, line: number): CheckRequest[] {
  const single = typeof fields.instruction_id === 'string';
  const ids = single ? [fields.instruction_id] : fields.instruction_id_list;
  const kwargs = single ? [fields.kwargs ?? {}] : fields.kwargs;
  if (!Array.isArray(ids) || ids.length === 0) {
    throw lineError(line, 'it has neither "instruction_id" nor a list "instruction_id_list"');
  }
  if (!Array.isArray(kwargs) || kwargs.length !== ids.length) {
    throw lineError(line, `"kwargs" should be a list of ${ids.length}, one for each instruction`);
  }
  return ids.map((instructionId: unknown, i) => {
    const own: unknown = kwargs[i] ?? {};
    if (typeof instructionId !== 'string' || !isRecord(own)) {
      throw lineError(line, `instruction ${i + 1} needs a text id and an object of kwargs`);
    }
    return { instructionId, kwargs: own };
  });
}

function parseExpected(fields: Record<string, unknown>, count: number, line: number): CheckCase['expected'] {
  const strict = fields.strict_list ?? (fields.strict === undefined ? undefined : [fields.strict]);
  const loose = fields.loose_list ?? (fields.loose === undefined ? undefined : [fields.loose]);
  if (strict === undefined && loose === undefined) return undefined;
  if (!isVerdicts(strict, count) || !isVerdicts(loose, count)) {
    throw lineError(line, `expected verdicts should be ${count} booleans each, strict and loose`);
  }
  return { strict, loose };
}

function isVerdicts(value: unknown, count: number): value is boolean[] {
  return Array.isArray(value) && value.length === count && value.every((item) => typeof item === 'boolean');
}

function lineError(line: number, problem: string): TillerError {
  return new TillerError('bad_request', `Line ${line} cannot be scored: ${problem}.`, { line });
}
