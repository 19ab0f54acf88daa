/**
 * Attention soft caps on the WebGPU provider. GroupQueryAttention's `softcap` c asks for c tanh(score / c) before the
 * softmax; the CPU provider does that, the WebGPU provider of onnxruntime-web 1.30 reads the attribute and leaves it out.
 * Here the node keeps what it does right (rotary embedding, cache in place), and its answer is made anew
 * by standard operators from the cache that it wrote. Symbols: B rows, S new positions, T cache positions, H heads,
 * N heads of keys and values, G = H / N, D head size.
 */
import { floatTensor, int64Tensor, makeNode, renameNode } from './build.ts';
import { FLOAT, type Graph, INT64, type Node, type Tensor } from './model.ts';

/** What was done about the caps of a graph. */
export interface SoftCapRepair {
  /** names of the attention nodes whose cap is applied now */
  repaired: string[];
  /** attention nodes whose cap the provider will leave out */
  kept: { node: string; reason: string }[];
}

/** Inputs of GroupQueryAttention, by position. */
const INPUT = { query: 0, key: 1, seqLens: 5, cos: 7, sin: 8 };
/** An optional input or attribute that changes the scores in a way that is not rebuilt here. */
const UNSUPPORTED_INPUTS = 9;
const UNSUPPORTED_ATTRIBUTES = ['smooth_softmax', 'qk_output', 'kv_cache_bit_width'];

/** What all layers share: constants, and per step the positions and one mask for each width of window. */
const name = (part: string) => `tiller.soft_cap/${part}`;

/** Score of a position that may not be seen: its exponential is 0 beside any capped score. */
const UNSEEN = -1e30;

/** Rewrites the capped attention nodes of `graph` (its lists are replaced). */
export function repairSoftCaps(graph: Graph, elementTypeOf: (name: string) => number): SoftCapRepair {
  const repair: SoftCapRepair = { repaired: [], kept: [] };
  const initializers = new Map<string, Tensor>();
  const constant = (tensor: Tensor): string => {
    initializers.set(tensor.name, tensor);
    return tensor.name;
  };
  const tables = new Map(graph.initializers.map((tensor) => [tensor.name, tensor.dims]));
  const windows = new Set<number>();
  graph.nodes = graph.nodes.flatMap((node) => {
    if (node.opType !== 'GroupQueryAttention' || !attributesOf(node).softCap) return [node];
    const reason = whyNot(node, tables);
    if (reason) {
      repair.kept.push({ node: node.name, reason });
      return [node];
    }
    const { window } = attributesOf(node);
    const before = repair.repaired.length === 0 ? positionNodes(node, constant) : [];
    const mask = windows.has(window) ? [] : maskNodes(window, constant);
    windows.add(window);
    repair.repaired.push(node.name);
    const isHalf = elementTypeOf(node.inputs[INPUT.query]!) !== FLOAT;
    return [
      uncapped(node),
      ...before,
      ...mask,
      ...queryNodes(node, tables, constant),
      ...answerNodes(node, isHalf ? elementTypeOf(node.inputs[INPUT.query]!) : null, constant),
    ];
  });
  graph.initializers = [...graph.initializers, ...initializers.values()];
  return repair;
}

type Constant = (tensor: Tensor) => string;

function attributesOf({ attributes }: Node) {
  return {
    heads: attributes.get('num_heads')?.int ?? 0,
    kvHeads: attributes.get('kv_num_heads')?.int ?? 0,
    /** 0 stands for 1 / sqrt(D) */
    scale: attributes.get('scale')?.float ?? 0,
    softCap: attributes.get('softcap')?.float ?? 0,
    /** how many positions are seen, the own one included; -1: all */
    window: attributes.get('local_window_size')?.int ?? -1,
    hasRotary: (attributes.get('do_rotary')?.int ?? 0) === 1,
    isInterleaved: (attributes.get('rotary_interleaved')?.int ?? 0) === 1,
  };
}

function whyNot(node: Node, tables: Map<string, number[]>): string | null {
  const { heads, kvHeads, scale, hasRotary } = attributesOf(node);
  const extra = node.inputs.findIndex((input, index) => index >= UNSUPPORTED_INPUTS && input !== '');
  if (extra >= 0) return `input ${extra} ("${node.inputs[extra]}") changes the scores too`;
  const attribute = UNSUPPORTED_ATTRIBUTES.find((key) => (node.attributes.get(key)?.int ?? 0) > 0);
  if (attribute) return `the attribute ${attribute} changes the scores too`;
  if (!heads || !kvHeads) return 'the number of its heads is not written in the file';
  if (!scale) return 'the scale is not written in the file';
  if (!node.outputs[1] || !node.outputs[2]) return 'it has no cache';
  if (hasRotary && tables.get(node.inputs[INPUT.cos] ?? '')?.length !== 2)
    return 'its rotary tables are computed';
  return null;
}

