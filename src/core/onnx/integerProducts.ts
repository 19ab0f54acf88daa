/**
 * Dynamically quantised products, made float again. Exports with 8-bit weights quantise the activations of every product
 * as they run, with one scale for the whole tensor: a row's numbers then depend on what else is in the batch or in the
 * chunk, and small models lose their text. Here only the weights stay 8-bit: DequantizeLinear, then MatMul.
 *
 *   before: x -> DynamicQuantizeLinear -> MatMulInteger(W) -> Cast -> Mul(x's scale * W's scale)
 *   after:  x -> MatMul(DequantizeLinear(W))
 */
import { TillerError } from '../errors.ts';
import { makeNode } from './build.ts';
import { FLOAT, type Graph, type Node, type Tensor } from './model.ts';
import { withoutUnread } from './prune.ts';
import { producersOf } from './residualStream.ts';

/** Operators that quantise activations in one node of their own; no export with them has been seen. */
const FUSED_FORMS = new Set(['DynamicQuantizeMatMul', 'MatMulIntegerToFloat', 'QLinearMatMul', 'QAttention']);

/**
 * Rewrites the integer products of `graph` (its lists are replaced).
 * @returns names of the products that were rewritten
 * @throws TillerError `model_unsupported` for a product of another form, which would give other numbers in a batch
 */
export function restoreFloatProducts(graph: Graph): string[] {
  const fused = graph.nodes.find((node) => FUSED_FORMS.has(node.opType));
  if (fused) throw notSupported(fused, `${fused.opType} is not taken apart yet`);
  const products = graph.nodes.filter((node) => node.opType === 'MatMulInteger');
  if (products.length === 0) return [];
  const tensors = new Map(graph.initializers.map((tensor) => [tensor.name, tensor]));
  const producers = producersOf(graph);
  const readersOf = readers(graph);
  const replacement = new Map<Node, Node[]>();
  const restored = new Set<string>();
  for (const product of products) {
    const parts = takeApart(product, tensors, producers, readersOf);
    const weight = `${parts.weight}/float`;
    // what lies between stays where it is, until nothing reads it
    replacement.set(parts.last, [
      ...(restored.has(weight) ? [] : [dequantise(product, parts, tensors, weight)]),
      makeNode('MatMul', [parts.input, weight], [parts.last.outputs[0]!]),
    ]);
    restored.add(weight);
  }
  graph.nodes = withoutUnread(
    graph.nodes.flatMap((node) => replacement.get(node) ?? [node]),
    graph.outputs.map((output) => output.name),
  );
  return products.map((node) => node.name);
}

interface Parts {
  /** the activations before they were quantised */
  input: string;
  weight: string;
  weightScale: string;
  /** gives the product as float */
  last: Node;
}

function takeApart(
  product: Node,
  tensors: Map<string, Tensor>,
  producers: Map<string, Node>,
  readersOf: (name: string) => Node[],
): Parts {
  const [quantised, weight, inputZero, weightZero] = product.inputs as [string, string, ...string[]];
  const source = producers.get(quantised);
  if (source?.opType !== 'DynamicQuantizeLinear' || inputZero !== source.outputs[2]) {
    throw notSupported(product, 'its activations are not quantised by a DynamicQuantizeLinear');
  }
  if (tensors.get(weight)?.dims.length !== 2) throw notSupported(product, 'its weight is no stored matrix');
  if (weightZero && !tensors.has(weightZero)) throw notSupported(product, 'its zero point is computed');
  const [cast, ...others] = readersOf(product.outputs[0]!);
  const isFloat = cast?.opType === 'Cast' && cast.attributes.get('to')?.int === FLOAT;
  const [last, ...more] = isFloat ? readersOf(cast.outputs[0]!) : [];
  if (last?.opType !== 'Mul' || others.length + more.length > 0) {
    throw notSupported(product, 'no Cast to float32 and one Mul follow');
  }
  const scales = producers.get(last.inputs.find((name) => name !== cast!.outputs[0])!);
  const weightScale = scales?.inputs.find((name) => name !== source.outputs[1]);
  if (scales?.opType !== 'Mul' || !scales.inputs.includes(source.outputs[1]!) || !tensors.has(weightScale!)) {
    throw notSupported(product, 'its scale is not that of the activations times a stored one');
  }
  return { input: source.inputs[0]!, weight, weightScale: weightScale!, last };
}

/** [K, N] float32; one scale for all, or one a column. */
function dequantise(product: Node, parts: Parts, tensors: Map<string, Tensor>, output: string): Node {
  const isByColumn = (tensors.get(parts.weightScale)!.dims[0] ?? 1) > 1;
  const zero = product.inputs[3];
  const inputs = [parts.weight, parts.weightScale, ...(zero ? [zero] : [])];
  return makeNode('DequantizeLinear', inputs, [output], isByColumn ? { axis: 1 } : {});
}

function readers(graph: Graph): (name: string) => Node[] {
  const found = new Map<string, Node[]>();
  for (const node of graph.nodes) {
    for (const name of [...node.inputs, ...node.outerInputs])
      found.set(name, [...(found.get(name) ?? []), node]);
  }
  return (name) => found.get(name) ?? [];
}

function notSupported(node: Node, reason: string): TillerError {
  return new TillerError(
    'model_unsupported',
    `this file quantises activations as it runs, in a form that is not known (node "${node.name}": ${reason}); use another dtype of the model, such as q4 or fp32`,
    { node: node.name, opType: node.opType },
  );
}
