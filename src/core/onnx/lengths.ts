/**
 * Tells attention how long each row is by an input of its own. Stock graphs add up the attention mask, as long as the
 * text, and the runtime makes a new buffer at each step to send the sums to the GPU. The lengths are known before the
 * step, and an input can stay in one buffer.
 */
import { makeValueInfo, renameNode } from './build.ts';
import { type Graph, INT32, type Node, type ValueInfo } from './model.ts';

export const LENGTH_INPUTS = {
  /** [B] int32: positions of each row after this step, less one, as GroupQueryAttention wants it */
  lastPositions: 'last_positions',
  /** scalar int32, on the CPU: positions of the longest row after this step, padding of a first step included */
  totalLength: 'total_length',
} as const;

/** Where GroupQueryAttention takes both. */
const LAST_POSITIONS = 5;
const TOTAL_LENGTH = 6;

/**
 * Rewires every GroupQueryAttention of `graph`, whose list of nodes is replaced.
 * @returns the inputs that the graph then needs; none where there was nothing to rewire
 */
export function feedLengths(graph: Graph): ValueInfo[] {
  if (!graph.nodes.some(takesLengths)) return [];
  graph.nodes = graph.nodes.map((node) => {
    if (!takesLengths(node)) return node;
    const inputs = [...node.inputs];
    inputs[LAST_POSITIONS] = LENGTH_INPUTS.lastPositions;
    inputs[TOTAL_LENGTH] = LENGTH_INPUTS.totalLength;
    return renameNode(node, { name: node.name, inputs, outputs: node.outputs });
  });
  return [
    makeValueInfo(LENGTH_INPUTS.lastPositions, INT32, ['batch_size']),
    makeValueInfo(LENGTH_INPUTS.totalLength, INT32, []),
  ];
}

function takesLengths({ opType, inputs }: Node): boolean {
  return opType === 'GroupQueryAttention' && Boolean(inputs[LAST_POSITIONS] && inputs[TOTAL_LENGTH]);
}