/** The stock node, for its cache; nothing reads its answer. */
function uncapped(node: Node): Node {
  const [answer, ...cache] = node.outputs as [string, ...string[]];
  return renameNode(node, {
    name: node.name,
    inputs: node.inputs,
    outputs: [`${answer}/uncapped`, ...cache],
  });
}

/**
 * Position of each new token in its row, [B, S], and of each cache entry, [T]. A row of length n ends at n - 1; a padded
 * first prompt starts at 0, so that a short row's padding is counted on.
 */
function positionNodes(node: Node, constant: Constant): Node[] {
  const zero = constant(int64Tensor(name('0'), [], [0]));
  const one = constant(int64Tensor(name('1'), [], [1]));
  const two = constant(int64Tensor(name('2'), [], [2]));
  const column = constant(int64Tensor(name('column'), [2], [-1, 1]));
  return [
    makeNode('Shape', [node.inputs[INPUT.query]!], [name('query_shape')]),
    makeNode('Gather', [name('query_shape'), one], [name('S')], { axis: 0 }),
    makeNode('Shape', [node.outputs[1]!], [name('cache_shape')]),
    makeNode('Gather', [name('cache_shape'), two], [name('T')], { axis: 0 }),
    makeNode('Cast', [node.inputs[INPUT.seqLens]!], [name('last')], { to: INT64 }), // [B], length - 1
    makeNode('Reshape', [name('last'), column], [name('last_column')]), // [B, 1]
    makeNode('Sub', [name('S'), one], [name('S-1')]),
    makeNode('Sub', [name('last_column'), name('S-1')], [name('first_or_less')]),
    makeNode('Max', [name('first_or_less'), zero], [name('first')]), // [B, 1]
    makeNode('Range', [zero, name('S'), one], [name('steps')]),
    makeNode('Add', [name('first'), name('steps')], [name('positions')]), // [B, S]
    makeNode('Range', [zero, name('T'), one], [name('entries')]), // [T]
  ];
}

const maskName = (window: number) => name(window < 0 ? 'mask' : `mask.${window}`);

/** [B, 1, S, T] float32: 0 where a token may look, UNSEEN elsewhere. */
function maskNodes(window: number, constant: Constant): Node[] {
  const mask = maskName(window);
  const part = (suffix: string) => `${mask}/${suffix}`;
  const perToken = constant(int64Tensor(name('per_token'), [4], [0, 1, -1, 1]));
  const zero = constant(int64Tensor(name('0'), [], [0]));
  const seen = constant(floatTensor(name('seen'), [], [0]));
  const unseen = constant(floatTensor(name('unseen'), [], [UNSEEN]));
  const nodes = [
    makeNode('Reshape', [name('positions'), perToken], [part('positions')]), // [B, 1, S, 1]
    makeNode('Sub', [part('positions'), name('entries')], [part('distance')]), // [B, 1, S, T]
    makeNode('GreaterOrEqual', [part('distance'), zero], [part('causal')]),
  ];
  if (window >= 0) {
    const size = constant(int64Tensor(name(`window.${window}`), [], [window]));
    nodes.push(
      makeNode('Less', [part('distance'), size], [part('near')]),
      makeNode('And', [part('causal'), part('near')], [part('both')]),
    );
  }
  nodes.push(makeNode('Where', [part(window < 0 ? 'causal' : 'both'), seen, unseen], [mask]));
  return nodes;
}

const partOf = (node: Node) => (suffix: string) => `${node.outputs[0]!}/capped/${suffix}`;

