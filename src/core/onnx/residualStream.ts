/**
 * Finds the residual stream of a decoder by structure, not by names: every block closes with a sum through which all
 * that flows from the embedding to the logits must pass.
 *
 * A node is a *cut* when no edge of the flow jumps over it. resid_post of block L is the last cut that is a sum between
 * the block's key/value cache (its anchor) and the next block's, or the logits for the last block. This holds for
 * sequential, parallel and post-norm blocks, fused or not, whatever the exporter called them.
 */
import { TillerError } from '../errors.ts';
import { MAX_LAYERS } from '../limits.ts';
import type { Graph, Node } from './model.ts';

/** Fused norms whose first two inputs are summed before they are normalised. */
const FUSED_SUMS = new Set(['SkipSimplifiedLayerNormalization', 'SkipLayerNormalization']);

/** Where the sum lies and which values carry it. */
export interface ResidPost {
  layer: number;
  /** `fused`: the sum is made inside a Skip*LayerNormalization; `add`: it is an Add of its own */
  form: 'fused' | 'add';
  node: Node;
}

export interface ResidualStream {
  layers: ResidPost[];
  /** live nodes after the last sum, in order: final norm, head, soft caps */
  tail: Node[];
  /** producers of each layer's key and value cache */
  anchors: Node[][];
  /** every node between the token ids and the logits, in topological order */
  flow: Node[];
}

/**
 * @throws TillerError `graph_not_recognised`, naming the node where the chain broke
 */
export function findResidualStream(graph: Graph): ResidualStream {
  const flow = findFlow(graph);
  const producers = producersOf(graph);
  const anchors = findAnchors(graph, producers);
  const order = new Map(flow.nodes.map((node, index) => [node, index]));
  const cuts = findCuts(flow);

  const first: number[] = [];
  const last: number[] = [];
  for (const [layer, nodes] of anchors.entries()) {
    const positions = nodes.map((node) => order.get(node) ?? -1);
    if (positions.includes(-1)) {
      const node = nodes[positions.indexOf(-1)]!;
      throw notRecognised(
        `the cache of layer ${layer} does not lie between the embedding and the logits`,
        node,
      );
    }
    first.push(Math.min(...positions));
    last.push(Math.max(...positions));
  }
  const layers = anchors.map((nodes, layer): ResidPost => {
    const until = first[layer + 1] ?? flow.nodes.length;
    const sums = cuts.filter(
      (cut) => cut > last[layer]! && cut < until && isSum(flow.nodes[cut]!, flow.values),
    );
    const sum = sums.at(-1);
    if (sum === undefined) {
      throw notRecognised(
        `no sum through which everything passes after the attention of layer ${layer}`,
        nodes[0]!,
      );
    }
    const node = flow.nodes[sum]!;
    return { layer, form: FUSED_SUMS.has(node.opType) ? 'fused' : 'add', node };
  });
  const end = order.get(layers.at(-1)!.node)!;
  const tailStart = layers.at(-1)!.form === 'fused' ? end : end + 1;
  return { layers, tail: flow.nodes.slice(tailStart), anchors, flow: flow.nodes };
}

/** For each layer the nodes that make its present key and value. */
function findAnchors(graph: Graph, producers: Map<string, Node>): Node[][] {
  const anchors: Node[][] = [];
  const found = new Set<string>();
  for (const output of graph.outputs) {
    const match = /^present(?:_key_values)?\.(\d+)\.(key|value)$/.exec(output.name);
    const node = producers.get(output.name);
    if (!match || !node) continue;
    const layer = Number(match[1]);
    if (!(layer < MAX_LAYERS)) {
      throw notRecognised(`"${output.name.slice(0, 60)}" names a layer beyond ${MAX_LAYERS - 1}`, node);
    }
    found.add(`${layer}.${match[2]}`);
    anchors[layer] ??= [];
    if (!anchors[layer].includes(node)) anchors[layer].push(node);
  }
  if (anchors.length === 0) {
    throw new TillerError(
      'graph_not_recognised',
      'expected a decoder with outputs present.0.key, present.0.value, ..., found none; use a text-generation export with a key/value cache',
      { outputs: graph.outputs.map((output) => output.name).slice(0, 8) },
    );
  }
  for (let layer = 0; layer < anchors.length; layer++) {
    if (!found.has(`${layer}.key`) || !found.has(`${layer}.value`)) {
      throw new TillerError(
        'graph_not_recognised',
        `expected a key/value cache for each of ${anchors.length} layers, found none for layer ${layer}; layers that share a cache are not supported`,
        { layer },
      );
    }
  }
  return anchors;
}

