import { describe, expect, it } from 'vitest';
import { floatTensor, int64Tensor, makeNode, makeTensor, makeValueInfo } from './build.ts';
import { elementTypes } from './elementType.ts';
import { FLOAT, FLOAT16, type Graph, INT32, INT64, type Node } from './model.ts';

const graphOf = (nodes: Node[]): Graph => ({
  nodes,
  initializers: [makeTensor('half', FLOAT16, [1], new Uint8Array(2)), int64Tensor('ids', [1], [0])],
  inputs: [makeValueInfo('x', FLOAT16, null), makeValueInfo('i', INT32, null)],
  outputs: [makeValueInfo('said', FLOAT, null), makeValueInfo('unsaid', 0, null)],
  valueInfo: [makeValueInfo('between', INT64, null)],
  rest: [],
});

describe('the type of a value', () => {
  it('is what the file says, of inputs, outputs, weights and values between', () => {
    const typeOf = elementTypes(graphOf([]));
    expect(['x', 'i', 'said', 'half', 'ids', 'between'].map(typeOf)).toEqual([
      FLOAT16,
      INT32,
      FLOAT,
      FLOAT16,
      INT64,
      INT64,
    ]);
  });

  it.each<[string, () => Node, number]>([
    ['its first input', () => makeNode('Add', ['x', 'ids'], ['y']), FLOAT16],
    ['its first input that is there', () => makeNode('Clip', ['', 'ids'], ['y']), INT64],
    [
      'the scales of quantised rows',
      () => makeNode('GatherBlockQuantized', ['i', 'ids', 'half'], ['y']),
      FLOAT16,
    ],
    ['the scale of quantised values', () => makeNode('DequantizeLinear', ['i', 'half'], ['y']), FLOAT16],
    ['what a Where chooses', () => makeNode('Where', ['i', 'half', 'half'], ['y']), FLOAT16],
    ['the activations of a product', () => makeNode('MatMulNBits', ['x', 'ids'], ['y']), FLOAT16],
    ['the target of a Cast', () => makeNode('Cast', ['x'], ['y'], { to: INT32 }), INT32],
    ['a Constant', () => makeNode('Constant', [], ['y'], { value: floatTensor('', [], [1]) }), FLOAT],
    ['whole numbers for a Shape', () => makeNode('Shape', ['x'], ['y']), INT64],
    ['whole numbers for a Size', () => makeNode('Size', ['x'], ['y']), INT64],
    ['float32 where nothing tells', () => makeNode('RandomNormal', [], ['y']), FLOAT],
  ])('follows %s', (_, make, type) => {
    expect(elementTypes(graphOf([make()]))('y')).toBe(type);
  });

  it('is followed through a chain, also to an output whose type is not said', () => {
    const typeOf = elementTypes(graphOf([makeNode('Neg', ['x'], ['a']), makeNode('Abs', ['a'], ['unsaid'])]));
    expect(typeOf('unsaid')).toBe(FLOAT16);
  });

  it('is refused for a value that nothing makes', () => {
    expect(() => elementTypes(graphOf([]))('nowhere')).toThrow(
      expect.objectContaining({ code: 'graph_not_recognised', details: { value: 'nowhere' } }),
    );
  });
});
