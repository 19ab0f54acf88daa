/**
 * Puts steering at resid_post of every layer: h' = h + U^T (a - W h) with K slots, inside an `If` whose other branch is
 * the stock node, so that a layer that is not steered costs nothing and gives the same bits.
 */
import { int64Tensor, makeBranch, makeIf, makeNode, renameNode } from './build.ts';
import { FLOAT, type Node, type Tensor } from './model.ts';
import type { ResidPost } from './residualStream.ts';

/** Names of the inputs a steered graph has besides its own. Symbols: L layers, B rows, K slots, H hidden size. */
export const STEER_INPUTS = {
  /** [L, B, K, H] float32, unit directions */
  directions: 'steer_u',
  /** [L, B, H, K] float32, what each slot reads of h */
  readers: 'steer_w',
  /** [L, B, 1, K] float32, what each slot adds */
  offsets: 'steer_a',
  /** [L] bool, on the CPU */
  on: 'steer_on',
} as const;

export interface SteeredLayer {
  /** takes the place of the stock node */
  nodes: Node[];
  initializers: Tensor[];
  /** the value that carries resid_post, steered where it is on */
  residPost: string;
}

/**
 * @param elementType of the residual stream; the correction itself is always made in float32
 */
export function steerLayer(site: ResidPost, elementType: number): SteeredLayer {
  const { layer, node, form } = site;
  const index = `tiller.layer.${layer}`;
  const on = `steer_on.${layer}`;
  const initializers = [int64Tensor(index, [], [layer])];
  const readSwitch = makeNode('Gather', [STEER_INPUTS.on, index], [on], { axis: 0 });
  if (form === 'add') {
    const sum = node.outputs[0]!;
    const stock = renameNode(node, {
      name: `${node.name}/stock`,
      inputs: node.inputs,
      outputs: [`${sum}/stock`],
    });
    const raw = `resid_post.${layer}/raw`;
    const steered = `resid_post.${layer}/steered`;
    const correction = correctionNodes(layer, raw, elementType);
    const branchOutput = (name: string) => [{ name, elementType }];
    const choice = makeIf(
      on,
      [sum],
      makeBranch(
        `steer.${layer}`,
        [
          renameNode(node, { name: `${node.name}/raw`, inputs: node.inputs, outputs: [raw] }),
          ...correction.nodes,
          makeNode('Add', [raw, correction.value], [steered]),
        ],
        branchOutput(steered),
      ),
      makeBranch(`stock.${layer}`, [stock], branchOutput(`${sum}/stock`)),
    );
    return { nodes: [readSwitch, choice], initializers, residPost: sum };
  }

  // fused: the sum is made inside the norm, so the correction is added to one of its two inputs
  const normed = node.outputs[0]!;
  const residPost = node.outputs[3] || `resid_post.${layer}`;
  const [skip, branch] = node.inputs as [string, string];
  const biasAt = node.opType === 'SkipLayerNormalization' ? 4 : 3;
  const bias = node.inputs[biasAt];
  const raw = `resid_post.${layer}/raw`;
  const sumNodes = bias
    ? [
        makeNode('Add', [skip, branch], [`${raw}/unbiased`]),
        makeNode('Add', [`${raw}/unbiased`, bias], [raw]),
      ]
    : [makeNode('Add', [skip, branch], [raw])];
  const correction = correctionNodes(layer, raw, elementType);
  const moved = `resid_post.${layer}/branch`;
  const version = (suffix: string, inputs: string[]): { node: Node; outputs: string[] } => {
    const outputs = [`${normed}/${suffix}`, '', '', `${residPost}/${suffix}`];
    return { node: renameNode(node, { name: `${node.name}/${suffix}`, inputs, outputs }), outputs };
  };
  const steered = version('steered', [skip, moved, ...node.inputs.slice(2)]);
  const stock = version('stock', node.inputs);
  const asOutputs = (outputs: string[]) => [outputs[0]!, outputs[3]!].map((name) => ({ name, elementType }));
  const choice = makeIf(
    on,
    [normed, residPost],
    makeBranch(
      `steer.${layer}`,
      [...sumNodes, ...correction.nodes, makeNode('Add', [branch, correction.value], [moved]), steered.node],
      asOutputs(steered.outputs),
    ),
    makeBranch(`stock.${layer}`, [stock.node], asOutputs(stock.outputs)),
  );
  return { nodes: [readSwitch, choice], initializers, residPost };
}

/** U^T (a - W h) for one layer, [B, S, H], in the stream's own type. */
function correctionNodes(
  layer: number,
  hidden: string,
  elementType: number,
): { nodes: Node[]; value: string } {
  const index = `tiller.layer.${layer}`;
  const name = (part: string) => `resid_post.${layer}/${part}`;
  const nodes: Node[] = [];
  let h = hidden;
  if (elementType !== FLOAT) {
    h = name('float');
    nodes.push(makeNode('Cast', [hidden], [h], { to: FLOAT }));
  }
  nodes.push(
    makeNode('Gather', [STEER_INPUTS.directions, index], [name('u')], { axis: 0 }), // [B, K, H]
    makeNode('Gather', [STEER_INPUTS.readers, index], [name('w')], { axis: 0 }), // [B, H, K]
    makeNode('Gather', [STEER_INPUTS.offsets, index], [name('a')], { axis: 0 }), // [B, 1, K]
    makeNode('MatMul', [h, name('w')], [name('read')]), // [B, S, K]
    makeNode('Sub', [name('a'), name('read')], [name('coefficient')]), // [B, S, K]
    makeNode('MatMul', [name('coefficient'), name('u')], [name('correction')]), // [B, S, H]
  );
  if (elementType === FLOAT) return { nodes, value: name('correction') };
  nodes.push(makeNode('Cast', [name('correction')], [name('correction/cast')], { to: elementType }));
  return { nodes, value: name('correction/cast') };
}
