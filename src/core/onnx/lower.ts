/**
 * Lowering for the CPU provider of the browser, which has no fast MatMulNBits: each such node becomes a MatMul on float32
 * weights that are dequantised when the runtime asks for them, one tensor at a time, so that the whole float32 model is
 * never held twice.
 */
import { TillerError } from '../errors.ts';
import { makeExternalTensor, makeNode } from './build.ts';
import { dequantiseTransposed, halvesToFloats, type QuantisedWeight } from './dequantise.ts';
import { elementTypes } from './elementType.ts';
import { FLOAT, FLOAT16, type Model, type Node, type Tensor } from './model.ts';

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
 * Replaces MatMulNBits nodes in `model.graph` (its lists are replaced). Packed tensors that nothing else reads are
 * dropped from the graph.
 * @param bytesOf the bytes of a tensor, inside the file or outside; called when the weight is asked for
 */
export function lowerModel(model: Model, bytesOf: (tensor: Tensor) => Uint8Array): Lowering {
  const { graph } = model;
  const tensors = new Map(graph.initializers.map((tensor) => [tensor.name, tensor]));
  const elementTypeOf = elementTypes(graph);
  const lowering: Lowering = { weights: [], sizeBytes: 0, kept: [] };
  const lowered = new Map<string, Tensor>();

  graph.nodes = graph.nodes.flatMap((node) => {
    if (node.opType !== 'MatMulNBits') return [node];
    const reason = whyNot(node, tensors);
    if (reason) {
      lowering.kept.push({ node: node.name, reason });
      return [node];
    }
    const [input, packedName] = node.inputs as [string, string];
    let tensor = lowered.get(packedName);
    if (!tensor) {
      const shape = { inputSize: attribute(node, 'K'), outputSize: attribute(node, 'N') };
      const count = shape.inputSize * shape.outputSize;
      const weight: LoweredWeight = {
        name: `${packedName}/float`,
        offset: lowering.sizeBytes,
        length: count * 4,
        count,
        write: (out) => dequantiseTransposed(readWeight(node, tensors, bytesOf), out),
      };
      lowering.weights.push(weight);
      lowering.sizeBytes += weight.length;
      tensor = makeExternalTensor(weight.name, FLOAT, [shape.inputSize, shape.outputSize], {
        location: LOWERED_LOCATION,
        offset: weight.offset,
        length: weight.length,
      });
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
