import { describe, expect, it } from 'vitest';
import { fixtureFiles, readFixture } from '../../../scripts/lib/fixtureModels.ts';
import { TillerError } from '../errors.ts';
import { makeBranch, makeIf, makeNode, makeValueInfo } from './build.ts';
import { FLOAT, type Graph, INT64, type Node, readModel } from './model.ts';
import { findResidualStream } from './residualStream.ts';

/** A decoder of named operators: each layer reads x, makes its cache, and adds to x as `close` says. */
function tinyDecoder(numLayers: number, close: (layer: number, x: string, branch: string) => Node[]): Graph {
  const nodes = [makeNode('Gather', ['embedding', 'input_ids'], ['x0'])];
  for (let layer = 0; layer < numLayers; layer++) {
    const x = `x${layer}`;
    nodes.push(
      makeNode('Softsign', [x], [`normed${layer}`]),
      makeNode('Concat', [`past_key_values.${layer}.key`, `normed${layer}`], [`present.${layer}.key`]),
      makeNode('Concat', [`past_key_values.${layer}.value`, `normed${layer}`], [`present.${layer}.value`]),
      makeNode('MatMul', [`present.${layer}.key`, `present.${layer}.value`], [`branch${layer}`]),
      ...close(layer, x, `branch${layer}`),
    );
  }
  nodes.push(
    makeNode('Softsign', [`x${numLayers}`], ['normed']),
    makeNode('MatMul', ['normed', 'head'], ['logits']),
  );
  const outputs = [
    'logits',
    ...nodes.flatMap((node) => node.outputs.filter((name) => name.startsWith('present'))),
  ];
  return {
    nodes,
    initializers: [],
    inputs: [makeValueInfo('input_ids', INT64, null)],
    outputs: outputs.map((name) => makeValueInfo(name, FLOAT, null)),
    valueInfo: [],
    rest: [],
  };
}

const codeOf = (run: () => unknown): TillerError => {
  try {
    run();
  } catch (error) {
    if (error instanceof TillerError) return error;
  }
  return expect.unreachable('expected a TillerError') as never;
};

