import { describe, expect, it } from 'vitest';
import { readFixture } from '../../../scripts/lib/fixtureModels.ts';
import { floatTensor } from './build.ts';
import { elementTypes } from './elementType.ts';
import { FLOAT, FLOAT16, type Graph, type Node, readModel, writeModel } from './model.ts';
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
