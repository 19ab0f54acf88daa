/** What a steered layer is made of where no fixture has it; its numbers are in workers/decoder/patchedGraph.test.ts. */
import { describe, expect, it } from 'vitest';
import { makeNode } from './build.ts';
import { FLOAT, type Graph, type Node } from './model.ts';
import { steerLayer } from './steer.ts';
import { branchesOf } from './testing.ts';

/** The steered branch, which comes first. */
const steeredBranch = (nodes: readonly Node[]): Graph => nodes.flatMap(branchesOf)[0]!;

const steered = (node: Node) =>
  steerLayer(
    { layer: 2, form: 'fused', node },
    {
      elementType: FLOAT,
      region: [node],
      isReadOutside: (name) => name === 'normed',
      elementTypeOf: () => FLOAT,
    },
  );

/** A value as the sum of the values that it is added up from. */
const termsOf = (graph: Graph, name: string): string[] => {
  const made = graph.nodes.find(({ opType, outputs }) => opType === 'Add' && outputs[0] === name);
  return made ? made.inputs.flatMap((input) => termsOf(graph, input)) : [name];
};

describe('a sum inside a norm', () => {
  it.each<[string, string, string[]]>([
    ['no bias', 'SkipSimplifiedLayerNormalization', ['skip', 'branch', 'gamma']],
    ['a bias', 'SkipSimplifiedLayerNormalization', ['skip', 'branch', 'gamma', 'bias']],
    ['a bias behind its beta', 'SkipLayerNormalization', ['skip', 'branch', 'gamma', 'beta', 'bias']],
    ['a beta and no bias', 'SkipLayerNormalization', ['skip', 'branch', 'gamma', 'beta']],
  ])('with %s is read with all of its terms, and corrected once', (_, opType, inputs) => {
    const { nodes, residPost } = steered(makeNode(opType, inputs, ['normed', '', '', 'sum']));
    expect(residPost).toBe('sum');
    const graph = steeredBranch(nodes);
    const read = graph.nodes.find(
      (node) => node.inputs.includes('resid_post.2/w') && node.opType === 'MatMul',
    )!;
    const terms = inputs.filter((name) => name === 'skip' || name === 'branch' || name === 'bias');
    expect(termsOf(graph, read.inputs[0]!)).toEqual(terms);
    const norm = graph.nodes.find((node) => node.opType === opType)!;
    expect([norm.inputs[0], ...norm.inputs.slice(2)]).toEqual([inputs[0], ...inputs.slice(2)]);
    expect(termsOf(graph, norm.inputs[1]!)).toEqual(['branch', 'resid_post.2/correction']);
  });

  it('that the norm keeps to itself is asked for, under a name of its own', () => {
    const { nodes, residPost } = steered(
      makeNode('SkipSimplifiedLayerNormalization', ['skip', 'branch', 'gamma'], ['normed']),
    );
    expect(residPost).toBe('resid_post.2');
    expect(nodes.at(-1)!.outputs).toEqual(['normed', 'resid_post.2']);
  });

  it('of a node without a name gets one, as every node of a graph has to', () => {
    const node = makeNode(
      'SkipSimplifiedLayerNormalization',
      ['skip', 'branch', 'gamma'],
      ['normed', '', '', 'sum'],
    );
    const graph = steeredBranch(steered({ ...node, name: '' }).nodes);
    expect(graph.nodes.every(({ name }) => name !== '')).toBe(true);
    expect(new Set(graph.nodes.map(({ name }) => name)).size).toBe(graph.nodes.length);
  });
});
