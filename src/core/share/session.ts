/**
 * A session: everything that decides what the Playground shows and would write, as plain data. Links and session files
 * carry it; whatever comes in through either is checked here, field by field, and unknown fields are dropped.
 */
import * as v from 'valibot';
import { TillerError } from '../errors.ts';
import { instructionType, validateKwargs } from '../ifeval/index.ts';
import { MAX_HIDDEN, MAX_LAYERS } from '../limits.ts';
import { invalidSession } from './invalid.ts';

/** Sessions of a later version are refused: their fields may mean something else. */
export const SESSION_VERSION = 1;

/** Characters; far above what fits a small model's context. */
const MAX_TEXT = 100_000;
const MAX_NAME = 500;
/** More vectors than anybody can tell the effects of. */
export const MAX_VECTORS = 16;
const MAX_CHECKS = 8;
const MAX_KEPT = 4;
/** Six lanes, and the four conditions. */
const MAX_ANSWERS = 10;
/** base64 characters of a vector file: see MAX_VECTOR_BYTES of the files */
const MAX_FILE = 64 * 2 ** 20;

const text = v.pipe(v.string(), v.maxLength(MAX_TEXT));
const name = v.pipe(v.string(), v.maxLength(MAX_NAME));
const count = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most));
const number = (least: number, most: number) => v.pipe(v.number(), v.minValue(least), v.maxValue(most));
const finite = v.pipe(v.number(), v.finite());
const list = <T extends v.GenericSchema>(item: T, most: number) => v.pipe(v.array(item), v.maxLength(most));

const decoding = v.object({
  maxNewTokens: v.pipe(count(1024), v.minValue(1)),
  /** 0: greedy */
  temperature: number(0, 2),
  /** 0: all tokens */
  topK: count(1000),
  /** 1: all tokens */
  topP: number(0.05, 1),
  /** null: what suits the model */
  repetitionPenalty: v.nullable(number(1, 2)),
  seed: count(2 ** 31 - 1),
});

const packedVector = v.object({
  kind: v.literal('packed'),
  name,
  modelId: name,
  method: name,
  numLayers: v.pipe(count(MAX_LAYERS), v.minValue(1)),
  hiddenSize: v.pipe(count(MAX_HIDDEN), v.minValue(1)),
  layers: list(count(MAX_LAYERS - 1), MAX_LAYERS),
  rows: v.pipe(v.string(), v.maxLength(MAX_FILE)),
  projectionPositive: list(finite, MAX_LAYERS),
  projectionNegative: list(finite, MAX_LAYERS),
});

const source = v.variant('kind', [
  /** one of the shipped vectors, by its id */
  v.object({ kind: v.literal('preset'), id: name }),
  packedVector,
  /** a whole safetensors file of a vector, as base64 */
  v.object({ kind: v.literal('file'), data: v.pipe(v.string(), v.maxLength(MAX_FILE)) }),
]);

const vector = v.object({
  source,
  title: name,
  /** 0-based decoder block */
  layer: count(MAX_LAYERS - 1),
  /** 0 is where plain prompts are, 1 where instructed ones are */
  strength: number(-2, 3),
  operator: v.picklist(['add', 'setProjection', 'ablate']),
  scope: v.picklist(['all', 'prompt', 'generated']),
  isOn: v.boolean(),
});

const check = v.object({
  instructionId: name,
  kwargs: v.record(
    name,
    v.union([finite, v.pipe(v.string(), v.maxLength(MAX_TEXT)), list(name, 100), v.null()]),
  ),
});

const answer = v.object({
  /** of the lanes below; kept ones are counted from 1 */
  lane: v.pipe(v.string(), v.regex(/^(unsteered|steered|words|wordsSteered|kept-[1-9])$/)),
  title: name,
  text,
  /** as the badge says it; empty where nothing judged it */
  verdict: name,
  reason: v.pipe(v.string(), v.maxLength(MAX_TEXT)),
  /** tokens, speed, perplexity: one line */
  numbers: name,
  tokenCount: count(1_000_000),
});

const session = v.object({
  version: v.literal(SESSION_VERSION),
  prompt: text,
  systemPrompt: text,
  decoding,
  /** null: whatever is loaded */
  model: v.nullable(v.object({ id: name, revision: v.nullable(name), dtype: v.nullable(name) })),
  /** in the order in which they act */
  vectors: list(vector, MAX_VECTORS),
  checks: v.object({ followsInstruction: v.boolean(), own: list(check, MAX_CHECKS) }),
  lanes: v.object({
    hasFourConditions: v.boolean(),
    /** settings of the stack that keep a lane of their own */
    kept: list(v.object({ title: name, vectors: list(vector, MAX_VECTORS) }), MAX_KEPT),
  }),
  /** what the lanes wrote; links leave it out */
  answers: list(answer, MAX_ANSWERS),
});

export type Session = v.InferOutput<typeof session>;
export type SharedVector = Session['vectors'][number];
export type SharedAnswer = Session['answers'][number];
export type Decoding = Session['decoding'];

/**
 * @param value of any origin
 * @returns a copy that holds the known fields only
 * @throws TillerError `session_invalid` naming the first field that is not as it should be
 */
export function readSession(value: unknown): Session {
  const version = isRecord(value) ? value.version : undefined;
  if (typeof version === 'number' && version !== SESSION_VERSION) {
    throw invalidSession(`it has version ${version}, this program reads version ${SESSION_VERSION}`);
  }
  const result = v.safeParse(session, value, { abortEarly: true });
  if (!result.success) {
    const [issue] = result.issues;
    const where = v.getDotPath(issue)?.slice(0, 100);
    throw invalidSession(
      `${where ? `"${where}" is not as expected` : 'it holds no session'} (${shortened(issue)})`,
    );
  }
  for (const { instructionId, kwargs } of result.output.checks.own) checkCheck(instructionId, kwargs);
  return result.output;
}

function checkCheck(instructionId: string, kwargs: object): void {
  try {
    const type = instructionType(instructionId);
    // The prompt stands in for a request to repeat that is not given.
    const takesPrompt = type.parameters.some(({ name }) => name === 'prompt_to_repeat');
    validateKwargs(type, takesPrompt ? { prompt_to_repeat: 'the prompt', ...kwargs } : kwargs);
  } catch (error) {
    if (error instanceof TillerError) throw invalidSession(error.message.replace(/[.]$/, ''));
    throw error;
  }
}

/** A message without what was found, which may be very long. */
const shortened = ({ expected, type }: v.BaseIssue<unknown>): string =>
  expected ? `expected ${expected.slice(0, 80)}` : type;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
