/** What every file form of a steering vector shares: its origin beside the numbers, and what makes the numbers valid. */
import { TillerError } from '../errors.ts';
import { MAX_HIDDEN, MAX_LAYERS } from '../limits.ts';
import { show } from '../show.ts';
import { project } from '../steering/operators.ts';
import type { Operator, SteeringVector } from '../steering/types.ts';

/** Files of a later version are refused: their numbers may mean something else. */
export const FORMAT_VERSION = 1;

/** Where a vector comes from and how it is best used. Everything may be unknown. */
export interface VectorOrigin {
  modelRevision?: string;
  modelDtype?: string;
  /** of the file that holds the model's graph, hex */
  modelSha256?: string;
  /** of the vocabulary, hex: see `ModelInfo` */
  tokenizerSha256?: string;
  /** hex */
  chatTemplateSha256?: string;
  /** where hidden states were read, for example `last prompt token` */
  readPosition?: string;
  /** of the contrast pairs as JSON, hex */
  pairsSha256?: string;
  bestLayer?: number;
  operator?: Operator;
  strength?: number;
}

export interface VectorFile {
  vector: SteeringVector;
  origin: VectorOrigin;
}

/** Rows are float32 and stored as such; another tool's rounding of unit rows stays well below this. */
const UNIT_TOLERANCE = 1e-3;

/**
 * A row of zeros says that there is no direction at its layer; the mean difference is 0 there, and some layer has one.
 * @throws TillerError `file_corrupt` when a size does not fit, a value is not finite or a row has not length 1
 */
export function checkVector(vector: SteeringVector): SteeringVector {
  const { numLayers, hiddenSize, direction } = vector;
  const expectFinite = (name: string, values: Float32Array) => {
    const at = values.findIndex((value) => !Number.isFinite(value));
    if (at >= 0) throw corrupt(`${name} holds ${values[at]} at position ${at}`);
  };
  checkSizes(numLayers, hiddenSize);
  if (direction.length !== numLayers * hiddenSize) {
    throw corrupt(`direction has ${direction.length} values, expected ${numLayers} x ${hiddenSize}`);
  }
  expectFinite('direction', direction);
  for (const [name, values] of perLayer(vector)) {
    if (values.length !== numLayers) {
      throw corrupt(`${name} has ${values.length} values, expected one for each of ${numLayers} layers`);
    }
    // NaN in all layers is how "the file does not say" is kept
    const isUnknown = name === 'pairConsistency' && values.every(Number.isNaN);
    if (!isUnknown) expectFinite(name, values);
  }
  if (direction.every((value) => value === 0)) throw corrupt('it has no direction at any layer');
  for (let layer = 0; layer < numLayers; layer++) {
    const row = direction.subarray(layer * hiddenSize, (layer + 1) * hiddenSize);
    const length = Math.sqrt(project(row, row));
    if (length === 0 && vector.meanDifferenceNorm[layer] === 0) continue;
    if (Math.abs(length - 1) > UNIT_TOLERANCE) {
      throw corrupt(`the direction at layer ${layer} has length ${length.toPrecision(4)}, expected 1`);
    }
  }
  return vector;
}

/** @throws TillerError `file_corrupt` unless both are whole numbers from 1 up to what decoders have */
export function checkSizes(numLayers: number, hiddenSize: number): void {
  const isSize = (value: number, most: number) => Number.isInteger(value) && value >= 1 && value <= most;
  if (isSize(numLayers, MAX_LAYERS) && isSize(hiddenSize, MAX_HIDDEN)) return;
  throw corrupt(`it has ${numLayers} layers of size ${hiddenSize}`);
}

/** The arrays with one value a layer, those that are there. */
export function perLayer(vector: SteeringVector): [string, Float32Array][] {
  const { meanDifferenceNorm, projectionPositive, projectionNegative, pairConsistency, spread, separation } =
    vector;
  return [
    ['meanDifferenceNorm', meanDifferenceNorm],
    ['projectionPositive', projectionPositive],
    ['projectionNegative', projectionNegative],
    ['pairConsistency', pairConsistency],
    ...(spread ? [['spread', spread] satisfies [string, Float32Array]] : []),
    ...(separation ? [['separation', separation] satisfies [string, Float32Array]] : []),
  ];
}

const OPERATORS: readonly unknown[] = ['add', 'setProjection', 'ablate'] satisfies Operator[];

/**
 * @throws TillerError `file_corrupt` for a best layer the vector does not have, an unknown operator, or a strength that
 *   is no number
 */
export function checkOrigin(origin: VectorOrigin, numLayers: number): VectorOrigin {
  const { bestLayer, operator, strength } = origin;
  if (bestLayer !== undefined && !(Number.isInteger(bestLayer) && bestLayer >= 0 && bestLayer < numLayers)) {
    throw corrupt(`its best layer is ${show(bestLayer)}, but it has layers 0 to ${numLayers - 1}`);
  }
  if (operator !== undefined && !OPERATORS.includes(operator))
    throw corrupt(`its operator is ${show(operator)}`);
  if (strength !== undefined && !Number.isFinite(strength))
    throw corrupt(`its strength is ${show(strength)}`);
  return origin;
}

const ORIGIN_TEXTS = [
  'modelRevision',
  'modelDtype',
  'modelSha256',
  'tokenizerSha256',
  'chatTemplateSha256',
  'readPosition',
  'pairsSha256',
] as const;

/**
 * An origin as JSON or a database has it.
 * @returns a copy of what is known of it
 * @throws TillerError `file_corrupt` as `checkOrigin`, and for texts that are none
 */
export function readOrigin(value: unknown, numLayers: number): VectorOrigin {
  if (!isRecord(value)) throw corrupt('"origin" is not an object');
  const origin: VectorOrigin = {};
  for (const field of ORIGIN_TEXTS) {
    const text = value[field];
    if (text === undefined) continue;
    if (typeof text !== 'string') throw corrupt(`origin.${field} is not a text`);
    origin[field] = text;
  }
  const { bestLayer, operator, strength } = value;
  // `checkOrigin` refuses whatever is not of these types.
  if (bestLayer !== undefined) origin.bestLayer = bestLayer as NonNullable<VectorOrigin['bestLayer']>;
  if (operator !== undefined) origin.operator = operator as NonNullable<VectorOrigin['operator']>;
  if (strength !== undefined) origin.strength = strength as NonNullable<VectorOrigin['strength']>;
  return checkOrigin(origin, numLayers);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws TillerError `file_corrupt` for a version this program does not know */
export function checkVersion(version: number): void {
  if (version === FORMAT_VERSION) return;
  throw corrupt(`it has format version ${version}, this program reads version ${FORMAT_VERSION}`);
}

export function corrupt(reason: string): TillerError {
  return new TillerError('file_corrupt', `expected a steering vector, but ${reason}. Export the file again.`);
}

/** `Object.entries` that keeps the keys' type: for closed tables. */
export function entriesOf<K extends string>(table: Readonly<Record<K, string>>): [K, string][] {
  return Object.entries(table) as [K, string][];
}
