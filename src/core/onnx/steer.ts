/**
 * Puts steering at resid_post of every layer: h' = h + U^T (a - W h) with K slots, inside an `If` whose other branch is
 * stock, so that a layer that is not steered costs nothing and gives the same bits.
 *
 * Both branches hold a *region*: the node that makes the sum and, where asked for, its neighbours up to the attention on
 * either side. The runtime fuses neighbours into one kernel (norm, gate, up and activation, for one), but never across
 * the border of a branch; a region that reaches from attention to attention keeps every fusion the stock graph has.
 */
import { int64Tensor, makeBranch, makeIf, makeNode, renameNode } from './build.ts';
import { FLOAT, type Node, type Tensor } from './model.ts';
import type { ResidPost } from './residualStream.ts';
import { layerIndex, readSwitch } from './switches.ts';

/** Names of the inputs a steered graph has besides its own. Symbols: L layers, B rows, K slots, H hidden size. */
export const STEER_INPUTS = {
  /** [L, B, K, H] float32, unit directions */
  directions: 'steer_u',
  /** [L, B, H, K] float32, what each slot reads of h */
  readers: 'steer_w',
  /** [L, B, 1, K] float32, what each slot adds */
  offsets: 'steer_a',
  /** [L] int64, 0 or 1 */
  on: 'steer_on',
} as const;

export interface SteeredLayer {
  /** take the place of the region */
  nodes: Node[];
  initializers: Tensor[];
  /** the value that carries resid_post, steered where it is on */
  residPost: string;
}

export interface SteerOptions {
  /** of the residual stream; the correction itself is always made in float32 */
  elementType: number;
  /** nodes both branches hold, in order; the site's own node among them */
  region: readonly Node[];
  /** whether a value is read outside the region */
  isReadOutside: (name: string) => boolean;
  elementTypeOf: (name: string) => number;
}

export function steerLayer(site: ResidPost, options: SteerOptions): SteeredLayer {
  const { layer, node, form } = site;
  const { elementType, region, isReadOutside, elementTypeOf } = options;
  // a fused norm may keep its sum to itself (the last one does): then it is asked for
  const residPost = form === 'add' ? node.outputs[0]! : node.outputs[3] || `resid_post.${layer}`;
  const outputs = region
    .flatMap((member) => member.outputs)
    .filter((name) => name !== '' && name !== residPost && isReadOutside(name))
    .map((name) => ({ name, elementType: elementTypeOf(name) }));
  outputs.push({ name: residPost, elementType });

  const made = new Set([...region.flatMap((member) => member.outputs), residPost]);
  const branch = (suffix: string, replace: (member: Node, inBranch: (name: string) => string) => Node[]) => {
    const inBranch = (name: string) => (made.has(name) && name !== '' ? `${name}/${suffix}` : name);
    return makeBranch(
      `${suffix}.${layer}`,
      region.flatMap((member) => replace(member, inBranch)),
      outputs.map((output) => ({ ...output, name: inBranch(output.name) })),
    );
  };
  const copy = (member: Node, inBranch: (name: string) => string, inputs = member.inputs): Node =>
    renameNode(member, {
      name: inBranch(member.name || member.outputs[0]!),
      inputs: inputs.map(inBranch),
      outputs: (member === node ? sumOutputs(site, residPost) : member.outputs).map(inBranch),
    });

  const switchOn = readSwitch(STEER_INPUTS.on, layer);
  const choice = makeIf(
    switchOn.value,
    outputs.map((output) => output.name),
    branch('steered', (member, inBranch) =>
      member === node ? steeredSum(site, elementType, inBranch, copy) : [copy(member, inBranch)],
    ),
    branch('stock', (member, inBranch) => [copy(member, inBranch)]),
  );
  return {
    nodes: [...switchOn.nodes, choice],
    initializers: [int64Tensor(layerIndex(layer), [], [layer])],
    residPost,
  };
}

function sumOutputs({ node, form }: ResidPost, residPost: string): string[] {
  return form === 'add' ? node.outputs : [node.outputs[0]!, '', '', residPost];
}

/** The node that sums, with the correction in it. */
function steeredSum(
  site: ResidPost,
  elementType: number,
  inBranch: (name: string) => string,
  copy: (member: Node, inBranch: (name: string) => string, inputs?: string[]) => Node,
): Node[] {
  const { layer, node, form } = site;
  const name = (part: string) => `resid_post.${layer}/${part}`;
  const [skip, branch] = node.inputs.map(inBranch) as [string, string];
  const raw = name('raw');
  if (form === 'add') {
    const correction = correctionNodes(layer, raw, elementType);
    return [
      renameNode(node, { name: raw, inputs: [skip, branch], outputs: [raw] }),
      ...correction.nodes,
      makeNode('Add', [raw, correction.value], [inBranch(node.outputs[0]!)]),
    ];
  }
  // fused: the sum is made inside the norm, so the correction goes into one of its two inputs
  const biasInput = node.inputs[node.opType === 'SkipLayerNormalization' ? 4 : 3];
  const unbiased = biasInput ? name('unbiased') : raw;
  const correction = correctionNodes(layer, raw, elementType);
  return [
    makeNode('Add', [skip, branch], [unbiased]),
    ...(biasInput ? [makeNode('Add', [unbiased, inBranch(biasInput)], [raw])] : []),
    ...correction.nodes,
    makeNode('Add', [branch, correction.value], [name('moved')]),
    copy(node, inBranch, [node.inputs[0]!, name('moved'), ...node.inputs.slice(2)]),
  ];
}

/** U^T (a - W h) for one layer, [B, S, H], in the stream's own type. */
function correctionNodes(
  layer: number,
  hidden: string,
  elementType: number,
): { nodes: Node[]; value: string } {
  const index = layerIndex(layer);
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