describe('finding the residual stream', () => {
  it('takes the sum that closes each block of a sequential decoder', () => {
    const graph = tinyDecoder(3, (layer, x, branch) => [
      makeNode('Add', [x, branch], [`mid${layer}`]),
      makeNode('Tanh', [`mid${layer}`], [`mlp${layer}`]),
      makeNode('Add', [`mid${layer}`, `mlp${layer}`], [`x${layer + 1}`]),
    ]);
    expect(findResidualStream(graph).layers.map((site) => site.node.outputs[0])).toEqual(['x1', 'x2', 'x3']);
  });

  it('takes the outer sum of a parallel block', () => {
    const graph = tinyDecoder(2, (layer, x, branch) => [
      makeNode('Tanh', [`normed${layer}`], [`mlp${layer}`]),
      makeNode('Add', [branch, `mlp${layer}`], [`both${layer}`]),
      makeNode('Add', [`both${layer}`, x], [`x${layer + 1}`]),
    ]);
    expect(findResidualStream(graph).layers.map((site) => site.node.outputs[0])).toEqual(['x1', 'x2']);
  });

  it('does not mistake a bias for a sum', () => {
    const graph = tinyDecoder(1, (_, x, branch) => [
      makeNode('Add', [x, branch], ['sum']),
      makeNode('Add', ['sum', 'bias'], ['x1']),
    ]);
    expect(findResidualStream(graph).layers[0]!.node.outputs).toEqual(['sum']);
  });

  it('does not take an Add that lacks a term', () => {
    const graph = tinyDecoder(1, (_, x, branch) => [
      makeNode('Add', [x, branch], ['sum']),
      makeNode('Add', ['sum'], ['x1']),
    ]);
    expect(findResidualStream(graph).layers[0]!.node.outputs).toEqual(['sum']);
  });

  it('finds the same in a file whose nodes are not sorted', () => {
    const graph = tinyDecoder(2, (layer, x, branch) => [makeNode('Add', [x, branch], [`x${layer + 1}`])]);
    graph.nodes.reverse();
    expect(findResidualStream(graph).layers.map((site) => site.node.outputs[0])).toEqual(['x1', 'x2']);
  });

  const isDynamo = (path: string) => path.includes('dynamo');

  it.each(fixtureFiles().filter(isDynamo))('finds four sums in %s, whose names tell nothing', (path) => {
    const { layers } = findResidualStream(readModel(readFixture(path)).graph);
    expect(layers.map((site) => [site.layer, site.form])).toEqual(
      [0, 1, 2, 3].map((layer) => [layer, 'add']),
    );
  });

  it.each(
    fixtureFiles().filter((path) => !isDynamo(path)),
  )('finds all four layers of %s where its exporter put them', (path) => {
    const { graph } = readModel(readFixture(path));
    const names = findResidualStream(graph).layers.map((site) => site.node.name);
    const isUnfused = path.includes('unfused') || path.includes('keep');
    expect(names).toEqual(
      [0, 1, 2, 3].map((layer) =>
        isUnfused
          ? `/model/layers.${layer}/Add_1`
          : `/model/layers.${layer + 1}/${layer === 3 ? 'final_norm_layernorm' : 'input_layernorm'}/SkipLayerNorm`,
      ),
    );
  });

  it('names the node where a chain without sums breaks', () => {
    const graph = tinyDecoder(2, (layer, x, branch) => [makeNode('Mul', [x, branch], [`x${layer + 1}`])]);
    const error = codeOf(() => findResidualStream(graph));
    expect(error.code).toBe('graph_not_recognised');
    expect(error.details.node).toBe('present.0.key');
  });

  it('names the layer that has no sum of its own, whatever the one before has', () => {
    const graph = tinyDecoder(3, (layer, x, branch) => [
      makeNode(layer === 1 ? 'Mul' : 'Add', [x, branch], [`x${layer + 1}`]),
    ]);
    expect(codeOf(() => findResidualStream(graph)).details.node).toBe('present.1.key');
  });

  it('refuses a stream that jumps over a block', () => {
    const graph = tinyDecoder(2, (layer, x, branch) => [
      makeNode('Add', [layer === 1 ? 'x0' : x, branch], [`x${layer + 1}`]),
    ]);
    expect(codeOf(() => findResidualStream(graph)).code).toBe('graph_not_recognised');
  });

  it('takes no notice of what leads nowhere', () => {
    const graph = tinyDecoder(1, (_, x, branch) => [makeNode('Add', [x, branch], ['x1'])]);
    graph.nodes.push(makeNode('Neg', ['x0'], ['unread']));
    const { flow } = findResidualStream(graph);
    expect(flow.some((node) => node.outputs.includes('unread'))).toBe(false);
  });

  it('takes an output that is left out for no way to an input that is left out', () => {
    const graph = tinyDecoder(1, (_, x, branch) => [
      makeNode('Add', [x, branch], ['sum']),
      makeNode('Clip', ['sum', '', 'highest'], ['x1']),
    ]);
    graph.nodes.splice(1, 0, makeNode('Dropout', ['x0'], ['unread', '']));
    const { flow, layers } = findResidualStream(graph);
    expect(flow.some((node) => node.outputs.includes('unread'))).toBe(false);
    expect(layers[0]!.node.outputs).toEqual(['sum']);
  });

  const sum = (layer: number, x: string, branch: string) => [makeNode('Add', [x, branch], [`x${layer + 1}`])];
  /** The values that carry the stream after each block. */
  const sumsOf = (graph: Graph) => findResidualStream(graph).layers.map(({ node }) => node.outputs[0]);

  it.each([
    'SkipSimplifiedLayerNormalization',
    'SkipLayerNormalization',
  ])('takes a sum that %s makes, and its norm as the beginning of the tail', (opType) => {
    const graph = tinyDecoder(2, (layer, x, branch) => [
      makeNode(opType, [x, branch, 'gamma'], [`normed_sum${layer}`, '', '', `x${layer + 1}`]),
    ]);
    const { layers, tail } = findResidualStream(graph);
    expect(layers.map(({ form, node }) => [form, node.outputs[3]])).toEqual([
      ['fused', 'x1'],
      ['fused', 'x2'],
    ]);
    expect(tail.map((node) => node.opType)).toEqual([opType, 'Softsign', 'MatMul']);
    expect(findResidualStream(tinyDecoder(2, sum)).tail.map((node) => node.opType)).toEqual([
      'Softsign',
      'MatMul',
    ]);
  });

  it('starts at embeddings where the graph takes those', () => {
    const graph = tinyDecoder(2, sum);
    graph.nodes[0] = makeNode('Identity', ['inputs_embeds'], ['x0']);
    graph.inputs = [makeValueInfo('inputs_embeds', FLOAT, null)];
    expect(sumsOf(graph)).toEqual(['x1', 'x2']);
  });

  it('knows a cache by either of its names, of twelve layers as well', () => {
    const graph = tinyDecoder(12, sum);
    const rename = (name: string) => name.replace(/^present/, 'present_key_values');
    graph.nodes = graph.nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(rename),
      outputs: node.outputs.map(rename),
    }));
    graph.outputs = graph.outputs.map(({ name }) => makeValueInfo(rename(name), FLOAT, null));
    expect(sumsOf(graph)).toHaveLength(12);
    expect(sumsOf(graph).at(-1)).toBe('x12');
  });

  it('takes other outputs for no cache', () => {
    const graph = tinyDecoder(1, sum);
    for (const name of ['not_present.1.key', 'present.1.keys', 'present.one.key']) {
      graph.nodes.push(makeNode('Neg', ['x0'], [name]));
      graph.outputs.push(makeValueInfo(name, FLOAT, null));
    }
    expect(sumsOf(graph)).toEqual(['x1']);
  });

  it('does not mistake positions, which depend on the shape of the ids alone, for a part of the stream', () => {
    for (const opType of ['Shape', 'Size']) {
      const graph = tinyDecoder(1, (_, x, branch) => [
        makeNode('Add', [x, branch], ['sum']),
        makeNode(opType, ['input_ids'], ['length']),
        makeNode('Range', ['zero', 'length', 'one'], ['positions']),
        makeNode('Add', ['sum', 'positions'], ['x1']),
      ]);
      expect(sumsOf(graph)).toEqual(['sum']);
    }
  });

  it('links no nodes by inputs and outputs that are left out', () => {
    const graph = tinyDecoder(1, (_, x, branch) => [
      makeNode('Dropout', [x], ['dropped', '']),
      makeNode('Add', ['dropped', branch], ['sum']),
      makeNode('Clip', ['constant', '', 'highest'], ['bias']),
      makeNode('Add', ['sum', 'bias'], ['x1']),
    ]);
    expect(sumsOf(graph)).toEqual(['sum']);
  });

  it('takes no sum that a branch reaches around', () => {
    const inside = makeBranch(
      'inside',
      [makeNode('Neg', ['x0'], ['around'])],
      [{ name: 'around', elementType: FLOAT }],
    );
    const graph = tinyDecoder(1, (_, x, branch) => [
      makeNode('Add', [x, branch], ['sum']),
      makeIf('condition', ['chosen'], inside, inside),
      makeNode('Add', ['sum', 'chosen'], ['x1']),
    ]);
    expect(sumsOf(graph)).toEqual(['x1']);
  });

  it.each<[string, (graph: Graph) => void, string]>([
    [
      'a cache that does not lie on the way to the logits',
      (graph) => {
        graph.nodes = graph.nodes.map((node) =>
          node.outputs[0] === 'present.0.key'
            ? makeNode('Concat', ['past_key_values.0.key', 'k'], node.outputs)
            : node,
        );
      },
      'layer 0 does not lie between',
    ],
    [
      'a layer that shares the cache of another',
      (graph) => {
        graph.outputs = graph.outputs.filter(({ name }) => name !== 'present.1.value');
      },
      'none for layer 1',
    ],
    [
      'a layer number that no decoder has',
      (graph) => {
        graph.nodes.push(makeNode('Neg', ['x0'], ['present.512.key']));
        graph.outputs.push(makeValueInfo('present.512.key', FLOAT, null));
      },
      'beyond 511',
    ],
    [
      'logits that do not depend on the token ids',
      (graph) => {
        graph.nodes = graph.nodes.map((node) =>
          node.outputs[0] === 'logits' ? makeNode('MatMul', ['a', 'head'], ['logits']) : node,
        );
      },
      'logits that depend on the token ids',
    ],
    [
      'other inputs than token ids',
      (graph) => {
        graph.inputs = [makeValueInfo('pixel_values', FLOAT, null)];
      },
      'input_ids or inputs_embeds',
    ],
    [
      'a cache that is an input handed through',
      (graph) => {
        graph.nodes = graph.nodes.filter(({ outputs }) => outputs[0] !== 'present.1.value');
      },
      'none for layer 1',
    ],
  ])('refuses %s, and says so', (_, change, message) => {
    const graph = tinyDecoder(2, sum);
    change(graph);
    const error = codeOf(() => findResidualStream(graph));
    expect(error.code).toBe('graph_not_recognised');
    expect(error.message).toContain(message);
  });

  it('tells what a graph has in place of what was expected, eight names at most', () => {
    const names = Array.from({ length: 9 }, (_, index) => `other${index}`);
    const others = names.map((name) => makeValueInfo(name, FLOAT, null));
    const details = (change: (graph: Graph) => void) => {
      const graph = tinyDecoder(2, sum);
      change(graph);
      return codeOf(() => findResidualStream(graph)).details;
    };
    const firstEight = names.slice(0, 8);
    expect(details((graph) => Object.assign(graph, { inputs: others }))).toEqual({ inputs: firstEight });
    expect(details((graph) => Object.assign(graph, { outputs: others }))).toEqual({ outputs: firstEight });
    const unreached = details((graph) => {
      graph.nodes = graph.nodes.filter(({ outputs }) => outputs[0] !== 'logits');
      graph.outputs = [...others, ...graph.outputs];
    });
    expect(unreached).toEqual({ outputs: firstEight });
    const shared = details((graph) => {
      graph.outputs = graph.outputs.filter(({ name }) => name !== 'present.1.key');
    });
    expect(shared).toEqual({ layer: 1 });
  });

  it('refuses a graph without a cache, without token ids, or with a cycle', () => {
    const close = (layer: number, x: string, branch: string) => [
      makeNode('Add', [x, branch], [`x${layer + 1}`]),
    ];
    const noCache = tinyDecoder(1, close);
    noCache.outputs = noCache.outputs.filter((output) => output.name === 'logits');
    const noIds = tinyDecoder(1, close);
    noIds.inputs = [];
    const cycle = tinyDecoder(1, close);
    cycle.nodes.push(makeNode('Neg', ['b'], ['a']), makeNode('Neg', ['a'], ['b']));
    for (const graph of [noCache, noIds, cycle]) {
      expect(codeOf(() => findResidualStream(graph)).code).toBe('graph_not_recognised');
    }
  });
});
