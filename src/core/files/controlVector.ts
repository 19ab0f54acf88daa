/**
 * Steering vectors as GGUF control vectors, the form that repeng writes and llama.cpp loads with `--control-vector`.
 *
 * What the form is: `general.architecture` = "controlvector", `controlvector.model_hint`, `controlvector.layer_count`, and
 * float32 tensors `direction.N` of one axis. N is the 0-based decoder block, as everywhere in Tiller: llama.cpp adds
 * `direction.N` to the output of block N, and has no place for block 0 (`llama_adapter_cvec`: "there's never a tensor for
 * layer 0"; a file with `direction.0` is refused). repeng's layer i is hidden_states[i + 1], the same block.
 * Sources: llama.cpp src/llama-adapter.cpp, common/common.cpp; repeng repeng/extract.py (`export_gguf`).
 *
 * What the numbers are: llama.cpp adds scale x tensor at every position. Each tensor is the direction times
 * (projectionPositive - projectionNegative), so that scale 1 there is `add` at strength 1 here. Directions of every layer
 * in a file act at once there; here one layer acts. For the same effect write the one layer, or give
 * `--control-vector-layer-range L L`.
 *
 * What is lost: where plain prompts lie. A file that is read has projectionNegative 0 and projectionPositive = the
 * tensor's length: `add` keeps its strengths, `setProjection` and separation mean nothing. Layers without a tensor (block
 * 0 always) have a row of zeros and norm 0.
 */
import { TillerError } from '../errors.ts';
import { MAX_HIDDEN, MAX_LAYERS } from '../limits.ts';
import { project } from '../steering/operators.ts';
import { directionAt, strengthToValue } from '../steering/strength.ts';
import type { SteeringVector } from '../steering/types.ts';
import { unitDirection } from '../steering/unit.ts';
import { type GgufValue, readGguf, writeGguf } from './gguf.ts';
import type { Tensor } from './tensorFile.ts';
import {
  checkOrigin,
  checkVector,
  corrupt,
  entriesOf,
  type VectorFile,
  type VectorOrigin,
} from './vectorFile.ts';

const ARCHITECTURE = 'controlvector';
const TENSOR_NAME = /^direction\.(\d{1,6})$/;

/** Keys of our own: other programs read past them. */
const KEYS = {
  numLayers: 'tiller.num_layers',
  modelId: 'tiller.model_id',
  method: 'tiller.method',
  bestLayer: 'tiller.best_layer',
  strength: 'tiller.strength',
} as const;
const TEXT_KEYS = {
  modelRevision: 'tiller.model_revision',
  modelDtype: 'tiller.model_dtype',
  modelSha256: 'tiller.model_sha256',
  tokenizerSha256: 'tiller.tokenizer_sha256',
  chatTemplateSha256: 'tiller.chat_template_sha256',
  readPosition: 'tiller.read_position',
  pairsSha256: 'tiller.pairs_sha256',
} as const;

export interface GgufOptions {
  /** default `all` that can be written; or one layer */
  layers?: 'all' | number;
  /** what llama.cpp calls the model's architecture, for example `llama`; default: the model's id */
  modelHint?: string;
}

/**
 * Layers whose two mean projections are equal have nothing to add and are left out.
 * @throws TillerError `file_corrupt` when the vector is not valid; `layer_out_of_range` for a layer it does not have;
 *   `bad_request` for layer 0, which the form cannot hold; `direction_invalid` when nothing is left to write
 */
export function writeVectorGguf(
  vector: SteeringVector,
  origin: VectorOrigin = {},
  { layers = 'all', modelHint = vector.modelId }: GgufOptions = {},
): Uint8Array<ArrayBuffer> {
  checkVector(vector);
  const { numLayers, hiddenSize } = vector;
  if (layers === 0) {
    throw new TillerError(
      'bad_request',
      'a GGUF control vector cannot act after the first block (layer 0): choose another layer, or another file form.',
    );
  }
  const wanted = layers === 'all' ? Array.from({ length: numLayers - 1 }, (_, i) => i + 1) : [layers];
  const tensors = new Map<string, Tensor>();
  for (const layer of wanted) {
    const gap = strengthToValue(vector, layer, 'add', 1);
    if (gap === 0) continue;
    const data = directionAt(vector, layer).map((value) => value * gap);
    tensors.set(`direction.${layer}`, { shape: [hiddenSize], data });
  }
  if (tensors.size === 0) {
    throw new TillerError(
      'direction_invalid',
      'there is nothing to write: instructed and plain prompts project alike at the layers asked for.',
    );
  }
  const { bestLayer, operator, strength } = origin;
  const metadata = new Map<string, GgufValue>([
    ['general.architecture', ARCHITECTURE],
    ['general.name', vector.name],
    ['controlvector.model_hint', modelHint],
    ['controlvector.layer_count', tensors.size],
    [KEYS.numLayers, numLayers],
    [KEYS.modelId, vector.modelId],
    [KEYS.method, vector.method],
  ]);
  for (const [field, key] of entriesOf(TEXT_KEYS)) {
    const text = origin[field];
    if (text !== undefined) metadata.set(key, text);
  }
  if (bestLayer !== undefined && tensors.has(`direction.${bestLayer}`))
    metadata.set(KEYS.bestLayer, bestLayer);
  // the strength of another operator would mean something else
  if (operator === 'add' && strength !== undefined) metadata.set(KEYS.strength, String(strength));
  return writeGguf({ metadata, tensors });
}

