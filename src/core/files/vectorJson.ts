/** Steering vectors as JSON: for people who want to read the numbers, and for tools without a safetensors reader. */
import { show } from '../show.ts';
import type { SteeringVector } from '../steering/types.ts';
import {
  checkSizes,
  checkVector,
  checkVersion,
  corrupt,
  FORMAT_VERSION,
  perLayer,
  readOrigin,
  type VectorFile,
  type VectorOrigin,
} from './vectorFile.ts';

const FORMAT = 'tiller-steering-vector';
/** Digits that bring every float32 back to the same bits. */
const FLOAT32_DIGITS = 9;
/** @throws TillerError `file_corrupt` when the vector's sizes or values are not valid */
export function writeVectorJson(vector: SteeringVector, origin: VectorOrigin = {}): string {
  checkVector(vector);
  const { name, modelId, method, numLayers, hiddenSize, direction } = vector;
  const known = perLayer(vector).filter(([, values]) => !values.every(Number.isNaN));
  return JSON.stringify({
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    name,
    modelId,
    method,
    numLayers,
    hiddenSize,
    origin,
    ...Object.fromEntries(known.map(([field, values]) => [field, toNumbers(values)])),
    direction: Array.from({ length: numLayers }, (_, layer) =>
      toNumbers(direction.subarray(layer * hiddenSize, (layer + 1) * hiddenSize)),
    ),
  });
}

/**
 * @throws TillerError `file_corrupt` for text that is not JSON, is no steering vector or holds invalid values
 */
export function readVectorJson(text: string): VectorFile {
  const file = parse(text);
  if (file.format !== FORMAT) throw corrupt(`the file's format is ${show(file.format)}`);
  checkVersion(numberIn(file.formatVersion));
  const numLayers = numberIn(file.numLayers);
  const hiddenSize = numberIn(file.hiddenSize);
  checkSizes(numLayers, hiddenSize);
  const { direction } = file;
  if (!Array.isArray(direction) || direction.length !== numLayers) {
    throw corrupt(`"direction" is not a list of ${numLayers} layers`);
  }
  const rows = direction.map((row, layer) => toFloats(row, `direction[${layer}]`));
  const uneven = rows.findIndex((row) => row.length !== hiddenSize);
  if (uneven >= 0)
    throw corrupt(`direction[${uneven}] has ${rows[uneven]!.length} values, expected ${hiddenSize}`);
  const optional = (field: 'pairConsistency' | 'spread' | 'separation') =>
    file[field] === undefined ? undefined : toFloats(file[field], field);
  const spread = optional('spread');
  const separation = optional('separation');
  const vector = checkVector({
    name: textOr(file.name, ''),
    modelId: textOr(file.modelId, ''),
    method: textOr(file.method, 'unknown'),
    numLayers,
    hiddenSize,
    direction: Float32Array.from(rows.flatMap((row) => [...row])),
    meanDifferenceNorm: toFloats(file.meanDifferenceNorm, 'meanDifferenceNorm'),
    projectionPositive: toFloats(file.projectionPositive, 'projectionPositive'),
    projectionNegative: toFloats(file.projectionNegative, 'projectionNegative'),
    pairConsistency: optional('pairConsistency') ?? new Float32Array(numLayers).fill(Number.NaN),
    ...(spread ? { spread } : {}),
    ...(separation ? { separation } : {}),
  });
  return { vector, origin: readOrigin(file.origin ?? {}, numLayers) };
}

function parse(text: string): Record<string, unknown> {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    throw corrupt('the text is not JSON');
  }
  if (!isRecord(file)) throw corrupt('the file is not a JSON object');
  return file;
}

function toNumbers(values: Float32Array): number[] {
  return Array.from(values, (value) => Number(value.toPrecision(FLOAT32_DIGITS)));
}

function toFloats(value: unknown, name: string): Float32Array {
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'number')) {
    throw corrupt(`"${name}" is not a list of numbers`);
  }
  return Float32Array.from(value);
}

/** NaN for anything but a number: `Number` turns lists into texts first, however deep they are. */
function numberIn(value: unknown): number {
  return typeof value === 'number' ? value : Number.NaN;
}

function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' ? value : fallback;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
