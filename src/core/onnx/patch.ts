/** The whole patch: a stock decoder in, a steerable one out, with what the runtime needs to know about both. */
import { TillerError } from '../errors.ts';
import { boolInput, floatInput, int64Input, makeValueInfo } from './build.ts';
import { CHOICE_INPUTS, CHOICES, choiceSwitch, chooseToken } from './choose.ts';
import { elementTypes } from './elementType.ts';
import { HEAD_INPUTS, HEAD_OUTPUTS, type HeadSwitch, rewriteHead } from './head.ts';
import { restoreFloatProducts } from './integerProducts.ts';
import { feedLengths } from './lengths.ts';
import { openRopeChoice, ROPE_LENGTH } from './longRope.ts';
import { FLOAT, type Graph, INT32, type Model, type Node } from './model.ts';
import { OBSERVE_INPUTS, OBSERVE_OUTPUTS, observe } from './observe.ts';
import { dropUnreadInputs, withoutUnread } from './prune.ts';
import { findResidualStream, type ResidualStream } from './residualStream.ts';
import { repairSoftCaps, type SoftCapRepair } from './softCap.ts';
import { STEER_INPUTS, steerLayer } from './steer.ts';
import { refineTrigonometry } from './trigonometry.ts';

export interface PatchOptions {
  /** hidden size by the model's configuration; checked against the graph where the graph says it */
  hiddenSize?: number;
  /**
   * `cpu` keeps as few weights as possible inside branches, where they would be pre-packed once more each; `webgpu` keeps
   * the stock graph's fusions and its number of dispatches while nothing is on, and does by other operators what that
   * provider gets wrong.
   */
  provider: 'cpu' | 'webgpu';
}

export interface CacheTensor {
  layer: number;
  part: 'key' | 'value';
  past: string;
  present: string;
  elementType: number;
  /** [batch, kvHeads, past, headDim] as the file declares it; names where symbolic */
  dims: (number | string)[];
}

/** What the patcher found and made. */
export interface PatchReport {
  numLayers: number;
  hiddenSize: number;
  vocabSize: number;
  /** of the residual stream, as ONNX element type */
  residualType: number;
  logitsType: number;
  form: 'fused' | 'add' | 'mixed';
  /** operator that reads the cache; `GroupQueryAttention` takes a fixed buffer, anything else grows by concatenation */
  attention: 'GroupQueryAttention' | 'concat';
  /** whether attention takes the rows' lengths as inputs, and not from the mask */
  takesLengths: boolean;
  /** how the head is switched: between some positions and all, or between some and none */
  headSwitch: HeadSwitch;
  /** whether the graph can choose the next token itself */
  choosesTokens: boolean;
  /** names of the nodes whose sum is resid_post, per layer */
  residualChain: string[];
  cache: CacheTensor[];
  /** inputs of the stock graph besides the cache */
  inputs: string[];
  /** the longest text that is read with the first of two rotary tables; null where there is one */
  ropeLimit: number | null;
  /** what the provider gets wrong and other operators do here, in plain words */
  repairs: string[];
  /** what the provider gets wrong and will get wrong, in plain words */
  notRepaired: string[];
}

/**
 * Rewrites `model.graph` in place (lists are replaced, parts that were read stay shared).
 * @throws TillerError `graph_not_recognised` naming the node where the residual chain broke; `shape_mismatch` when graph
 * and configuration differ in hidden size
 */
