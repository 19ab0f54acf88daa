/** Generations as files: JSON lines with everything needed to repeat them, read back with the same checks, and CSV. */
import { isRecord, type LineProblem, lineError, readJsonLines } from '../jsonLines.ts';
import { writeCsv } from '../pairs/csv.ts';
import type { InstructionCheck } from '../pairs/instructions.ts';
import type { AppliedVector } from '../steering/setting.ts';
import { strengthToValue } from '../steering/strength.ts';
import type { Operator, Scope } from '../steering/types.ts';
import { CONDITIONS, type Condition } from './conditions.ts';
import type { JudgedAnswer } from './judged.ts';

export interface ModelName {
  id: string;
  revision: string | null;
  dtype: string;
  backend: string;
}

/** A vector put to use, by name: its numbers are in its own file. */
export interface NamedIntervention {
  vector: string;
  layer: number;
  operator: Operator;
  strength: number;
  /** the raw number: target projection or coefficient */
  value: number;
  scope: Scope;
}

/** One generation; one line of the file. */
export interface Generation {
  /** what it was made for, such as an instruction's id */
  task: string;
  model: ModelName;
  condition: Condition;
  /** position in the list of prompts */
  index: number;
  /** the prompt without the instruction in words, and the user's turn as it was put */
  prompt: string;
  asked: string;
  interventions: NamedIntervention[];
  /** as `generate` takes it */
  decoding: Record<string, number>;
  text: string;
  tokens: number;
  words: number;
  finishReason: 'stop' | 'length';
  checks: (InstructionCheck & { strict: boolean; loose: boolean })[];
  repetition: number;
  isDegenerate: boolean;
  perplexity: number | null;
}

export interface GenerationOrigin {
  task: string;
  model: ModelName;
  /** of a prompt, by its position */
  promptOf: (index: number) => { text: string; checks: readonly InstructionCheck[] };
  appliedOf: (condition: Condition) => readonly AppliedVector[];
  decoding: Readonly<Record<string, number>> | object;
}

/** @param answer with a result for each of its prompt's checks */
export function generationOf(answer: JudgedAnswer, origin: GenerationOrigin): Generation {
  const { text: prompt, checks } = origin.promptOf(answer.prompt);
  const { id, revision, dtype, backend } = origin.model;
  return {
    task: origin.task,
    model: { id, revision, dtype, backend },
    condition: answer.condition,
    index: answer.prompt,
    prompt,
    asked: answer.asked,
    interventions: namedInterventions(origin.appliedOf(answer.condition)),
    decoding: { ...origin.decoding },
    text: answer.text,
    tokens: answer.tokens,
    words: answer.words,
    finishReason: answer.finishReason,
    checks: checks.map((check, i) => ({
      ...check,
      strict: answer.results[i]!.strict,
      loose: answer.results[i]!.loose,
    })),
    repetition: answer.repetition,
    isDegenerate: answer.isDegenerate,
    perplexity: answer.perplexity,
  };
}

export function namedInterventions(applied: readonly AppliedVector[]): NamedIntervention[] {
  return applied.map(({ vector, setting }) => ({
    vector: vector.name,
    layer: setting.layer,
    operator: setting.operator,
    strength: setting.strength,
    value: strengthToValue(vector, setting.layer, setting.operator, setting.strength),
    scope: setting.scope ?? 'all',
  }));
}

export function toJsonLines(records: readonly object[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

/** @returns all readable generations, and one problem for each line that is not one; blank lines are skipped */
export function parseGenerations(text: string): { generations: Generation[]; problems: LineProblem[] } {
  const { values, problems } = readJsonLines(text, readGeneration);
  return { generations: values, problems };
}

const TEXTS = ['task', 'prompt', 'asked', 'text'] as const;
const COUNTS = ['index', 'tokens', 'words'] as const;

function readGeneration(fields: Record<string, unknown>, line: number): Generation {
  const fail = (name: string, expected: string) => lineError(line, `"${name}" should be ${expected}`);
  for (const name of TEXTS) if (typeof fields[name] !== 'string') throw fail(name, 'a text');
  for (const name of COUNTS) if (!isCount(fields[name])) throw fail(name, 'a whole number from 0 up');
  if (!CONDITIONS.some((condition) => condition === fields.condition)) {
    throw fail('condition', `one of ${CONDITIONS.join(', ')}`);
  }
  if (fields.finishReason !== 'stop' && fields.finishReason !== 'length') {
    throw fail('finishReason', '"stop" or "length"');
  }
  if (typeof fields.isDegenerate !== 'boolean') throw fail('isDegenerate', 'true or false');
  if (typeof fields.repetition !== 'number') throw fail('repetition', 'a number');
  if (fields.perplexity !== null && typeof fields.perplexity !== 'number') {
    throw fail('perplexity', 'a number or null');
  }
  if (!isRecord(fields.model) || typeof fields.model.id !== 'string')
    throw fail('model', 'an object with an id');
  if (
    !isRecord(fields.decoding) ||
    !Object.values(fields.decoding).every((each) => typeof each === 'number')
  ) {
    throw fail('decoding', 'an object of numbers');
  }
  if (!isListOf(fields.interventions, isIntervention)) throw fail('interventions', 'a list of interventions');
  if (!isListOf(fields.checks, isCheck)) throw fail('checks', 'a list of checks with their verdicts');
  return fields as unknown as Generation;
}

function isIntervention(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value.vector === 'string' &&
    typeof value.operator === 'string' &&
    isCount(value.layer) &&
    typeof value.strength === 'number' &&
    typeof value.value === 'number'
  );
}

function isCheck(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value.instructionId === 'string' &&
    isRecord(value.kwargs) &&
    typeof value.strict === 'boolean' &&
    typeof value.loose === 'boolean'
  );
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

const COLUMNS = [
  'task',
  'model',
  'dtype',
  'condition',
  'index',
  'prompt',
  'asked',
  'interventions',
  'decoding',
  'text',
  'tokens',
  'words',
  'finishReason',
  'strict',
  'loose',
  'repetition',
  'isDegenerate',
  'perplexity',
] as const;

/** One generation a row under a row of names; RFC 4180, so that a text may hold commas, quotes and new lines. */
export function generationsCsv(generations: readonly Generation[]): string {
  const rows = generations.map(
    (each): Record<(typeof COLUMNS)[number], unknown> => ({
      ...each,
      model: each.model.id,
      dtype: each.model.dtype,
      interventions: JSON.stringify(each.interventions),
      decoding: JSON.stringify(each.decoding),
      strict: each.checks.length > 0 ? each.checks.every(({ strict }) => strict) : '',
      loose: each.checks.length > 0 ? each.checks.every(({ loose }) => loose) : '',
    }),
  );
  return toCsv([[...COLUMNS], ...rows.map((row) => COLUMNS.map((column) => row[column]))]);
}

/** Anything that has a text, nothing for null. */
export function toCsv(rows: readonly (readonly unknown[])[]): string {
  return writeCsv(rows.map((row) => row.map((value) => String(value ?? ''))));
}
