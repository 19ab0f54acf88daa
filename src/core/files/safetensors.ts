/** Steering vectors as safetensors files: the numbers as tensors, the origin as metadata. */
import type { Operator, SteeringVector } from '../steering/types.ts';
import { readTensorFile, type Tensor, writeTensorFile } from './tensorFile.ts';
import {
  checkOrigin,
  checkSizes,
  checkVector,
  checkVersion,
  corrupt,
  entriesOf,
  FORMAT_VERSION,
  type VectorFile,
  type VectorOrigin,
} from './vectorFile.ts';

/** Tensors [numLayers] that a file must have, and those it may have, by the vector's field. */
const REQUIRED = {
  meanDifferenceNorm: 'mean_difference_norm',
  projectionPositive: 'projection_positive',
  projectionNegative: 'projection_negative',
} as const;
const OPTIONAL = { pairConsistency: 'pair_consistency', spread: 'spread', separation: 'separation' } as const;

/** Metadata keys of the origin, by field. */
const TEXT_KEYS = {
  modelRevision: 'model_revision',
  modelDtype: 'model_dtype',
  modelSha256: 'model_sha256',
  tokenizerSha256: 'tokenizer_sha256',
  chatTemplateSha256: 'chat_template_sha256',
  readPosition: 'read_position',
  pairsSha256: 'pairs_sha256',
} as const;

/**
 * The same vector and origin give the same bytes.
 * @throws TillerError `file_corrupt` when the vector's sizes or values are not valid
 */
export function writeSteeringVector(
  vector: SteeringVector,
  origin: VectorOrigin = {},
): Uint8Array<ArrayBuffer> {
  checkVector(vector);
  const { numLayers, hiddenSize, direction } = vector;
  const tensors = new Map<string, Tensor>([
    ['direction', { shape: [numLayers, hiddenSize], data: direction }],
  ]);
  for (const [field, name] of entriesOf({ ...REQUIRED, ...OPTIONAL })) {
    const data = vector[field];
    // NaN stands for "not known", which a file says by leaving the tensor out
    if (data && !data.every(Number.isNaN)) tensors.set(name, { shape: [numLayers], data });
  }
  const metadata: Record<string, string> = {
    format: 'tiller-steering-vector',
    format_version: String(FORMAT_VERSION),
    name: vector.name,
    model_id: vector.modelId,
    method: vector.method,
  };
  for (const [field, key] of entriesOf(TEXT_KEYS)) {
    const text = origin[field];
    if (text !== undefined) metadata[key] = text;
  }
  if (origin.bestLayer !== undefined) metadata.best_layer = String(origin.bestLayer);
  if (origin.operator !== undefined) metadata.operator = origin.operator;
  if (origin.strength !== undefined) metadata.strength = String(origin.strength);
  return writeTensorFile({ tensors, metadata });
}

/**
 * @throws TillerError `file_corrupt` for a file that is damaged, is no steering vector or holds invalid values
 */
export function readSteeringVector(bytes: Uint8Array): SteeringVector {
  return readVectorSafetensors(bytes).vector;
}

/**
 * The vector with its origin. `pairConsistency` is NaN in all layers where the file does not hold it.
 * @throws as `readSteeringVector`
 */
export function readVectorSafetensors(bytes: Uint8Array): VectorFile {
  const { tensors, metadata } = readTensorFile(bytes);
  if (metadata.format_version !== undefined) checkVersion(Number(metadata.format_version));
  const direction = tensors.get('direction');
  const [numLayers, hiddenSize, ...others] = direction?.shape ?? [];
  if (!direction || numLayers === undefined || hiddenSize === undefined || others.length > 0) {
    throw corrupt('it has no tensor "direction" of shape [layers, hidden size]');
  }
  checkSizes(numLayers, hiddenSize);
  const find = (name: string): Float32Array | undefined => {
    const tensor = tensors.get(name);
    if (tensor && tensor.shape.length !== 1) {
      throw corrupt(`tensor "${name}" has shape [${tensor.shape.join(', ')}], expected [${numLayers}]`);
    }
    return tensor?.data;
  };
  const need = (name: string): Float32Array => {
    const data = find(name);
    if (!data) throw corrupt(`it has no tensor "${name}"`);
    return data;
  };
  const spread = find(OPTIONAL.spread);
  const separation = find(OPTIONAL.separation);
  const vector = checkVector({
    name: metadata.name ?? '',
    modelId: metadata.model_id ?? '',
    method: metadata.method ?? 'unknown',
    numLayers,
    hiddenSize,
    direction: direction.data,
    meanDifferenceNorm: need(REQUIRED.meanDifferenceNorm),
    projectionPositive: need(REQUIRED.projectionPositive),
    projectionNegative: need(REQUIRED.projectionNegative),
    pairConsistency: find(OPTIONAL.pairConsistency) ?? new Float32Array(numLayers).fill(Number.NaN),
    ...(spread ? { spread } : {}),
    ...(separation ? { separation } : {}),
  });
  return { vector, origin: readOrigin(metadata, numLayers) };
}

function readOrigin(metadata: Record<string, string>, numLayers: number): VectorOrigin {
  const origin: VectorOrigin = {};
  for (const [field, key] of entriesOf(TEXT_KEYS)) {
    const text = metadata[key];
    if (text !== undefined) origin[field] = text;
  }
  // Whether these are what they should be is checked together with the JSON form's.
  if (metadata.best_layer !== undefined) origin.bestLayer = parseNumber(metadata.best_layer);
  if (metadata.operator !== undefined) origin.operator = metadata.operator as Operator;
  if (metadata.strength !== undefined) origin.strength = parseNumber(metadata.strength);
  return checkOrigin(origin, numLayers);
}

/** NaN for anything but a number written out, an empty text above all, which `Number` takes for 0. */
function parseNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
