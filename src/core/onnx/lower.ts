/**
 * Lowering for the CPU provider of the browser, which has no fast MatMulNBits: each such node becomes a MatMul on float32
 * weights that are dequantised when the runtime asks for them, one tensor at a time, so that the whole float32 model is
 * never held twice. 8-bit weights that a DequantizeLinear would unpack at every step are unpacked in the same way.
 */
import { TillerError } from '../errors.ts';
import { makeExternalTensor, makeNode } from './build.ts';
import {
  dequantiseColumns,
  dequantiseTransposed,
  halvesToFloats,
  type QuantisedWeight,
} from './dequantise.ts';
import { elementTypes } from './elementType.ts';
import { restoreFloatProducts } from './integerProducts.ts';
import { FLOAT, FLOAT16, INT8, type Model, type Node, type Tensor, UINT8 } from './model.ts';

/** Name under which the runtime asks for lowered weights, as if they lay in a file beside the model. */
export const LOWERED_LOCATION = 'lowered_weights';

export interface LoweredWeight {
  name: string;
  /** position in the virtual file LOWERED_LOCATION, bytes */
  offset: number;
  length: number;
  /** weights in it */
  count: number;
  /** writes [K, N] float32 into `out`, of length `count` */
  write(out: Float32Array): void;
}

export interface Lowering {
  weights: LoweredWeight[];
  /** size of the virtual file */
  sizeBytes: number;
  /** MatMulNBits nodes that stay as they are (2 bit, reordered columns), with the reason */
  kept: { node: string; reason: string }[];
}

/**
 * Replaces MatMulNBits and DequantizeLinear nodes of stored weights in `model.graph` (its lists are replaced). Packed
 * tensors that nothing else reads are dropped from the graph.
 * @param bytesOf the bytes of a tensor, inside the file or outside; called when the weight is asked for
 */
export function lowerModel(model: Model, bytesOf: (tensor: Tensor) => Uint8Array): Lowering {
  const { graph } = model;
  restoreFloatProducts(graph);
  const tensors = new Map(graph.initializers.map((tensor) => [tensor.name, tensor]));
  const elementTypeOf = elementTypes(graph);
  const lowering: Lowering = { weights: [], sizeBytes: 0, kept: [] };
  const lowered = new Map<string, Tensor>();

  const add = (name: string, dims: [number, number], write: LoweredWeight['write']): Tensor => {
    const [offset, count] = [lowering.sizeBytes, dims[0] * dims[1]];
    const length = count * Float32Array.BYTES_PER_ELEMENT;
    lowering.weights.push({ name, offset, length, count, write });
    lowering.sizeBytes += length;
    return makeExternalTensor(name, FLOAT, dims, { location: LOWERED_LOCATION, offset, length });
  };

  graph.nodes = graph.nodes.flatMap((node) => {
    if (isStoredMatrix(node, tensors)) {
      const [packed, output] = [tensors.get(node.inputs[0]!)!, node.outputs[0]!];
      const shape = packed.dims as [number, number];
      lowered.set(
        output,
        add(output, shape, (out) => dequantiseColumns(readMatrix(node, tensors, bytesOf), out)),
      );
      return [];
    }
    if (node.opType !== 'MatMulNBits') return [node];
    const reason = whyNot(node, tensors);
    if (reason) {
      lowering.kept.push({ node: node.name, reason });
      return [node];
    }
    const [input, packedName] = node.inputs as [string, string];
    let tensor = lowered.get(packedName);
    if (!tensor) {
      const shape: [number, number] = [attribute(node, 'K'), attribute(node, 'N')];
      tensor = add(`${packedName}/float`, shape, (out) =>
        dequantiseTransposed(readWeight(node, tensors, bytesOf), out),
      );
      lowered.set(packedName, tensor);
    }
    return productNodes(node, input, tensor.name, elementTypeOf(input));
  });

  const used = new Set(graph.nodes.flatMap((node) => [...node.inputs, ...node.outerInputs]));
  graph.initializers = [...graph.initializers.filter((tensor) => used.has(tensor.name)), ...lowered.values()];
  return lowering;
}

