/** A saved vector: its types, how it is laid out in the database, and what makes a stored one valid. */
import { TillerError } from '../core/errors.ts';
import { checkOrigin, checkVector, readOrigin, type VectorOrigin } from '../core/files/vectorFile.ts';
import type { Instruction, InstructionCheck } from '../core/pairs/instructions.ts';
import { show } from '../core/show.ts';
import type { SteeringSetting } from '../core/steering/setting.ts';
import type { Operator, Scope, SteeringVector } from '../core/steering/types.ts';

/** The two texts of a pair, with whatever else its table keeps. */
export interface SavedPair {
  positive: string;
  negative: string;
}

const OPERATORS: readonly Operator[] = ['add', 'setProjection', 'ablate'];
const SCOPES: readonly Scope[] = ['all', 'prompt', 'generated'];

/** What a list shows: everything but arrays and pairs. */
export interface VectorEntry {
  id: string;
  /** also the vector's own name */
  name: string;
  notes: string;
  /** milliseconds since 1970 */
  createdAt: number;
  updatedAt: number;
  modelId: string;
  method: string;
  numLayers: number;
  hiddenSize: number;
  origin: VectorOrigin;
  /** how it is best used, as far as known */
  setting: SteeringSetting | null;
  /** what the vector stands for; null for an imported one or the result of arithmetic */
  instruction: Instruction | null;
  /** what judges an answer steered with it */
  check: InstructionCheck | null;
  /** 0 where the pairs were not kept */
  pairCount: number;
  /** what it takes in the database, about */
  bytes: number;
}

export interface VectorRecord extends VectorEntry {
  vector: SteeringVector;
  pairs: readonly SavedPair[] | null;
}

/** A vector that is not in the library yet, with what is known about it. */
export interface NewVector {
  /** shown in lists; spaces around it are dropped */
  name: string;
  notes?: string;
  vector: SteeringVector;
  origin?: VectorOrigin;
  setting?: SteeringSetting | null;
  pairs?: readonly SavedPair[] | null;
  instruction?: Instruction | null;
  /** default: the instruction's own */
  check?: InstructionCheck | null;
}

/**
 * @param at milliseconds since 1970
 * @throws TillerError `bad_request` for an empty name, `file_corrupt` for a vector, origin or setting that is not valid
 */
export function newRecord(
  { vector, notes = '', origin = {}, setting = null, pairs = null, instruction = null, ...more }: NewVector,
  id: string,
  at: number,
): VectorRecord {
  const name = checkName(more.name);
  checkVector(vector);
  const { modelId, method, numLayers, hiddenSize } = vector;
  const record: VectorRecord = {
    ...{ id, name, notes, createdAt: at, updatedAt: at, modelId, method, numLayers, hiddenSize },
    ...{ origin: checkOrigin(origin, numLayers), setting, instruction },
    check: more.check === undefined ? (instruction?.check ?? null) : more.check,
    pairCount: pairs?.length ?? 0,
    bytes: sizeOf(vector, pairs),
    vector: { ...vector, name },
    pairs,
  };
  // what could not be read back is not written
  const { entry, data } = splitRecord(record);
  joinRecord(readEntry(id, entry), data);
  return record;
}

export function checkName(name: string): string {
  const trimmed = name.trim();
  if (trimmed !== '') return trimmed;
  throw new TillerError('bad_request', 'a saved vector needs a name: give it one.');
}

type Arrays = Omit<SteeringVector, 'name' | 'modelId' | 'method' | 'numLayers' | 'hiddenSize'>;

/** The part of a record that lists leave out. */
export interface VectorData {
  arrays: Arrays;
  pairs: readonly SavedPair[] | null;
}

/** A record as its two stored parts. */
export function splitRecord({ vector, pairs, ...entry }: VectorRecord): {
  entry: VectorEntry;
  data: VectorData;
} {
  const { name: _n, modelId: _m, method: _k, numLayers: _l, hiddenSize: _h, ...arrays } = vector;
  return { entry, data: { arrays, pairs } };
}

/** What the two parts take, about: arrays as they are, text at one byte a character. */
function sizeOf(vector: SteeringVector, pairs: readonly SavedPair[] | null): number {
  const arrays = Object.values(vector).filter((value) => value instanceof Float32Array);
  const texts = (pairs ?? []).map(({ positive, negative }) => positive.length + negative.length);
  return [...arrays.map(({ byteLength }) => byteLength), ...texts].reduce((sum, size) => sum + size, 0);
}

/** @throws TillerError `file_corrupt`, which names what is wrong */
export function readEntry(id: string, value: unknown): VectorEntry {
  const { name, notes, createdAt, updatedAt, modelId, method, numLayers, hiddenSize, ...rest } = recordOf(
    value,
    'the record',
  );
  if (rest.id !== id) throw damaged(`its id is ${show(rest.id)}`);
  const layers = count(numLayers, 'numLayers', 1);
  return {
    id,
    name: text(name, 'name'),
    notes: text(notes, 'notes'),
    createdAt: count(createdAt, 'createdAt'),
    updatedAt: count(updatedAt, 'updatedAt'),
    modelId: text(modelId, 'modelId'),
    method: text(method, 'method'),
    numLayers: layers,
    hiddenSize: count(hiddenSize, 'hiddenSize', 1),
    origin: readOrigin(rest.origin, layers),
    setting: readSetting(rest.setting, layers),
    instruction: readInstruction(rest.instruction),
    check: readCheck(rest.check),
    pairCount: count(rest.pairCount, 'pairCount'),
    bytes: count(rest.bytes, 'bytes'),
  };
}

