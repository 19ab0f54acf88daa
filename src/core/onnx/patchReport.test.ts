/** What a patch says of a model, what it keeps of its file, and what it refuses. */
import { describe, expect, it } from 'vitest';
import { readFixture } from '../../../scripts/lib/fixtureModels.ts';
import { makeNode, makeValueInfo } from './build.ts';
import { FLOAT, FLOAT16, readModel, type ValueInfo } from './model.ts';
import { patchModel } from './patch.ts';
import { findResidualStream } from './residualStream.ts';
import { branchesOf } from './testing.ts';

const patched = (path: string, provider: 'cpu' | 'webgpu') => {
  const model = readModel(readFixture(path));
  return { report: patchModel(model, { provider, hiddenSize: 64 }), graph: model.graph };
};

describe('a report', () => {
  const read = () => readModel(readFixture('llama/onnx/model.onnx'));

  it('names as cache what has the name of one, and nothing like it', () => {
    const model = read();
    const { cache } = patchModel(read(), { provider: 'cpu' });
    const others = ['no_past_key_values.0.key', 'past_key_values.0.keys', 'past_key_values.one.key'];
    model.graph.inputs = [
      ...model.graph.inputs,
      makeValueInfo('past_key_values.10.value', FLOAT16, null),
      ...others.map((name) => makeValueInfo(name, FLOAT, null)),
    ];
    expect(patchModel(model, { provider: 'cpu' }).cache).toEqual([
      ...cache,
      {
        layer: 10,
        part: 'value',
        past: 'past_key_values.10.value',
        present: 'present.10.value',
        elementType: FLOAT16,
        dims: [],
      },
    ]);
  });

  it('takes the type of a fused stream from its norm, whatever the file says of values', () => {
    const model = read();
    // made-up: its first input is of integers
    const embed = model.graph.nodes.find(({ inputs }) => inputs.includes('input_ids'))!;
    const other = makeNode('Embed', embed.inputs.toReversed(), embed.outputs, {}, 'made.up');
    model.graph.nodes = model.graph.nodes.map((node) => (node === embed ? other : node));
    model.graph.valueInfo = [];
    expect(patchModel(model, { provider: 'cpu' }).residualType).toBe(FLOAT);
    const [steered] = model.graph.nodes.filter(({ inputs }) => inputs[0] === 'steer_on.0');
    const inside = branchesOf(steered!)[0]!.nodes.map(({ opType }) => opType);
    expect(inside).not.toContain('Cast');
  });

  it('finds the vocabulary at the logits, wherever they stand among the outputs', () => {
    const model = read();
    const { vocabSize } = patchModel(read(), { provider: 'cpu' });
    model.graph.outputs = model.graph.outputs.toReversed();
    expect(patchModel(model, { provider: 'cpu' }).vocabSize).toBe(vocabSize);
  });

  it('says that the cache is a fixed buffer only where each attention takes one', () => {
    const model = read();
    const first = model.graph.nodes.find(({ opType }) => opType === 'GroupQueryAttention')!;
    model.graph.nodes = model.graph.nodes.map((node) =>
      node === first ? { ...node, opType: 'MultiHeadAttention' } : node,
    );
    expect(patchModel(model, { provider: 'cpu' }).attention).toBe('concat');
  });
});

describe('shapes that the file declares', () => {
  it('are kept, but for those of the head and of outputs', () => {
    const model = readModel(readFixture('gemma2/onnx/model.onnx'));
    const { tail } = findResidualStream(model.graph);
    const product = tail.findIndex(({ opType }) => opType.startsWith('MatMul'));
    const head = tail.slice(product).flatMap(({ outputs }) => outputs);
    expect(head.length).toBeGreaterThan(1);
    const declare = (name: string) => makeValueInfo(name, FLOAT, ['batch', 'sequence', 'n']);
    const kept = [declare('kept'), declare(tail[0]!.outputs[0]!)];
    model.graph.valueInfo = [...head.map(declare), declare('present.0.key'), ...kept];
    patchModel(model, { provider: 'cpu', hiddenSize: 64 });
    expect(model.graph.valueInfo).toEqual(kept);
  });
});

describe('the standard operators', () => {
  it.each([17, 18])('are used as their set %i has them', (opset) => {
    const model = readModel(readFixture('llama/onnx/model.onnx'));
    model.opsets.set('', opset);
    patchModel(model, { provider: 'cpu' });
    const [score] = branchesOf(model.graph.nodes.find(({ inputs }) => inputs[0] === 'score_on')!);
    const maximum = score!.nodes.find(({ opType }) => opType === 'ReduceMax')!;
    // axes became an input with set 18
    expect(maximum.inputs).toHaveLength(opset < 18 ? 1 : 2);
  });
});