export function patchModel(model: Model, options: PatchOptions): PatchReport {
  const { graph } = model;
  const products = restoreFloatProducts(graph);
  const ropeLimit = openRopeChoice(graph);
  const angles = options.provider === 'webgpu' ? refineTrigonometry(graph, elementTypes(graph)) : [];
  const stream = findResidualStream(graph);
  const elementTypeOf = elementTypes(graph);
  const hiddenSize = findHiddenSize(graph, stream, options.hiddenSize);
  const found = describe(graph, stream, hiddenSize, elementTypeOf);

  const regions = options.provider === 'webgpu' ? attentionToAttention(stream) : null;
  const isReadOutside = outsideReaders(graph);
  const steered = stream.layers.map((site) => {
    const type = elementTypeOf(site.form === 'fused' ? site.node.inputs[2]! : site.node.outputs[0]!);
    const region = regions?.[site.layer] ?? [site.node];
    const layer = steerLayer(site, {
      elementType: type,
      region,
      isReadOutside: (name) => isReadOutside(name, region),
      elementTypeOf,
    });
    return { site, type, region, layer };
  });
  const observed = observe(
    steered.map(({ layer, type }) => ({ name: layer.residPost, elementType: type })),
    hiddenSize,
  );
  const opset = model.opsets.get('') ?? 14;
  const head = rewriteHead(stream, {
    alwaysGather: options.provider === 'cpu',
    hiddenSize,
    vocabSize: found.vocabSize,
    elementTypeOf,
    opset,
  });
  // a row of logits is at hand on the CPU, and may be far away on a GPU
  const choosesTokens = options.provider === 'webgpu';
  const choice = choosesTokens
    ? chooseToken('logits', { vocabSize: found.vocabSize, opset })
    : { nodes: [], initializers: [] };

  // the If comes where the region's last node was: everything it reads has been made by then
  const replacement = new Map<Node, Node[]>();
  for (const { region, layer } of steered) {
    for (const node of region) replacement.set(node, []);
    replacement.set(region.at(-1)!, layer.nodes);
  }
  for (const node of head.replaced) replacement.set(node, []);
  const outputsBefore = new Set(graph.outputs.map((output) => output.name));
  graph.nodes = [
    ...graph.nodes.flatMap((node) => replacement.get(node) ?? [node]),
    ...observed.nodes,
    ...head.nodes,
    ...choice.nodes,
  ];
  graph.initializers = [
    ...graph.initializers,
    ...steered.flatMap(({ layer }) => layer.initializers),
    ...observed.initializers,
    ...head.initializers,
    ...choice.initializers,
  ];
  const lengths = options.provider === 'webgpu' ? feedLengths(graph) : [];
  const report: PatchReport = {
    ...found,
    ropeLimit,
    headSwitch: head.headSwitch,
    choosesTokens,
    takesLengths: lengths.length > 0,
  };
  const added = [
    ...addedInputs(report.numLayers, head.headSwitch),
    ...(choosesTokens ? choiceInputs() : []),
    ...lengths,
  ];
  if (ropeLimit !== null) added.push(int64Input(ROPE_LENGTH, []));
  graph.inputs = [...graph.inputs, ...added];
  graph.outputs = [
    // the head gives as many rows as were asked for, so its declared shape no longer holds
    ...graph.outputs.map((output) =>
      output.name === 'logits'
        ? makeValueInfo('logits', output.elementType, ['logit_rows', 'positions', report.vocabSize])
        : output,
    ),
    makeValueInfo(OBSERVE_OUTPUTS.residPostLast, FLOAT, ['captured_rows', hiddenSize]),
    makeValueInfo(OBSERVE_OUTPUTS.probeValues, FLOAT, ['probe_values']),
    makeValueInfo(HEAD_OUTPUTS.logProbs, FLOAT, ['scored_rows']),
    ...(choosesTokens
      ? CHOICES.map(({ output }) => makeValueInfo(output, FLOAT, ['logit_rows', `${output}_columns`]))
      : []),
  ];
  graph.nodes = withoutUnread(
    graph.nodes,
    graph.outputs.map((output) => output.name),
  );
  dropUnreadInputs(graph, new Set(added.map((input) => input.name)));
  report.inputs = report.inputs.filter((name) => graph.inputs.some((input) => input.name === name));
  const gone = new Set([...head.replaced].flatMap((node) => node.outputs));
  graph.valueInfo = graph.valueInfo.filter((info) => !gone.has(info.name) && !outputsBefore.has(info.name));
  // last: until here each attention is the one node that the regions between them are measured by
  if (products.length > 0) {
    report.repairs.push(
      `activations of ${products.length} products stay float32: quantised, a row's numbers would depend on the rest of its batch`,
    );
  }
  if (options.provider === 'webgpu') describeRepairs(report, angles, repairSoftCaps(graph, elementTypeOf));
  return report;
}

function describeRepairs(report: PatchReport, angles: string[], caps: SoftCapRepair): void {
  if (angles.length > 0) {
    report.repairs.push(
      `sine and cosine of rotary positions (${angles.join(', ')}) by table: WebGPU's own may be off by 5e-4`,
    );
  }
  if (caps.repaired.length > 0) {
    report.repairs.push(
      `attention soft cap of ${caps.repaired.length} layers by separate operators: the WebGPU provider leaves it out`,
    );
  }
  for (const { node, reason } of caps.kept) {
    report.notRepaired.push(
      `The WebGPU provider leaves out the soft cap of the attention "${node}", and it could not be put back (${reason}): expect slightly different texts than on the CPU.`,
    );
  }
}

/**
 * For each layer the nodes of the flow from its attention to the next one's, or to the final norm. Null where attention
 * is not one node: those graphs are not fused across the residual sum either.
 */
function attentionToAttention(stream: ResidualStream): Node[][] | null {
  const isOneNode = stream.anchors.every((nodes) => nodes.length === 1);
  const isFused = stream.layers.every((site) => site.form === 'fused');
  if (!isOneNode || !isFused) return null;
  const position = new Map(stream.flow.map((node, index) => [node, index]));
  return stream.layers.map((site, layer) => {
    const next = stream.anchors[layer + 1]?.[0];
    const until = next ? position.get(next)! : position.get(site.node)! + 1;
    return stream.flow.slice(position.get(stream.anchors[layer]![0]!)! + 1, until);
  });
}

/** Answers whether a value is read by a node outside a region, or is an output of the graph. */
function outsideReaders(graph: Graph): (name: string, region: readonly Node[]) => boolean {
  const readers = new Map<string, Node[]>();
  for (const node of graph.nodes) {
    for (const name of [...node.inputs, ...node.outerInputs]) {
      readers.set(name, [...(readers.get(name) ?? []), node]);
    }
  }
  const outputs = new Set(graph.outputs.map((output) => output.name));
  return (name, region) =>
    outputs.has(name) || (readers.get(name) ?? []).some((reader) => !region.includes(reader));
}

