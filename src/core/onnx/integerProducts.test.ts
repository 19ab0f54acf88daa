import { describe, expect, it } from 'vitest';
import { readFixture } from '../../../scripts/lib/fixtureModels.ts';
import { makeNode, makeTensor, makeValueInfo } from './build.ts';
import { restoreFloatProducts } from './integerProducts.ts';
import { FLOAT, type Graph, type Node, readModel, UINT8 } from './model.ts';

/** x -> y as exporters write it: W [2, 3], one scale. */
function quantised(change: (nodes: Node[]) => Node[] = (nodes) => nodes): Graph {
  const nodes = [
    makeNode('DynamicQuantizeLinear', ['x'], ['x/q', 'x/scale', 'x/zero']),
    makeNode('MatMulInteger', ['x/q', 'W', 'x/zero', 'W/zero'], ['sum']),
    makeNode('Cast', ['sum'], ['sum/float'], { to: FLOAT }),
    makeNode('Mul', ['x/scale', 'W/scale'], ['scale']),
    makeNode('Mul', ['sum/float', 'scale'], ['y']),
  ];
  return {
    nodes: change(nodes),
    initializers: [
      makeTensor('W', UINT8, [2, 3], new Uint8Array(6)),
      makeTensor('W/zero', UINT8, [], new Uint8Array(1)),
      makeTensor('W/scale', FLOAT, [], new Uint8Array(4)),
    ],
    inputs: [makeValueInfo('x', FLOAT, null)],
    outputs: [makeValueInfo('y', FLOAT, null)],
    valueInfo: [],
    rest: [],
  };
}

describe('restoring float products', () => {
  it('leaves a graph without integer products as it is', () => {
    const { graph } = readModel(readFixture('llama/onnx/model_q4.onnx'));
    const before = graph.nodes;
    expect(restoreFloatProducts(graph)).toEqual([]);
    expect(graph.nodes).toBe(before);
  });

  it('keeps the weight in 8 bits and the activations in float', () => {
    const graph = quantised();
    restoreFloatProducts(graph);
    expect(graph.nodes.map(({ opType, inputs }) => [opType, ...inputs])).toEqual([
      ['DequantizeLinear', 'W', 'W/scale', 'W/zero'],
      ['MatMul', 'x', 'W/float'],
    ]);
  });

  it('takes every product of a real export apart, and nothing of the quantisation stays', () => {
    const { graph } = readModel(readFixture('llama-unfused/onnx/model_int8.onnx'));
    expect(restoreFloatProducts(graph).length).toBe(29);
    const left = new Set(graph.nodes.map((node) => node.opType));
    expect(left.has('MatMulInteger') || left.has('DynamicQuantizeLinear')).toBe(false);
    const [first] = graph.nodes.filter(
      (node) => node.opType === 'DequantizeLinear' && node.inputs[0]!.startsWith('onnx::MatMul'),
    );
    expect(first!.attributes.get('axis')?.int).toBe(1);
  });

  it('unpacks a weight that two products share once, without a zero point where it has none, by column where it is', () => {
    const graph = quantised((nodes) => [
      ...nodes,
      makeNode('MatMulInteger', ['x/q', 'W', 'x/zero'], ['sum2']),
      makeNode('Cast', ['sum2'], ['sum2/float'], { to: FLOAT }),
      makeNode('Mul', ['sum2/float', 'scale'], ['y2']),
    ]);
    graph.outputs.push(makeValueInfo('y2', FLOAT, null));
    expect(restoreFloatProducts(graph)).toHaveLength(2);
    const opTypes = graph.nodes.map(({ opType }) => opType);
    expect(opTypes).toEqual(['DequantizeLinear', 'MatMul', 'MatMul']);
    const symmetric = quantised((nodes) =>
      nodes.map((node) =>
        node.opType === 'MatMulInteger' ? makeNode('MatMulInteger', ['x/q', 'W', 'x/zero'], ['sum']) : node,
      ),
    );
    symmetric.initializers = symmetric.initializers.map((tensor) =>
      tensor.name === 'W/scale' ? makeTensor('W/scale', FLOAT, [3], new Uint8Array(12)) : tensor,
    );
    restoreFloatProducts(symmetric);
    expect(symmetric.nodes[0]!.inputs).toEqual(['W', 'W/scale']);
    expect(symmetric.nodes[0]!.attributes.get('axis')?.int).toBe(1);
  });

  it.each(['W', 'W/zero', 'W/scale'])('refuses a product whose %s is not stored', (name) => {
    const graph = quantised();
    graph.initializers = graph.initializers.filter((tensor) => tensor.name !== name);
    expect(() => restoreFloatProducts(graph)).toThrow(expect.objectContaining({ code: 'model_unsupported' }));
  });

  const broken: [string, (nodes: Node[]) => Node[]][] = [
    ['without the Cast', (nodes) => nodes.filter((node) => node.opType !== 'Cast')],
    ['with activations quantised elsewhere', (nodes) => nodes.slice(1)],
    [
      'with a sum that is read twice',
      (nodes) => [...nodes, makeNode('Cast', ['sum'], ['again'], { to: FLOAT })],
    ],
    ['in one fused node', () => [makeNode('DynamicQuantizeMatMul', ['x', 'W', 'W/scale'], ['y'])]],
  ];
  it.each(broken)('refuses a product %s', (_, change) => {
    expect(() => restoreFloatProducts(quantised(change))).toThrow(
      expect.objectContaining({ code: 'model_unsupported' }),
    );
  });
});
