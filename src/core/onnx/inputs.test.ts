/** Inputs that a patch rewires: lengths of rows, the choice of a rotary table; and where weights lie. */
import { describe, expect, it } from 'vitest';
import { readFixture } from '../../../scripts/lib/fixtureModels.ts';
import { int64Tensor, makeNode } from './build.ts';
import { externalLocations } from './externalLocations.ts';
import { feedLengths, LENGTH_INPUTS } from './lengths.ts';
import { openRopeChoice, ROPE_LENGTH } from './longRope.ts';
import { type Graph, INT32, type Node, readModel } from './model.ts';

const graphOf = (nodes: Node[], initializers: Graph['initializers'] = []): Graph => ({
  nodes,
  initializers,
  inputs: [],
  outputs: [],
  valueInfo: [],
  rest: [],
});

describe('lengths of rows', () => {
  it('become inputs of every attention that takes both', () => {
    const { graph } = readModel(readFixture('llama/onnx/model.onnx'));
    const others = graph.nodes.filter((node) => node.opType !== 'GroupQueryAttention');
    const added = feedLengths(graph);
    expect(added.map(({ name, elementType, dims }) => [name, elementType, dims])).toEqual([
      [LENGTH_INPUTS.lastPositions, INT32, ['batch_size']],
      [LENGTH_INPUTS.totalLength, INT32, []],
    ]);
    const attention = graph.nodes.filter((node) => node.opType === 'GroupQueryAttention');
    expect(attention.map(({ inputs }) => inputs.slice(5, 7))).toEqual(
      new Array(4).fill(['last_positions', 'total_length']),
    );
    expect(graph.nodes.filter((node) => node.opType !== 'GroupQueryAttention')).toEqual(others);
  });

  it('stay as they are where attention takes none, or one', () => {
    const one = graphOf([makeNode('GroupQueryAttention', ['q', 'k', 'v', '', '', 'last'], ['y'])]);
    const { graph } = readModel(readFixture('llama-unfused/onnx/model.onnx'));
    for (const each of [one, graph]) {
      const before = each.nodes;
      expect(feedLengths(each)).toEqual([]);
      expect(each.nodes).toBe(before);
    }
  });
});

describe('the choice between two rotary tables', () => {
  it('counts the length that is told beside the one that is seen', () => {
    const { graph } = readModel(readFixture('phi3/onnx/model.onnx'));
    const count = graph.nodes.length;
    expect(openRopeChoice(graph)).toBe(64);
    expect(graph.nodes.length).toBe(count + 1);
    const longest = graph.nodes.find((node) => node.opType === 'Max' && node.inputs.includes(ROPE_LENGTH))!;
    const asked = graph.nodes.find((node) => node.inputs[0] === longest.outputs[0])!;
    const choice = graph.nodes.find((node) => node.opType === 'If')!;
    expect(asked.opType).toBe('Greater');
    expect(choice.inputs[0]).toBe(asked.outputs[0]);
  });

  const limitOf = (...values: number[]) =>
    int64Tensor('limit', values.length === 1 ? [] : [values.length], values);
  const compare = (opType = 'Greater') => makeNode(opType, ['seen', 'limit'], ['is_long']);
  const choice = (...outputs: string[]) => makeNode('If', ['is_long'], outputs);
  const attention = () =>
    makeNode('GroupQueryAttention', ['q', 'k', 'v', '', '', 'l', 't', 'cos', 'sin'], ['y']);

  it('is found with a limit in a constant node as well', () => {
    const constant = makeNode('Constant', [], ['limit'], { value: limitOf(4096) });
    expect(openRopeChoice(graphOf([constant, compare(), choice('cos', 'sin'), attention()]))).toBe(4096);
  });

  // made in the test, not with the table: what runs outside of tests is reached by all of them
  it.each<[string, () => Graph]>([
    ['without an If', () => graphOf([compare(), attention()], [limitOf(4096)])],
    [
      'for an If that chooses something else',
      () => graphOf([compare(), choice('other'), attention()], [limitOf(4096)]),
    ],
    [
      'for another comparison',
      () => graphOf([compare('Less'), choice('cos', 'sin'), attention()], [limitOf(4096)]),
    ],
    [
      'for a limit that is computed',
      () => graphOf([makeNode('Neg', ['x'], ['limit']), compare(), choice('cos', 'sin'), attention()]),
    ],
    [
      'for a limit of several numbers',
      () => graphOf([compare(), choice('cos', 'sin'), attention()], [limitOf(1, 2)]),
    ],
    ['for a condition from outside', () => graphOf([choice('cos', 'sin'), attention()], [limitOf(4096)])],
  ])('is none %s', (_, make) => {
    const graph = make();
    const { nodes } = graph;
    expect(openRopeChoice(graph)).toBeNull();
    expect(graph.nodes).toBe(nodes);
  });
});

it('weights lie where the graph says, each place named once', () => {
  expect(externalLocations(readFixture('llama-chunks/onnx/model.onnx')).sort()).toEqual([
    'model.onnx_data',
    'model.onnx_data_1',
  ]);
  expect(externalLocations(readFixture('llama-single/onnx/model.onnx'))).toEqual([]);
});