interface Flow {
  /** nodes on a path from the token ids to the logits, in topological order */
  nodes: Node[];
  /** names of values that depend on the token ids */
  values: Set<string>;
}

/** Nodes reachable from the token ids (not by way of their shape) that reach the logits. */
function findFlow(graph: Graph): Flow {
  const start = ['input_ids', 'inputs_embeds'].filter((name) =>
    graph.inputs.some((input) => input.name === name),
  );
  if (start.length === 0) {
    throw new TillerError(
      'graph_not_recognised',
      'expected an input named input_ids or inputs_embeds, found neither; is this a decoder?',
      { inputs: graph.inputs.map((input) => input.name).slice(0, 8) },
    );
  }
  const sorted = sortTopologically(graph.nodes);
  const forward = new Set(start);
  const reached = sorted.filter((node) => {
    const isReached = node.opType !== 'Shape' && node.opType !== 'Size' && readsAny(node, forward);
    if (isReached) for (const output of node.outputs) if (output) forward.add(output);
    return isReached;
  });
  const backward = new Set(['logits']);
  const live = reached.reverse().filter((node) => {
    const isLive = node.outputs.some((output) => backward.has(output));
    if (isLive) for (const input of [...node.inputs, ...node.outerInputs]) if (input) backward.add(input);
    return isLive;
  });
  if (live.length === 0) {
    throw new TillerError(
      'graph_not_recognised',
      'expected logits that depend on the token ids, found none',
      {
        outputs: graph.outputs.map((output) => output.name).slice(0, 8),
      },
    );
  }
  return { nodes: live.reverse(), values: forward };
}

/** Positions in the flow that no edge jumps over. */
function findCuts(flow: Flow): number[] {
  const made = new Map<string, number>();
  for (const [index, node] of flow.nodes.entries()) {
    for (const output of node.outputs) made.set(output, index);
  }
  // lastReader[i + 1]: the last node that reads something made by node i; lastReader[0]: one of the graph's own inputs
  const lastReader = new Int32Array(flow.nodes.length + 1);
  for (const [index, node] of flow.nodes.entries()) {
    for (const input of [...node.inputs, ...node.outerInputs]) {
      if (!flow.values.has(input)) continue;
      const producer = made.get(input) ?? -1;
      lastReader[producer + 1] = Math.max(lastReader[producer + 1]!, index);
    }
  }
  const cuts: number[] = [];
  let furthest = lastReader[0]!;
  for (let index = 0; index < flow.nodes.length; index++) {
    if (furthest <= index) cuts.push(index);
    furthest = Math.max(furthest, lastReader[index + 1]!);
  }
  return cuts;
}

/** A sum of two values of the flow; adding a bias, an epsilon or a position table is none. */
function isSum(node: Node, flowValues: Set<string>): boolean {
  if (FUSED_SUMS.has(node.opType)) return true;
  return (
    node.opType === 'Add' && node.inputs.length === 2 && node.inputs.every((input) => flowValues.has(input))
  );
}

export function producersOf({ nodes }: Pick<Graph, 'nodes'>): Map<string, Node> {
  const producers = new Map<string, Node>();
  for (const node of nodes) for (const output of node.outputs) if (output) producers.set(output, node);
  return producers;
}

/** ONNX asks for sorted nodes, but runtimes accept any order: sort again rather than trust it. */
function sortTopologically(nodes: Node[]): Node[] {
  const producers = producersOf({ nodes });
  const sorted: Node[] = [];
  const state = new Map<Node, 'open' | 'done'>();
  for (const root of nodes) {
    const stack = [root];
    while (stack.length > 0) {
      const node = stack.at(-1)!;
      if (state.get(node) === 'done') {
        stack.pop();
        continue;
      }
      if (state.get(node) === 'open') {
        state.set(node, 'done');
        sorted.push(node);
        stack.pop();
        continue;
      }
      state.set(node, 'open');
      for (const input of [...node.inputs, ...node.outerInputs]) {
        const producer = producers.get(input);
        if (!producer || state.get(producer) === 'done') continue;
        if (state.get(producer) === 'open') throw notRecognised('the graph has a cycle', producer);
        stack.push(producer);
      }
    }
  }
  return sorted;
}

function readsAny(node: Node, values: Set<string>): boolean {
  return node.inputs.some((name) => values.has(name)) || node.outerInputs.some((name) => values.has(name));
}

function notRecognised(what: string, node: Node): TillerError {
  return new TillerError(
    'graph_not_recognised',
    `the residual stream was not found: ${what} (at node "${node.name}", ${node.opType}); this export cannot be steered`,
    { node: node.name, opType: node.opType },
  );
}