/**
 * @param modelLayers layers of the model it is meant for, where the file does not say; default: as many as it implies
 * @returns the vector; the origin's operator is `add`
 * @throws TillerError `file_corrupt` for a file that is damaged, is no control vector or holds invalid values
 */
export function readVectorGguf(bytes: Uint8Array, modelLayers?: number): VectorFile {
  const { metadata, tensors } = readGguf(bytes);
  const text = (key: string): string | undefined => {
    const value = metadata.get(key);
    if (value === undefined || typeof value === 'string') return value;
    throw corrupt(`its "${key}" is not a text`);
  };
  const architecture = text('general.architecture');
  if (architecture !== ARCHITECTURE) {
    throw corrupt(`the file holds "${architecture?.slice(0, 40)}", not a control vector`);
  }
  const rows = rowsOf(tensors);
  const numLayers = layersOf(metadata, [...rows.keys()], modelLayers);
  const hiddenSize = rows.values().next().value!.length;
  const direction = new Float32Array(numLayers * hiddenSize);
  const norms = new Float32Array(numLayers);
  for (const [layer, row] of rows) {
    const norm = Math.sqrt(project(row, row));
    if (!Number.isFinite(norm)) throw corrupt(`direction.${layer} holds values that are not finite`);
    if (norm === 0) continue;
    direction.set(unitDirection(row, hiddenSize), layer * hiddenSize);
    norms[layer] = norm;
  }
  const vector = checkVector({
    name: text('general.name') ?? '',
    modelId: text(KEYS.modelId) ?? text('controlvector.model_hint') ?? '',
    method: text(KEYS.method) ?? 'unknown',
    numLayers,
    hiddenSize,
    direction,
    meanDifferenceNorm: norms,
    projectionPositive: norms.slice(),
    projectionNegative: new Float32Array(numLayers),
    pairConsistency: new Float32Array(numLayers).fill(Number.NaN),
  });
  return { vector, origin: readOrigin(metadata, text, [...rows.keys()], numLayers) };
}

/** [hiddenSize] by layer. */
function rowsOf(tensors: Map<string, Tensor>): Map<number, Float32Array> {
  const rows = new Map<number, Float32Array>();
  let size: number | undefined;
  for (const [name, { shape, data }] of tensors) {
    const layer = Number(TENSOR_NAME.exec(name)?.[1]);
    if (!(layer >= 1 && layer < MAX_LAYERS)) {
      throw corrupt(`its tensor "${name.slice(0, 60)}" is not direction.1 to direction.${MAX_LAYERS - 1}`);
    }
    if (rows.has(layer)) throw corrupt(`it holds layer ${layer} twice`);
    size ??= data.length;
    if (shape.length !== 1 || data.length !== size || size > MAX_HIDDEN) {
      throw corrupt(
        `its tensor "${name}" has shape [${shape.join(', ')}], expected one axis of ${size} values`,
      );
    }
    rows.set(layer, data);
  }
  if (rows.size === 0) throw corrupt('it holds no direction');
  return rows;
}

/**
 * repeng and llama.cpp count the tensors, one for every block but the first; a file of fewer tensors says no more than
 * that its model has the blocks it names.
 */
function layersOf(metadata: Map<string, GgufValue>, layers: number[], modelLayers = 0): number {
  const fewest = Math.max(...layers) + 1;
  const count = Number(metadata.get('controlvector.layer_count') ?? 0);
  const said = metadata.get(KEYS.numLayers);
  const numLayers = said === undefined ? Math.max(fewest, count + 1, modelLayers) : Number(said);
  if (Number.isInteger(numLayers) && numLayers >= fewest && numLayers <= MAX_LAYERS) return numLayers;
  throw corrupt(`it says that it has ${numLayers} layers, and holds layer ${fewest - 1}`);
}

function readOrigin(
  metadata: Map<string, GgufValue>,
  text: (key: string) => string | undefined,
  layers: readonly number[],
  numLayers: number,
): VectorOrigin {
  const origin: VectorOrigin = { operator: 'add' };
  for (const [field, key] of entriesOf(TEXT_KEYS)) {
    const value = text(key);
    if (value !== undefined) origin[field] = value;
  }
  const best = metadata.get(KEYS.bestLayer) ?? (layers.length === 1 ? layers[0] : undefined);
  if (best !== undefined) origin.bestLayer = Number(best);
  const strength = text(KEYS.strength);
  if (strength !== undefined) origin.strength = strength.trim() === '' ? Number.NaN : Number(strength);
  return checkOrigin(origin, numLayers);
}