/** The rotated query, transposed: [B, N, D, G S]. */
function queryNodes(node: Node, tables: Map<string, number[]>, constant: Constant): Node[] {
  const { heads, kvHeads, hasRotary, isInterleaved } = attributesOf(node);
  const part = partOf(node);
  const nodes: Node[] = [];
  let query = node.inputs[INPUT.query]!;
  if (!node.inputs[INPUT.key]) {
    // query, key and value in one: the query's heads come first
    const perHead = constant(
      int64Tensor(name(`per_head.${heads + 2 * kvHeads}`), [4], [0, 0, heads + 2 * kvHeads, -1]),
    );
    const from = constant(int64Tensor(name('from'), [1], [0]));
    const to = constant(int64Tensor(name(`heads.${heads}`), [1], [heads]));
    const axis = constant(int64Tensor(name('heads_axis'), [1], [2]));
    const flat = constant(int64Tensor(name('flat'), [3], [0, 0, -1]));
    nodes.push(
      makeNode('Reshape', [query, perHead], [part('packed')]),
      makeNode('Slice', [part('packed'), from, to, axis], [part('query_heads')]),
      makeNode('Reshape', [part('query_heads'), flat], [part('query')]),
    );
    query = part('query');
  }
  if (hasRotary) {
    const [cos, sin] = [node.inputs[INPUT.cos]!, node.inputs[INPUT.sin]!];
    // a table has one column for each pair of values that it turns
    const rotaryDim = 2 * tables.get(cos)![1]!;
    nodes.push(
      makeNode(
        'RotaryEmbedding',
        [query, name('positions'), cos, sin],
        [part('rotated')],
        { num_heads: heads, rotary_embedding_dim: rotaryDim, interleaved: isInterleaved ? 1 : 0 },
        'com.microsoft',
      ),
    );
    query = part('rotated');
  }
  const grouped = constant(int64Tensor(name(`grouped.${heads}`), [5], [0, 0, kvHeads, heads / kvHeads, -1]));
  const columns = constant(int64Tensor(name('columns'), [4], [0, 0, 0, -1]));
  nodes.push(
    makeNode('Reshape', [query, grouped], [part('grouped')]), // [B, S, N, G, D]
    makeNode('Transpose', [part('grouped')], [part('turned')], { perm: [0, 2, 4, 3, 1] }),
    makeNode('Reshape', [part('turned'), columns], [part('columns')]), // [B, N, D, G S]
  );
  return nodes;
}

/** softmax(c tanh(scale q k / c) + mask) v under the stock node's name, [B, S, H D]. Scores are float32 throughout. */
function answerNodes(node: Node, halfType: number | null, constant: Constant): Node[] {
  const { heads, kvHeads, scale, softCap, window } = attributesOf(node);
  const part = partOf(node);
  const [answer, keys, values] = node.outputs as [string, string, string];
  const byHead = constant(int64Tensor(name(`by_head.${heads}`), [4], [0, heads, -1, 0]));
  const byGroup = constant(int64Tensor(name(`by_group.${kvHeads}`), [4], [0, kvHeads, -1, 0]));
  const flat = constant(int64Tensor(name('flat'), [3], [0, 0, -1]));
  const inner = constant(floatTensor(part('scale'), [], [scale / softCap]));
  const outer = constant(floatTensor(part('cap'), [], [softCap]));
  const cast = (from: string, to: string, type: number) => makeNode('Cast', [from], [to], { to: type });
  return [
    // keys on the left: the cache is read as it lies, and only the scores are turned
    makeNode('MatMul', [keys, part('columns')], [part('products')]), // [B, N, T, G S]
    makeNode('Transpose', [part('products')], [part('rows')], { perm: [0, 1, 3, 2] }),
    makeNode('Reshape', [part('rows'), byHead], [part('scores')]), // [B, H, S, T]
    ...(halfType === null ? [] : [cast(part('scores'), part('scores/float'), FLOAT)]),
    makeNode('Mul', [part(halfType === null ? 'scores' : 'scores/float'), inner], [part('scaled')]),
    makeNode('Tanh', [part('scaled')], [part('tanh')]),
    makeNode('Mul', [part('tanh'), outer], [part('bounded')]),
    makeNode('Add', [part('bounded'), maskName(window)], [part('masked')]),
    makeNode('Softmax', [part('masked')], [part('weights')], { axis: -1 }),
    ...(halfType === null ? [] : [cast(part('weights'), part('weights/half'), halfType)]),
    makeNode('Reshape', [part(halfType === null ? 'weights' : 'weights/half'), byGroup], [part('groups')]),
    makeNode('MatMul', [part('groups'), values], [part('mixed')]), // [B, N, G S, D]
    makeNode('Reshape', [part('mixed'), byHead], [part('heads')]), // [B, H, S, D]
    makeNode('Transpose', [part('heads')], [part('tokens')], { perm: [0, 2, 1, 3] }),
    makeNode('Reshape', [part('tokens'), flat], [answer]),
  ];
}