/** MatMul in float32, with casts around it on a half precision stream, and the bias as an Add. */
function productNodes(node: Node, input: string, weight: string, elementType: number): Node[] {
  const output = node.outputs[0]!;
  const bias = node.inputs[5];
  const isHalf = elementType === FLOAT16;
  const product = isHalf || bias ? `${output}/product` : output;
  const nodes: Node[] = [];
  if (isHalf) nodes.push(makeNode('Cast', [input], [`${output}/input`], { to: FLOAT }));
  nodes.push(makeNode('MatMul', [isHalf ? `${output}/input` : input, weight], [product]));
  let value = product;
  if (isHalf) {
    value = bias ? `${output}/half` : output;
    nodes.push(makeNode('Cast', [product], [value], { to: FLOAT16 }));
  }
  if (bias) nodes.push(makeNode('Add', [value, bias], [output]));
  return nodes;
}

function whyNot(node: Node, tensors: Map<string, Tensor>): string | null {
  const bits = node.attributes.get('bits')?.int ?? 4;
  if (bits !== 4 && bits !== 8) return `${bits} bit`;
  if (node.inputs[4]) return 'columns are reordered (g_idx)';
  const missing = node.inputs.slice(1, 4).find((name) => name && !tensors.has(name));
  return missing ? `"${missing}" is computed, not stored` : null;
}

/** A DequantizeLinear of a stored 8-bit matrix with stored float32 scales: one, or one a column. */
function isStoredMatrix(node: Node, tensors: Map<string, Tensor>): boolean {
  if (node.opType !== 'DequantizeLinear' || node.attributes.get('block_size')?.int) return false;
  const [packed, scale, zero] = node.inputs.map((name) => tensors.get(name));
  if (packed?.dims.length !== 2 || scale?.elementType !== FLOAT || (node.inputs[2] && !zero)) return false;
  const isByte = packed.elementType === INT8 || packed.elementType === UINT8;
  const scales = scale.dims[0] ?? 1;
  return isByte && (scales === 1 || (scales === packed.dims[1] && axisOf(node) === 1));
}

/** ONNX's default is 1; -1 is the last one. */
function axisOf(node: Node): number {
  const axis = node.attributes.get('axis')?.int ?? 1;
  return axis < 0 ? axis + 2 : axis;
}

function readMatrix(node: Node, tensors: Map<string, Tensor>, bytesOf: (tensor: Tensor) => Uint8Array) {
  const [packed, scale, zero] = node.inputs.map((name) => tensors.get(name));
  const values = (tensor: Tensor) => {
    const bytes = bytesOf(tensor);
    return tensor.elementType === INT8
      ? new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      : bytes;
  };
  return {
    rows: packed!.dims[0]!,
    columns: packed!.dims[1]!,
    packed: values(packed!),
    scales: asFloats(scale!, bytesOf(scale!)),
    zeroPoints: zero ? values(zero) : null,
  };
}

function readWeight(
  node: Node,
  tensors: Map<string, Tensor>,
  bytesOf: (tensor: Tensor) => Uint8Array,
): QuantisedWeight {
  const [, packed, scales, zeroPoints] = node.inputs.map((name) => tensors.get(name));
  return {
    bits: (node.attributes.get('bits')?.int ?? 4) as 4 | 8,
    blockSize: attribute(node, 'block_size'),
    inputSize: attribute(node, 'K'),
    outputSize: attribute(node, 'N'),
    packed: bytesOf(packed!),
    scales: asFloats(scales!, bytesOf(scales!)),
    zeroPoints: zeroPoints
      ? zeroPoints.elementType === FLOAT || zeroPoints.elementType === FLOAT16
        ? asFloats(zeroPoints, bytesOf(zeroPoints))
        : bytesOf(zeroPoints)
      : null,
  };
}

function asFloats(tensor: Tensor, bytes: Uint8Array): Float32Array {
  const width = tensor.elementType === FLOAT16 ? 2 : 4;
  // a view needs an aligned start, which a tensor inside a protobuf file rarely has
  const aligned = bytes.byteOffset % width === 0 ? bytes : bytes.slice();
  const count = aligned.byteLength / width;
  return tensor.elementType === FLOAT16
    ? halvesToFloats(new Uint16Array(aligned.buffer, aligned.byteOffset, count))
    : new Float32Array(aligned.buffer, aligned.byteOffset, count);
}

function attribute(node: Node, name: string): number {
  const value = node.attributes.get(name)?.int;
  if (!value) {
    throw new TillerError('graph_not_recognised', `node "${node.name}" (MatMulNBits) has no ${name}`, {
      node: node.name,
    });
  }
  return value;
}
