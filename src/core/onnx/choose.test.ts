/** The shape of the graph that chooses a token; its numbers are in workers/decoder. */
import { describe, expect, it } from 'vitest';
import { CANDIDATES, CHOICE_INPUTS, CHOICES, choiceSwitch, chooseToken } from './choose.ts';
import type { Graph, Node } from './model.ts';
import { branchesOf } from './testing.ts';

/** What runs when a choice is asked for. */
const insideOf = (nodes: readonly Node[], output: string): Graph =>
  branchesOf(nodes.find((node) => node.outputs.includes(output))!)[0]!;

const count = ({ nodes }: Graph, opType: string) => nodes.filter((node) => node.opType === opType).length;

describe('choosing a token in the graph', () => {
  it.each([
    // of 1,024 at once 64 are kept: 5,000 leave 320, and 151,936 leave 9,536 and then 640
    [CANDIDATES, 1, 1],
    [1000, 1, 1],
    [1024, 1, 0],
    [4096, 2, 1],
    [5000, 2, 2],
    [151_936, 3, 3],
  ])('of %i takes %i rounds, %i of which have to be filled up', (vocabSize, rounds, filled) => {
    const { nodes } = chooseToken('logits', { vocabSize, opset: 18 });
    const plain = insideOf(nodes, 'choice_candidates');
    expect(count(plain, 'TopK')).toBe(rounds);
    // scores alone in the first round, and ids beside them in each later one
    const isFirstFilled = vocabSize % 1024 !== 0;
    expect(count(plain, 'Pad')).toBe(filled * 2 - (isFirstFilled ? 1 : 0));
    expect(count(insideOf(nodes, 'choice'), 'TopK')).toBe(0);
  });

  it.each([
    [300, 17],
    [5000, 17],
    [151_936, 18],
  ])('of %i makes every value once, before it is read, with operator set %i', (vocabSize, opset) => {
    const { nodes, initializers } = chooseToken('logits', { vocabSize, opset });
    const outside = new Set(['logits', 'tiller.last_axis', ...Object.values(CHOICE_INPUTS)]);
    for (const { name } of initializers) outside.add(name);
    for (const { outputs, opType } of nodes) if (opType === 'Range') outside.add(outputs[0]!);
    for (const { output } of CHOICES) {
      const choice = nodes.find((node) => node.outputs.includes(output))!;
      expect(choice.inputs).toEqual([choiceSwitch(output)]);
      const made = new Set(outside);
      const graph = insideOf(nodes, output);
      for (const node of graph.nodes) {
        for (const input of node.inputs) expect(made).toContain(input);
        for (const name of node.outputs) {
          expect(made).not.toContain(name);
          made.add(name);
        }
      }
      expect(made).toContain(graph.outputs[0]!.name);
    }
  });

  it('gives the axis of a maximum as the operator set wants it', () => {
    const maximum = (opset: number) =>
      insideOf(chooseToken('logits', { vocabSize: 300, opset }).nodes, 'choice_candidates').nodes.find(
        (node) => node.opType === 'ReduceMax',
      )!;
    expect(maximum(17).inputs).toHaveLength(1);
    expect(maximum(17).attributes.get('axes')?.ints.length).toBe(1);
    expect(maximum(18).inputs[1]).toBe('tiller.last_axis');
    expect(maximum(18).attributes.has('axes')).toBe(false);
  });
});
