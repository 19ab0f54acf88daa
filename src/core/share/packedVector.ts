/**
 * A steering vector small enough for a link: the directions of the layers that are used, at eight bits a value, and the
 * two mean projections there. Thirty-two values share one scale (a direction often has a few values far above the
 * others, which one scale for all would serve at the cost of the rest): on all shipped vectors and layers the cosine
 * with the original is at least 0.99995, against 0.9995 with a single scale.
 */
import { joined } from '../bytes.ts';
import { checkVector } from '../files/vectorFile.ts';
import { directionAt } from '../steering/strength.ts';
import type { SteeringVector } from '../steering/types.ts';
import { unitDirection } from '../steering/unit.ts';
import { fromBase64, toBase64Url } from './base64.ts';
import { invalidSession } from './invalid.ts';

export interface PackedVector {
  name: string;
  modelId: string;
  method: string;
  numLayers: number;
  hiddenSize: number;
  /** ascending; the vector has a direction at these and no others */
  layers: number[];
  /** base64 of the rows: for every 32 values their scale (uint16, little-endian), then one int8 each */
  rows: string;
  /** one a layer of `layers` */
  projectionPositive: number[];
  /** one a layer of `layers` */
  projectionNegative: number[];
}

/** Values that share a scale */
const BLOCK = 32;
const SCALE_BYTES = 2;
const MAX_INT8 = 127;
const MAX_SCALE = 65_535;
/** Far more exact than eight bits are. */
const PROJECTION_DIGITS = 6;
/** Values of the whole vector once unpacked: twice the deepest and widest public decoder. Bounds what a link can claim. */
const MAX_VALUES = 2 ** 22;

/** @throws TillerError `layer_out_of_range`, or `direction_invalid` for a layer at which the vector has no direction */
export function packVector(vector: SteeringVector, layers: readonly number[]): PackedVector {
  const { name, modelId, method, numLayers, hiddenSize } = vector;
  const used = [...new Set(layers)].sort((a, b) => a - b);
  const rows = used.map((layer) => packRow(unitDirection(directionAt(vector, layer), hiddenSize)));
  const short = (values: Float32Array) =>
    used.map((layer) => Number(values[layer]!.toPrecision(PROJECTION_DIGITS)));
  return {
    ...{ name, modelId, method, numLayers, hiddenSize },
    layers: used,
    rows: toBase64Url(joined(rows)),
    projectionPositive: short(vector.projectionPositive),
    projectionNegative: short(vector.projectionNegative),
  };
}

/**
 * The vector with rows of zeros at all layers that are not held, as vectors from other files have them.
 * @throws TillerError `session_invalid` when sizes, layers and rows do not fit each other
 */
export function unpackVector(packed: PackedVector): SteeringVector {
  const { name, modelId, method, numLayers, hiddenSize, layers } = packed;
  if (numLayers * hiddenSize > MAX_VALUES) {
    throw invalidSession(
      `a vector of ${numLayers} layers of ${hiddenSize} values is larger than any known model's`,
    );
  }
  const isAscending = layers.every((layer, i) => layer < numLayers && layer > (layers[i - 1] ?? -1));
  const counts = [packed.projectionPositive.length, packed.projectionNegative.length];
  if (layers.length === 0 || !isAscending || counts.some((count) => count !== layers.length)) {
    throw invalidSession(
      `the layers of the vector "${name}" do not fit its ${numLayers} layers or its projections`,
    );
  }
  const bytes = fromBase64(packed.rows);
  const rowBytes = hiddenSize + SCALE_BYTES * Math.ceil(hiddenSize / BLOCK);
  if (bytes?.length !== layers.length * rowBytes) {
    throw invalidSession(`the directions of the vector "${name}" are damaged`);
  }
  const direction = new Float32Array(numLayers * hiddenSize);
  const perLayer = () => new Float32Array(numLayers);
  const vector: SteeringVector = {
    ...{ name, modelId, method, numLayers, hiddenSize, direction },
    meanDifferenceNorm: perLayer(),
    projectionPositive: perLayer(),
    projectionNegative: perLayer(),
    pairConsistency: perLayer().fill(Number.NaN),
  };
  layers.forEach((layer, i) => {
    const row = unpackRow(bytes.subarray(i * rowBytes, (i + 1) * rowBytes), hiddenSize);
    if (row.every((value) => value === 0))
      throw invalidSession(`the vector "${name}" is zero at layer ${layer}`);
    direction.set(unitDirection(row, hiddenSize), layer * hiddenSize);
    vector.projectionPositive[layer] = packed.projectionPositive[i]!;
    vector.projectionNegative[layer] = packed.projectionNegative[i]!;
    const gap = packed.projectionPositive[i]! - packed.projectionNegative[i]!;
    // With mean differences this is the very norm; a layer that is held never has 0.
    vector.meanDifferenceNorm[layer] = Math.abs(gap) || 1;
  });
  return checkVector(vector);
}

/** @param unit [hiddenSize], no value above 1 */
function packRow(unit: Float64Array): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let start = 0; start < unit.length; start += BLOCK) {
    const values = unit.subarray(start, start + BLOCK);
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const scale = Math.ceil(largest * MAX_SCALE);
    const block = new Uint8Array(SCALE_BYTES + values.length);
    block.set([scale & 255, scale >> 8]);
    if (scale > 0) {
      const step = scale / MAX_SCALE / MAX_INT8;
      block.set(
        Int8Array.from(values, (value) => Math.round(value / step)),
        SCALE_BYTES,
      );
    }
    blocks.push(block);
  }
  return joined(blocks);
}

function unpackRow(bytes: Uint8Array, hiddenSize: number): Float64Array {
  const row = new Float64Array(hiddenSize);
  let at = 0;
  for (let start = 0; start < hiddenSize; start += BLOCK) {
    const scale = bytes[at]! | (bytes[at + 1]! << 8);
    at += SCALE_BYTES;
    for (let i = start; i < Math.min(start + BLOCK, hiddenSize); i++) {
      // two's complement
      const value = (bytes[at++]! << 24) >> 24;
      row[i] = (value * scale) / MAX_SCALE / MAX_INT8;
    }
  }
  return row;
}
