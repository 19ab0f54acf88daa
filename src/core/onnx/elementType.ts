/** Infers the element type of a value where the file does not say it: old exports carry no value_info. */
import { TillerError } from '../errors.ts';
import { FLOAT, type Graph, INT64, type Node } from './model.ts';
import { producersOf } from './residualStream.ts';

/** Which input of a node its output takes its type from, where it is not the first. */
const TYPED_BY: Record<string, number> = {
  MatMulNBits: 0,
  GatherBlockQuantized: 2,
  DequantizeLinear: 1,
  Where: 1,
};

/** Answers `elementTypeOf(valueName)` for one graph. */
export function elementTypes(graph: Graph): (name: string) => number {
  const known = new Map<string, number>();
  for (const info of [...graph.valueInfo, ...graph.inputs, ...graph.outputs]) {
    if (info.elementType) known.set(info.name, info.elementType);
  }
  for (const tensor of graph.initializers) known.set(tensor.name, tensor.elementType);
  const producers = producersOf(graph);

  const typeOf = (name: string): number => {
    const type = known.get(name) ?? fromProducer(producers.get(name), name);
    known.set(name, type);
    return type;
  };
  const fromProducer = (node: Node | undefined, name: string): number => {
    if (!node) {
      throw new TillerError(
        'graph_not_recognised',
        `no node makes the value "${name}"; the file is incomplete`,
        {
          value: name,
        },
      );
    }
    if (node.opType === 'Cast') return node.attributes.get('to')?.int ?? FLOAT;
    if (node.opType === 'Constant') return node.attributes.get('value')?.tensor?.elementType ?? FLOAT;
    if (node.opType === 'Shape' || node.opType === 'Size') return INT64;
    const source = node.inputs[TYPED_BY[node.opType] ?? 0] || node.inputs.find((input) => input !== '');
    return source ? typeOf(source) : FLOAT;
  };
  return typeOf;
}
