import { describe, expect, it } from 'vitest';
import { readFixture } from '../../../scripts/lib/fixtureModels.ts';
import { floatTensor } from './build.ts';
import { elementTypes } from './elementType.ts';
import { type Attribute, FLOAT, FLOAT16, type Graph, type Node, readModel, writeModel } from './model.ts';
import { patchModel } from './patch.ts';
import { repairSoftCaps } from './softCap.ts';

const graphOf = (path: string): Graph => readModel(readFixture(path)).graph;
const repaired = (path: string) => {
  const graph = graphOf(path);
  const repair = repairSoftCaps(graph, elementTypes(graph));
  return { graph, repair };
};
const attentions = ({ nodes }: Graph): Node[] =>
  nodes.filter((node) => node.opType === 'GroupQueryAttention');
const count = ({ nodes }: Graph, opType: string) => nodes.filter((node) => node.opType === opType).length;

describe('attention soft caps for WebGPU', () => {
  it('keep the attention nodes with their cache, and give their answers under the old names', () => {
    const stock = attentions(graphOf('gemma2/onnx/model.onnx'));
    const { graph, repair } = repaired('gemma2/onnx/model.onnx');
    const kept = attentions(graph);
    expect(repair.repaired).toEqual(stock.map((node) => node.name));
    expect(kept.map((node) => node.inputs)).toEqual(stock.map((node) => node.inputs));
    expect(kept.map((node) => node.outputs.slice(1))).toEqual(stock.map((node) => node.outputs.slice(1)));
    for (const [layer, { outputs }] of stock.entries()) {
      const answer = outputs[0]!;
      expect(graph.nodes.filter((node) => node.outputs.includes(answer))).toHaveLength(1);
      expect(graph.nodes.some((node) => node.inputs.includes(kept[layer]!.outputs[0]!))).toBe(false);
    }
  });

  it('build one mask for each width of window, and every value before it is read', () => {
    const { graph } = repaired('gemma2/onnx/model.onnx');
    expect(count(graph, 'Where')).toBe(2); // windows of 8 and without end
    const made = new Set([...graph.inputs, ...graph.initializers].map(({ name }) => name).concat(''));
    for (const node of graph.nodes) {
      for (const input of node.inputs) expect(made).toContain(input);
      for (const output of node.outputs) made.add(output);
    }
  });

  it('bound scores in float32, also where the cache is float16', () => {
    const { graph } = repaired('gemma2/onnx/model_fp16.onnx');
    const typeOf = elementTypes(graph);
    for (const node of graph.nodes.filter(({ opType }) => opType === 'Softmax')) {
      expect(typeOf(node.inputs[0]!)).toBe(FLOAT);
    }
    for (const { outputs } of attentions(graph)) expect(typeOf(outputs[1]!)).toBe(FLOAT16);
  });

  it('are left alone where there is none, and on the CPU', () => {
    for (const path of ['llama/onnx/model.onnx', 'gemma2-unfused/onnx/model.onnx']) {
      const { graph, repair } = repaired(path);
      expect(repair).toEqual({ repaired: [], kept: [] });
      expect(graph.nodes).toEqual(graphOf(path).nodes);
    }
    const model = readModel(readFixture('gemma2/onnx/model.onnx'));
    expect(patchModel(model, { provider: 'cpu' }).repairs).toEqual([]);
    expect(count(model.graph, 'Softmax')).toBe(0);
  });

  /** The fixture with its first attention changed. */
  const changed = (change: (node: Node) => Partial<Node>) => {
    const graph = graphOf('gemma2/onnx/model.onnx');
    const [first] = attentions(graph) as [Node];
    const node = { ...first, ...change(first) };
    graph.nodes = graph.nodes.map((each) => (each === first ? node : each));
    return { graph, node, repair: repairSoftCaps(graph, elementTypes(graph)) };
  };
  const attributes = (node: Node, changes: Record<string, Partial<Attribute> | null>) => {
    const changed = new Map(node.attributes);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) changed.delete(name);
      else changed.set(name, { int: 0, float: 0, string: '', ints: [], tensor: null, ...value });
    }
    return { attributes: changed };
  };
  const inputs = (node: Node, changes: Record<number, string>) => ({
    inputs: node.inputs.map((name, index) => changes[index] ?? name),
  });

  it.each<[string, (node: Node) => Partial<Node>, string]>([
    ['another attribute', (node) => attributes(node, { smooth_softmax: { int: 1 } }), 'smooth_softmax'],
    ['no scale', (node) => attributes(node, { scale: null }), 'the scale'],
    ['no number of heads', (node) => attributes(node, { num_heads: null }), 'its heads'],
    ['no number of cached heads', (node) => attributes(node, { kv_num_heads: null }), 'its heads'],
    ['no cache', ({ outputs }) => ({ outputs: [outputs[0]!, '', ''] }), 'no cache'],
    ['rotary tables that are computed', (node) => inputs(node, { 7: 'computed' }), 'rotary tables'],
    ['no rotary tables', (node) => ({ inputs: node.inputs.slice(0, 7) }), 'rotary tables'],
  ])('stay out, with the reason, of an attention with %s', (_, change, reason) => {
    const { graph, node, repair } = changed(change);
    expect(repair.kept).toEqual([{ node: node.name, reason: expect.stringContaining(reason) }]);
    expect(repair.repaired).toHaveLength(3);
    expect(graph.nodes).toContain(node);
  });

  it('are not looked for where an attention says nothing of them', () => {
    const { graph, node, repair } = changed(() => ({ attributes: new Map() }));
    expect(repair.kept).toEqual([]);
    expect(repair.repaired).not.toContain(node.name);
    expect(graph.nodes).toContain(node);
  });

  it('take the query as it comes where keys and values come apart from it, turned or not', () => {
    const first = ({ nodes }: Graph, { outputs }: Node) =>
      nodes.filter((each) => each.outputs[0]!.startsWith(`${outputs[0]}/capped/`));
    const apart = changed((node) => ({
      ...inputs(node, { 1: 'keys', 2: 'values' }),
      ...attributes(node, { rotary_interleaved: { int: 1 } }),
    }));
    const [rotary] = first(apart.graph, apart.node);
    expect(rotary).toMatchObject({
      opType: 'RotaryEmbedding',
      inputs: [apart.node.inputs[0], ...[1, 2, 3].map(() => expect.any(String))],
    });
    expect(rotary!.attributes.get('interleaved')?.int).toBe(1);
    const plain = changed((node) => ({
      ...inputs(node, { 1: 'keys', 2: 'values' }),
      ...attributes(node, { do_rotary: { int: 0 } }),
    }));
    expect(first(plain.graph, plain.node)[0]).toMatchObject({
      opType: 'Reshape',
      inputs: [plain.node.inputs[0], expect.any(String)],
    });
  });

  it('say so when other inputs shape the scores as well', () => {
    const model = readModel(readFixture('gemma2/onnx/model.onnx'));
    const [first] = attentions(model.graph) as [Node];
    const inputs = [...first.inputs.slice(0, 10), 'bias'];
    const biased: Node = { ...first, inputs };
    model.graph.nodes = model.graph.nodes.map((node) => (node === first ? biased : node));
    model.graph.initializers = [...model.graph.initializers, floatTensor('bias', [1], [0])];
    const report = patchModel(model, { provider: 'webgpu' });
    expect(report.repairs).toEqual([expect.stringContaining('3 layers')]);
    expect(report.notRepaired).toEqual([expect.stringContaining(first.name)]);
    expect(report.notRepaired[0]).toContain('bias');
  });

  it('survive being written and read', () => {
    const model = readModel(readFixture('gemma2/onnx/model_q4.onnx'));
    patchModel(model, { provider: 'webgpu' });
    const again = readModel(writeModel(model)).graph;
    const rotary = again.nodes.filter((node) => node.opType === 'RotaryEmbedding');
    expect(rotary).toHaveLength(4);
    for (const node of rotary) {
      expect(node.domain).toBe('com.microsoft');
      expect(node.attributes.get('rotary_embedding_dim')?.int).toBe(32);
    }
  });
});
