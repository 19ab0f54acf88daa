/**
 * Computes logits only where they are wanted. A stock head makes [B, S, V]; here the wanted rows of the final norm are
 * gathered first, so a ragged batch reads each row's own last position, and a prefill chunk none (or one). On demand the
 * log-probability of one target a row is taken inside the graph, so that perplexity never moves logits.
 */
import { TillerError } from '../errors.ts';
import { int64Tensor, makeBranch, makeIf, makeNode, renameNode } from './build.ts';
import { FLOAT, type Node } from './model.ts';
import { type Added, nothing } from './observe.ts';
import { producersOf, type ResidualStream } from './residualStream.ts';

export const HEAD_INPUTS = {
  /** [R] int64, indices into the flattened [B*S] positions */
  rows: 'logit_rows',
  /** scalar bool, on the CPU, of a graph that may leave the gather out: whether to gather `logit_rows`, or take all positions */
  rowsOn: 'logit_rows_on',
  /** scalar bool, on the CPU, of a graph that always gathers: whether there is a head at all in this run */
  logitsOn: 'logits_on',
  /** [R] int64 */
  targets: 'target_ids',
  /** scalar bool, on the CPU */
  scoreOn: 'score_on',
} as const;

export const HEAD_OUTPUTS = {
  /** [R, 1, V], or [B, S, V] without a gather; no rows when off */
  logits: 'logits',
  /** [R] float32, natural logarithm; empty when off */
  logProbs: 'target_log_probs',
} as const;

export type HeadSwitch = typeof HEAD_INPUTS.rowsOn | typeof HEAD_INPUTS.logitsOn;

export interface Head extends Added {
  /** stock nodes that the new ones take the place of */
  replaced: Set<Node>;
  /** the one of `HEAD_INPUTS` that this graph has */
  headSwitch: HeadSwitch;
}

/** Operators that pick positions: exports that prune the head have them before it, and rows are picked here instead. */
const PICKS_POSITIONS = new Set(['Gather', 'Slice', 'Unsqueeze', 'Squeeze', 'GatherND']);

/**
 * @param alwaysGather leaves out the branch without a gather (the CPU provider pre-packs the head's weights once for each
 * branch; on WebGPU the branch saves a dispatch a step)
 * @throws TillerError `graph_not_recognised` when no matrix product makes the logits
 */
export function rewriteHead(
  stream: ResidualStream,
  options: {
    alwaysGather: boolean;
    hiddenSize: number;
    vocabSize: number;
    elementTypeOf: (name: string) => number;
    opset: number;
  },
): Head {
  const tail = stream.tail;
  const madeInTail = producersOf({ nodes: tail });
  const product = tail.find((node) => isHeadProduct(node));
  if (!product) {
    const last = tail.at(-1) ?? stream.layers.at(-1)!.node;
    throw new TillerError(
      'graph_not_recognised',
      `expected a matrix product between the last residual sum and the logits, found none (at node "${last.name}", ${last.opType}); this export cannot be steered`,
      { node: last.name, opType: last.opType },
    );
  }
  let normed = product.inputs[0]!;
  for (
    let node = madeInTail.get(normed);
    node && PICKS_POSITIONS.has(node.opType);
    node = madeInTail.get(normed)
  ) {
    normed = node.inputs[0]!;
  }
  const head = tail.slice(tail.indexOf(product));
  const made = producersOf({ nodes: head });
  const logitsType = options.elementTypeOf('logits');

  const copyHead = (suffix: string, input: string): Node[] =>
    head.map((node) =>
      renameNode(node, {
        name: `${node.name}/${suffix}`,
        inputs: node.inputs.map((name, index) =>
          node === product && index === 0 ? input : made.has(name) ? `${name}/${suffix}` : name,
        ),
        outputs: node.outputs.map((name) => name && `${name}/${suffix}`),
      }),
    );
  const branch = (suffix: string, before: Node[], input: string) =>
    makeBranch(
      `head.${suffix}`,
      [...before, ...copyHead(suffix, input)],
      [{ name: `logits/${suffix}`, elementType: logitsType }],
    );
  const picked = branch(
    'rows',
    [
      makeNode('Reshape', [normed, 'tiller.rows'], ['tiller.normed_rows']),
      makeNode('Gather', ['tiller.normed_rows', HEAD_INPUTS.rows], ['tiller.picked_rows'], { axis: 0 }),
      makeNode('Reshape', ['tiller.picked_rows', 'tiller.one_position'], ['tiller.head_input']),
    ],
    'tiller.head_input',
  );
  // One `If` each, never one in another: the runtime would send the inner condition to the GPU and read it back, in the
  // middle of the step. A WebGPU run that wants no logits makes one row of them.
  const logits = options.alwaysGather
    ? makeIf(
        HEAD_INPUTS.logitsOn,
        ['logits'],
        picked,
        nothing('logits/none', [0, 1, options.vocabSize], logitsType),
      )
    : makeIf(HEAD_INPUTS.rowsOn, ['logits'], picked, branch('all', [], normed));
  return {
    replaced: new Set(head),
    headSwitch: options.alwaysGather ? HEAD_INPUTS.logitsOn : HEAD_INPUTS.rowsOn,
    nodes: [
      logits,
      makeIf(
        HEAD_INPUTS.scoreOn,
        [HEAD_OUTPUTS.logProbs],
        makeBranch('score', scoreNodes(options.opset), [{ name: 'score/flat', elementType: FLOAT }]),
        nothing('score/none', [0]),
      ),
    ],
    initializers: [
      int64Tensor('tiller.one_position', [3], [-1, 1, options.hiddenSize]),
      int64Tensor('tiller.target_shape', [3], [-1, 1, 1]),
      int64Tensor('tiller.last_axis', [1], [-1]),
    ],
  };
}

/** The product with the vocabulary's weights; norms hold no such operator. */
function isHeadProduct(node: Node): boolean {
  return ['MatMul', 'MatMulNBits', 'Gemm', 'FusedMatMul', 'MatMulInteger', 'DynamicQuantizeMatMul'].includes(
    node.opType,
  );
}

/** log softmax(logits)[target], with the maximum taken out first: exact also where the probability underflows. */
function scoreNodes(opset: number): Node[] {
  const axes =
    opset >= 18
      ? { inputs: ['tiller.last_axis'], attributes: {} }
      : { inputs: [], attributes: { axes: [-1] } };
  return [
    makeNode('Cast', ['logits'], ['score/logits'], { to: FLOAT }),
    makeNode('ReduceMax', ['score/logits', ...axes.inputs], ['score/max'], {
      ...axes.attributes,
      keepdims: 1,
    }),
    makeNode('Sub', ['score/logits', 'score/max'], ['score/shifted']),
    makeNode('Exp', ['score/shifted'], ['score/exp']),
    makeNode('ReduceSum', ['score/exp', 'tiller.last_axis'], ['score/sum'], { keepdims: 1 }),
    makeNode('Log', ['score/sum'], ['score/log_sum']),
    makeNode('Reshape', [HEAD_INPUTS.targets, 'tiller.target_shape'], ['score/targets']),
    makeNode('GatherElements', ['score/shifted', 'score/targets'], ['score/target'], { axis: -1 }),
    makeNode('Sub', ['score/target', 'score/log_sum'], ['score/log_prob']),
    makeNode('Reshape', ['score/log_prob', 'tiller.flat'], ['score/flat']),
  ];
}
