/** What the head gives where, in numbers: two rows of two positions, a hidden size of two, three tokens. */
import { describe, expect, it } from 'vitest';
import { makeNode } from './build.ts';
import { rewriteHead } from './head.ts';
import { FLOAT, FLOAT16, type Node } from './model.ts';
import { observe } from './observe.ts';
import { bool, branchesOf, constantOf, floats, integers, runNodes, type Value } from './testing.ts';

/** From (a, b) the head makes the logits a, b and a + b + 10, in two steps. */
const HEAD = [
  makeNode('MatMul', ['normed', 'weights'], ['raw']),
  makeNode('Add', ['raw', 'bias'], ['logits']),
];
const NORM = makeNode('SimplifiedLayerNormalization', ['x', 'gamma'], ['normed']);
const SUM = makeNode('Add', ['a', 'b'], ['x']);

const rewritten = (tail: Node[], options: { alwaysGather: boolean; opset?: number }) =>
  rewriteHead(
    { layers: [{ layer: 0, form: 'add', node: SUM }], tail, anchors: [], flow: [] },
    { hiddenSize: 2, vocabSize: 3, elementTypeOf: () => FLOAT16, opset: 18, ...options },
  );

interface Run {
  alwaysGather?: boolean;
  opset?: number;
  /** of the switch that the head has */
  isOn?: boolean;
  rows?: number[];
  /** asks for their log-probabilities */
  targets?: number[];
  tail?: Node[];
}

/** The head's answers to four normed positions: (1, 2), (3, 4), (0, 1000) and (5, 5). */
function run({
  alwaysGather = true,
  opset = 18,
  isOn = true,
  rows = [],
  targets,
  tail = [NORM, ...HEAD],
}: Run) {
  const head = rewritten(tail, { alwaysGather, opset });
  const initializers = [...observe([], 2).initializers, ...head.initializers];
  const given = new Map<string, Value>([
    ...initializers.map((tensor) => [tensor.name, constantOf(tensor)] as const),
    ['normed', floats([2, 2, 2], [1, 2, 3, 4, 0, 1000, 5, 5], FLOAT16)],
    ['weights', floats([2, 3], [1, 0, 1, 0, 1, 1], FLOAT16)],
    ['bias', floats([3], [0, 0, 10], FLOAT16)],
    ['logit_rows', integers([rows.length], rows)],
    [head.headSwitch, bool(isOn)],
    ['score_on', bool(targets !== undefined)],
    ['target_ids', integers([targets?.length ?? 0], targets ?? [])],
  ]);
  const values = runNodes(head.nodes, given, opset);
  return { logits: values.get('logits')!, logProbs: values.get('target_log_probs')! };
}

describe('logits', () => {
  it.each([
    true,
    false,
  ])('of chosen positions come in the order they were asked for (always gathered: %j)', (alwaysGather) => {
    const { logits } = run({ alwaysGather, rows: [3, 0] });
    expect(logits).toEqual(floats([2, 1, 3], [5, 5, 20, 1, 2, 13], FLOAT16));
  });

  it('of all positions come where the gather is left out', () => {
    const { logits } = run({ alwaysGather: false, isOn: false });
    expect(logits).toEqual(floats([2, 2, 3], [1, 2, 13, 3, 4, 17, 0, 1000, 1010, 5, 5, 20], FLOAT16));
  });

  it('are none where there is no head in a run', () => {
    expect(run({ isOn: false, rows: [3] }).logits).toEqual(floats([0, 1, 3], [], FLOAT16));
  });

  it.each([
    'Gather',
    'Slice',
    'Unsqueeze',
    'Squeeze',
    'GatherND',
  ])('are made of all positions where the export picks some by %s', (opType) => {
    const [product, bias] = HEAD as [Node, Node];
    const picked = makeNode('MatMul', ['picked', 'weights'], product.outputs);
    for (const picks of [
      [makeNode(opType, ['normed', 'k'], ['picked'])],
      [makeNode('Gather', ['normed', 'k'], ['one']), makeNode(opType, ['one', 'k'], ['picked'])],
    ]) {
      const { logits } = run({ rows: [1, 3], tail: [NORM, ...picks, picked, bias] });
      expect(logits.data).toEqual([3, 4, 17, 5, 5, 20]);
    }
  });

  it('are made of what lies right before the product where nothing is picked', () => {
    const [, bias] = HEAD as [Node, Node];
    const tail = [
      NORM,
      makeNode('Cast', ['before'], ['normed']),
      makeNode('MatMul', ['normed', 'weights'], ['raw']),
      bias,
    ];
    expect(run({ rows: [1], tail }).logits.data).toEqual([3, 4, 17]);
  });
});

describe('the log-probability of a target', () => {
  it.each([17, 18])('is that of the softmax, with operator set %i', (opset) => {
    const { logProbs } = run({ opset, rows: [0, 1, 0], targets: [2, 0, 1] });
    const softmax = (logits: number[], target: number) =>
      Math.exp(logits[target]!) / logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    expect([logProbs.elementType, ...logProbs.dims]).toEqual([FLOAT, 3]);
    const expected = [softmax([1, 2, 13], 2), softmax([3, 4, 17], 0), softmax([1, 2, 13], 1)];
    for (const [row, probability] of expected.entries()) {
      expect(logProbs.data[row]).toBeCloseTo(Math.log(probability), 12);
    }
  });

  it('is exact where the probability is too small for a number', () => {
    const { logProbs } = run({ rows: [2], targets: [0] });
    expect(logProbs.data[0]).toBeCloseTo(-1010 - Math.log1p(Math.exp(-10)), 9);
  });

  it('is not made while nobody asks', () => {
    expect(run({ rows: [0] }).logProbs).toEqual(floats([0], []));
  });
});

describe('the head', () => {
  it.each([
    'MatMul',
    'MatMulNBits',
    'Gemm',
    'FusedMatMul',
    'MatMulInteger',
    'DynamicQuantizeMatMul',
  ])('begins with its %s, and the norm before stays', (opType) => {
    const product = makeNode(opType, ['normed', 'weights'], ['raw']);
    const { replaced } = rewritten([NORM, product, HEAD[1]!], { alwaysGather: true });
    expect([...replaced]).toEqual([product, HEAD[1]]);
  });

  it('has one switch, and no branch with another in it', () => {
    for (const [alwaysGather, headSwitch] of [
      [true, 'logits_on'],
      [false, 'logit_rows_on'],
    ] as const) {
      const head = rewritten([NORM, ...HEAD], { alwaysGather });
      expect(head.headSwitch).toBe(headSwitch);
      expect(head.nodes.map(({ inputs }) => inputs)).toEqual([[headSwitch], ['score_on']]);
      const inside = head.nodes.flatMap(branchesOf).flatMap(({ nodes }) => nodes);
      expect(inside.map(({ opType }) => opType)).not.toContain('If');
    }
  });

  it.each<[string, Node[], Node]>([
    ['the last node', [SUM, SUM, NORM], NORM],
    ['the last sum, where nothing comes after it', [], SUM],
  ])('without a product is refused, naming %s', (_, tail, node) => {
    expect(() => rewritten(tail, { alwaysGather: true })).toThrow(
      expect.objectContaining({
        code: 'graph_not_recognised',
        details: { node: node.name, opType: node.opType },
      }),
    );
  });
});