/** Dimensions carry names of their own: a run that does not steer feeds tensors of one element. */
function addedInputs(numLayers: number, headSwitch: HeadSwitch) {
  return [
    floatInput(STEER_INPUTS.directions, ['steer_layers', 'steer_rows', 'steer_slots', 'steer_hidden']),
    floatInput(STEER_INPUTS.readers, ['steer_layers', 'steer_rows', 'steer_hidden', 'steer_slots']),
    floatInput(STEER_INPUTS.offsets, ['steer_layers', 'steer_rows', 1, 'steer_slots']),
    int64Input(STEER_INPUTS.on, [numLayers]),
    int64Input(OBSERVE_INPUTS.lastToken, ['last_tokens']),
    boolInput(OBSERVE_INPUTS.captureOn, []),
    floatInput(OBSERVE_INPUTS.probes, ['probe_layers', 'probe_rows', 'probe_hidden', 'probe_count']),
    int64Input(OBSERVE_INPUTS.probeOn, [numLayers]),
    boolInput(OBSERVE_INPUTS.probesOn, []),
    int64Input(HEAD_INPUTS.rows, ['logit_rows']),
    boolInput(headSwitch, []),
    int64Input(HEAD_INPUTS.targets, ['logit_rows']),
    boolInput(HEAD_INPUTS.scoreOn, []),
  ];
}

function choiceInputs() {
  return [
    ...CHOICES.map(({ output }) => boolInput(choiceSwitch(output), [])),
    makeValueInfo(CHOICE_INPUTS.used, INT32, ['choice_rows', 'choice_used_ids']),
    floatInput(CHOICE_INPUTS.penalties, ['choice_rows', 1]),
    floatInput(CHOICE_INPUTS.inverseTemperatures, ['choice_rows', 1]),
  ];
}

function findHiddenSize(graph: Graph, stream: ResidualStream, configured: number | undefined): number {
  const dimsOf = new Map(graph.initializers.map((tensor) => [tensor.name, tensor.dims]));
  const found = new Set<number>();
  for (const { node, form } of stream.layers) {
    if (form === 'fused') found.add(dimsOf.get(node.inputs[2]!)?.[0] ?? 0);
    else {
      const last = graph.valueInfo.find((info) => info.name === node.outputs[0])?.dims?.at(-1);
      if (typeof last === 'number') found.add(last);
    }
  }
  if (configured !== undefined) found.add(configured);
  found.delete(0);
  if (found.size !== 1) {
    throw new TillerError(
      found.size === 0 ? 'graph_not_recognised' : 'shape_mismatch',
      found.size === 0
        ? 'the hidden size is neither in the graph nor in config.json (hidden_size); add it to config.json'
        : `expected one hidden size in graph and config.json, found ${[...found].join(' and ')}; do both files belong together?`,
      { found: [...found], node: stream.layers[0]!.node.name },
    );
  }
  return [...found][0]!;
}

function describe(
  graph: Graph,
  stream: ResidualStream,
  hiddenSize: number,
  elementTypeOf: (name: string) => number,
): Omit<PatchReport, 'ropeLimit' | 'headSwitch' | 'choosesTokens' | 'takesLengths'> {
  const forms = new Set(stream.layers.map((site) => site.form));
  const first = stream.layers[0]!;
  const vocabSize = graph.outputs.find((output) => output.name === 'logits')?.dims?.at(-1);
  if (typeof vocabSize !== 'number') {
    throw new TillerError(
      'graph_not_recognised',
      'expected logits with a fixed vocabulary size, found a symbolic one',
      {
        output: 'logits',
      },
    );
  }
  const cache: CacheTensor[] = [];
  for (const input of graph.inputs) {
    const match = /^past_key_values\.(\d+)\.(key|value)$/.exec(input.name);
    if (!match) continue;
    const [, layer, part] = match as unknown as [string, string, 'key' | 'value'];
    cache.push({
      layer: Number(layer),
      part,
      past: input.name,
      present: `present.${layer}.${part}`,
      elementType: input.elementType,
      dims: input.dims ?? [],
    });
  }
  const caches = new Set(cache.map((tensor) => tensor.past));
  const isGrouped = stream.anchors.flat().every((node) => node.opType === 'GroupQueryAttention');
  return {
    numLayers: stream.layers.length,
    hiddenSize,
    vocabSize,
    residualType: elementTypeOf(first.form === 'fused' ? first.node.inputs[2]! : first.node.outputs[0]!),
    logitsType: elementTypeOf('logits'),
    form: forms.size > 1 ? 'mixed' : first.form,
    attention: isGrouped ? 'GroupQueryAttention' : 'concat',
    residualChain: stream.layers.map((site) => site.node.name || site.node.outputs[0]!),
    cache,
    inputs: graph.inputs.map((input) => input.name).filter((name) => !caches.has(name)),
    repairs: [],
    notRepaired: [],
  };
}