describe('what is repaired', () => {
  const repairsOf = (path: string, provider: 'cpu' | 'webgpu') => patched(path, provider).report.repairs;

  it('is nothing on the CPU but products that quantise activations', () => {
    expect(repairsOf('gemma2/onnx/model.onnx', 'cpu')).toEqual([]);
    expect(repairsOf('llama-unfused/onnx/model.onnx', 'cpu')).toEqual([]);
    const { nodes } = patched('llama-unfused/onnx/model.onnx', 'cpu').graph;
    expect(nodes.filter(({ opType }) => opType === 'Cos' || opType === 'Sin')).toHaveLength(2);
    expect(repairsOf('llama-unfused/onnx/model_int8.onnx', 'cpu')).toEqual([
      expect.stringContaining('29 products'),
    ]);
  });

  it('is said of WebGPU, with numbers and places', () => {
    expect(repairsOf('gemma2/onnx/model.onnx', 'webgpu')).toEqual([expect.stringContaining('4 layers')]);
    expect(repairsOf('llama-unfused/onnx/model.onnx', 'webgpu')).toEqual([
      expect.stringContaining('/model/rotary_emb/Cos, /model/rotary_emb/Sin'),
    ]);
    expect(repairsOf('llama/onnx/model.onnx', 'webgpu')).toEqual([]);
  });
});

describe('a model that does not fit its configuration', () => {
  const read = () => readModel(readFixture('llama/onnx/model.onnx'));

  it('is taken with the right hidden size, and refused with another', () => {
    expect(patchModel(read(), { provider: 'cpu', hiddenSize: 64 }).hiddenSize).toBe(64);
    expect(() => patchModel(read(), { provider: 'cpu', hiddenSize: 65 })).toThrow(
      expect.objectContaining({
        code: 'shape_mismatch',
        details: expect.objectContaining({ found: [64, 65] }),
      }),
    );
  });

  it('takes the hidden size of the configuration where the graph does not say it', () => {
    const silent = () => {
      const model = readModel(readFixture('llama-unfused/onnx/model.onnx'));
      model.graph.valueInfo = model.graph.nodes.map(({ outputs }) => makeValueInfo(outputs[0]!, FLOAT, null));
      return model;
    };
    expect(patchModel(silent(), { provider: 'cpu', hiddenSize: 64 }).hiddenSize).toBe(64);
    expect(() => patchModel(silent(), { provider: 'cpu' })).toThrow(
      expect.objectContaining({ code: 'graph_not_recognised' }),
    );
  });

  it('takes the hidden size of a norm that makes the sum, or of the configuration where it is computed', () => {
    const model = read();
    model.graph.valueInfo = [];
    expect(patchModel(model, { provider: 'cpu' }).hiddenSize).toBe(64);
    const computed = () => {
      const model = read();
      const sums = findResidualStream(model.graph).layers.map(({ node }) => node);
      model.graph.nodes = model.graph.nodes.flatMap((node) => {
        if (!sums.includes(node)) return [node];
        const inputs = node.inputs.with(2, `${node.name}/gamma`);
        return [makeNode('Identity', [node.inputs[2]!], [inputs[2]!]), { ...node, inputs }];
      });
      return model;
    };
    expect(patchModel(computed(), { provider: 'cpu', hiddenSize: 64 }).hiddenSize).toBe(64);
    expect(() => patchModel(computed(), { provider: 'cpu' })).toThrow(
      expect.objectContaining({ code: 'graph_not_recognised' }),
    );
  });

  it('is refused when the sums of its blocks are not as wide as each other', () => {
    const model = readModel(readFixture('llama-unfused/onnx/model.onnx'));
    const [first, second] = findResidualStream(model.graph).layers;
    const narrow = makeValueInfo(first!.node.outputs[0]!, FLOAT, ['batch', 'sequence', 32]);
    model.graph.valueInfo = [
      narrow,
      makeValueInfo(second!.node.outputs[0]!, FLOAT, ['batch', 'sequence', 64]),
    ];
    expect(() => patchModel(model, { provider: 'cpu' })).toThrow(
      expect.objectContaining({
        code: 'shape_mismatch',
        details: { found: [32, 64], node: first!.node.name },
      }),
    );
  });

  it('is refused when no matrix product makes its logits, naming the node that does', () => {
    const model = read();
    const head = model.graph.nodes.find(({ outputs }) => outputs.includes('logits'))!;
    model.graph.nodes = model.graph.nodes.map((node) =>
      node === head ? { ...head, opType: 'Einsum' } : node,
    );
    expect(() => patchModel(model, { provider: 'cpu' })).toThrow(
      expect.objectContaining({
        code: 'graph_not_recognised',
        details: { node: head.name, opType: 'Einsum' },
      }),
    );
  });

  it.each<[string, (output: ValueInfo) => ValueInfo[]]>([
    [
      'its vocabulary has no fixed size',
      ({ name }) => [makeValueInfo(name, FLOAT, ['batch', 'sequence', 'vocab'])],
    ],
    ['nothing is said of its vocabulary', ({ name }) => [makeValueInfo(name, FLOAT, null)]],
    ['its logits are no output', () => []],
  ])('is refused when %s', (_, change) => {
    const model = read();
    model.graph.valueInfo = [makeValueInfo('logits', FLOAT, null)];
    model.graph.outputs = model.graph.outputs.flatMap((output) =>
      output.name === 'logits' ? change(output) : [output],
    );
    expect(() => patchModel(model, { provider: 'cpu' })).toThrow(
      expect.objectContaining({ code: 'graph_not_recognised', details: { output: 'logits' } }),
    );
  });
});
