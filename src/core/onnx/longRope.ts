/**
 * Long rotary tables. Phi-3.5 has two: one for texts up to its original context, one for longer texts, and the graph picks
 * by the length read so far. A long prompt that is read in chunks would start with the wrong one, so the patched graph is
 * told how long the text will be: the input `rope_length`, which counts beside the length it sees.
 */
import { makeNode } from './build.ts';
import { type Graph, INT64, type Node } from './model.ts';
import { producersOf } from './residualStream.ts';

export const ROPE_LENGTH = 'rope_length';

/** Positions of GroupQueryAttention's inputs. */
const TABLES = [7, 8];

/**
 * Makes the choice of table depend on `rope_length` (the graph's list of nodes is replaced; the input is to be declared).
 * @returns the longest text that is read with the short table; null where there is one table
 */
export function openRopeChoice(graph: Graph): number | null {
  const producers = producersOf(graph);
  const tables = new Set(
    graph.nodes
      .filter((node) => node.opType === 'GroupQueryAttention')
      .flatMap((node) => TABLES.map((input) => node.inputs[input] ?? '')),
  );
  for (const choice of graph.nodes) {
    if (choice.opType !== 'If' || !choice.outputs.some((name) => tables.has(name))) continue;
    const compare = producers.get(choice.inputs[0]!);
    const limit = compare?.opType === 'Greater' ? constantOf(graph, producers, compare.inputs[1]!) : null;
    if (!compare || limit === null) continue;
    const length = `${ROPE_LENGTH}/seen`;
    const both = makeNode('Max', [compare.inputs[0]!, ROPE_LENGTH], [length]);
    const asked = makeNode('Greater', [length, compare.inputs[1]!], [compare.outputs[0]!]);
    graph.nodes = graph.nodes.flatMap((node) => (node === compare ? [both, asked] : [node]));
    return limit;
  }
  return null;
}

/** An int64 scalar, of an initializer or a Constant node. */
function constantOf(graph: Graph, producers: Map<string, Node>, name: string): number | null {
  const tensor =
    graph.initializers.find((item) => item.name === name) ??
    producers.get(name)?.attributes.get('value')?.tensor;
  if (tensor?.elementType !== INT64 || tensor.rawData.byteLength !== 8) return null;
  const { buffer, byteOffset } = tensor.rawData;
  return Number(new DataView(buffer, byteOffset).getBigInt64(0, true));
}