/** @throws TillerError `file_corrupt`, which names what is wrong */
export function joinRecord(entry: VectorEntry, value: unknown): VectorRecord {
  const { arrays, pairs } = recordOf(value, 'the data');
  const { direction, meanDifferenceNorm, projectionPositive, projectionNegative, pairConsistency, ...more } =
    recordOf(arrays, 'the arrays');
  const { name, modelId, method, numLayers, hiddenSize } = entry;
  const vector = checkVector({
    name,
    modelId,
    method,
    numLayers,
    hiddenSize,
    direction: floats(direction, 'direction'),
    meanDifferenceNorm: floats(meanDifferenceNorm, 'meanDifferenceNorm'),
    projectionPositive: floats(projectionPositive, 'projectionPositive'),
    projectionNegative: floats(projectionNegative, 'projectionNegative'),
    pairConsistency: floats(pairConsistency, 'pairConsistency'),
    ...(more.spread === undefined ? {} : { spread: floats(more.spread, 'spread') }),
    ...(more.separation === undefined ? {} : { separation: floats(more.separation, 'separation') }),
  });
  return { ...entry, vector, pairs: readPairs(pairs) };
}

function readSetting(value: unknown, numLayers: number): SteeringSetting | null {
  if (value === null) return null;
  const { layer, operator, strength, scope } = recordOf(value, 'setting');
  // the same three facts that a file's origin holds, with the same rules
  const known = readOrigin({ bestLayer: layer, operator, strength }, numLayers);
  const { bestLayer, operator: readOperator, strength: readStrength } = known;
  const readScope = SCOPES.find((each) => each === scope);
  const isComplete = bestLayer !== undefined && readOperator !== undefined && readStrength !== undefined;
  if (!isComplete || (scope !== undefined && !readScope)) throw damaged('its setting is incomplete');
  return {
    ...{ layer: bestLayer, operator: readOperator, strength: readStrength },
    ...(readScope ? { scope: readScope } : {}),
  };
}

function readInstruction(value: unknown): Instruction | null {
  if (value === null) return null;
  const { id, title, family, phrasings, defaultOperator, check, checkNote } = recordOf(value, 'instruction');
  if (!Array.isArray(phrasings) || phrasings.length === 0) throw damaged('its instruction has no phrasings');
  const operator = OPERATORS.find((each) => each === defaultOperator);
  if (!operator) throw damaged(`its instruction has the operator ${show(defaultOperator)}`);
  return {
    id: text(id, 'instruction'),
    title: text(title, 'instruction'),
    // of another version's families nothing depends
    family: text(family, 'instruction') as Instruction['family'],
    phrasings: phrasings.map((phrasing: unknown) => text(phrasing, 'phrasing')) as [string, ...string[]],
    check: readCheck(check),
    ...(checkNote === undefined ? {} : { checkNote: text(checkNote, 'instruction') }),
    defaultOperator: operator,
  };
}

/** Whether there is such a check, and takes such arguments, is looked at where it judges. */
function readCheck(value: unknown): InstructionCheck | null {
  if (value === null) return null;
  const { instructionId, kwargs } = recordOf(value, 'check');
  const given = Object.entries(recordOf(kwargs, "the check's arguments"));
  if (!given.every(([, argument]) => isArgument(argument))) throw damaged('its check has odd arguments');
  return { instructionId: text(instructionId, 'check'), kwargs: Object.fromEntries(given) };
}

function isArgument(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((each) => typeof each === 'string');
  return value === null || typeof value === 'string' || Number.isFinite(value);
}

function readPairs(value: unknown): readonly SavedPair[] | null {
  if (value === null) return null;
  if (!Array.isArray(value)) throw damaged('its pairs are not a list');
  // a gap in a list is no pair either
  return Array.from(value, (pair: unknown) => {
    const { positive, negative, ...more } = recordOf(pair, 'a pair');
    return { ...more, positive: text(positive, 'pair'), negative: text(negative, 'pair') };
  });
}

function recordOf(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw damaged(`${what} is missing`);
}

function text(value: unknown, field: string): string {
  if (typeof value === 'string') return value;
  throw damaged(`its ${field} is no text`);
}

function count(value: unknown, field: string, least = 0): number {
  if (Number.isSafeInteger(value) && (value as number) >= least) return value as number;
  throw damaged(`its ${field} is ${show(value)}`);
}

function floats(value: unknown, field: string): Float32Array {
  if (value instanceof Float32Array) return value;
  throw damaged(`its ${field} is no list of float32`);
}

function damaged(reason: string): TillerError {
  return new TillerError(
    'file_corrupt',
    `this saved vector is damaged: ${reason}. Remove it, or import it again.`,
  );
}
