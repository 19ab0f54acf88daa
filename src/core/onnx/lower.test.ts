import { describe, expect, it } from 'vitest';
import { int64Tensor, makeNode, makeTensor, makeValueInfo } from './build.ts';
import { LOWERED_LOCATION, lowerModel } from './lower.ts';
import {
  FLOAT,
  FLOAT16,
  type Graph,
  INT8,
  INT32,
  type Model,
  type Node,
  type Tensor,
  UINT8,
} from './model.ts';

/** K inputs, N outputs, blocks of 32: one block a row. */
const [K, N] = [32, 2];
const PACKED = Uint8Array.from({ length: N * (K / 2) }, (_, i) => i * 7);
const floats = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);

/** A model of these nodes; outputs are the outputs of the last one. */
function modelOf(nodes: Node[], tensors: Tensor[], inputType: number = FLOAT): Model {
  const graph: Graph = {
    nodes,
    initializers: tensors,
    inputs: [makeValueInfo('x', inputType, ['rows', K])],
    outputs: nodes.at(-1)!.outputs.map((name) => makeValueInfo(name, inputType, null)),
    valueInfo: [],
    rest: [],
  };
  return {
    irVersion: 8,
    producer: '',
    opsets: new Map([['', 14]]),
    graph,
    fields: [],
    readGraph: { ...graph },
  };
}
const block = (inputs: string[], attributes = {}, output = 'y') =>
  makeNode(
    'MatMulNBits',
    inputs,
    [output],
    { K, N, bits: 4, block_size: 32, ...attributes },
    'com.microsoft',
  );
const weights = () => [
  makeTensor('W', UINT8, [N, 1, K / 2], PACKED),
  makeTensor('S', FLOAT, [N], floats(0.5, -2)),
];
const bytesOf = ({ rawData }: Tensor) => rawData;
const shapeOf = ({ nodes }: Graph) =>
  nodes.map(({ opType, inputs, outputs }) => [opType, ...inputs, '->', ...outputs]);

describe('lowering block weights', () => {
  it('makes a product with float32 weights that are written when they are asked for', () => {
    const model = modelOf([block(['x', 'W', 'S'])], weights());
    const lowering = lowerModel(model, bytesOf);
    expect(shapeOf(model.graph)).toEqual([['MatMul', 'x', 'W/float', '->', 'y']]);
    expect(lowering).toMatchObject({
      sizeBytes: 4 * K * N,
      kept: [],
      weights: [{ name: 'W/float', offset: 0, length: 4 * K * N, count: K * N }],
    });
    expect(model.graph.initializers).toHaveLength(1);
    expect(model.graph.initializers[0]).toMatchObject({
      name: 'W/float',
      dims: [K, N],
      elementType: FLOAT,
      external: { location: LOWERED_LOCATION, offset: 0, length: 4 * K * N },
    });
    const out = new Float32Array(K * N);
    lowering.weights[0]!.write(out);
    // the definition: nibbles, low one first, less 8, times the row's scale
    const nibble = (n: number, k: number) => (PACKED[n * (K / 2) + (k >> 1)]! >> (4 * (k & 1))) & 15;
    const expected = Array.from({ length: K * N }, (_, i) => {
      const [k, n] = [Math.floor(i / N), i % N];
      return (nibble(n, k) - 8) * [0.5, -2][n]!;
    });
    expect([...out]).toEqual(expected);
  });

  it('reads scales and zero points of half precision, from any place in a file', () => {
    const halves = (...bits: number[]) => new Uint8Array(Uint16Array.from(bits).buffer);
    const model = modelOf(
      [block(['x', 'W', 'S', 'Z'])],
      [
        weights()[0]!,
        makeTensor('S', FLOAT16, [N], halves(0x3c00, 0xc000)), // 1, -2
        makeTensor('Z', FLOAT16, [N], halves(0x3800, 0)), // 0.5, 0
      ],
    );
    const oddly = ({ rawData }: Tensor) => {
      const padded = new Uint8Array(rawData.length + 3);
      padded.set(rawData, 3);
      return padded.subarray(3);
    };
    const out = new Float32Array(K * N);
    lowerModel(model, oddly).weights[0]!.write(out);
    expect([out[0], out[1]]).toEqual([(PACKED[0]! & 15) - 0.5, (PACKED[K / 2]! & 15) * -2]);
  });

  it('casts around the product on a half precision stream, and adds a bias', () => {
    const bias = makeTensor('B', FLOAT16, [N], new Uint8Array(4));
    const half = modelOf([block(['x', 'W', 'S', '', '', 'B'])], [...weights(), bias], FLOAT16);
    lowerModel(half, bytesOf);
    expect(shapeOf(half.graph)).toEqual([
      ['Cast', 'x', '->', 'y/input'],
      ['MatMul', 'y/input', 'W/float', '->', 'y/product'],
      ['Cast', 'y/product', '->', 'y/half'],
      ['Add', 'y/half', 'B', '->', 'y'],
    ]);
    expect(half.graph.nodes.map((node) => node.attributes.get('to')?.int)).toEqual([
      FLOAT,
      undefined,
      FLOAT16,
      undefined,
    ]);
    const plain = modelOf([block(['x', 'W', 'S'])], weights(), FLOAT16);
    lowerModel(plain, bytesOf);
    expect(shapeOf(plain.graph).at(-1)).toEqual(['Cast', 'y/product', '->', 'y']);
    const full = modelOf([block(['x', 'W', 'S', '', '', 'B'])], [...weights(), bias]);
    lowerModel(full, bytesOf);
    expect(shapeOf(full.graph)).toEqual([
      ['MatMul', 'x', 'W/float', '->', 'y/product'],
      ['Add', 'y/product', 'B', '->', 'y'],
    ]);
  });

  it('writes a weight once that two nodes read, and others behind it', () => {
    const other = makeTensor('V', UINT8, [N, 1, K / 2], PACKED);
    const model = modelOf(
      [
        block(['x', 'W', 'S'], {}, 'a'),
        block(['x', 'W', 'S'], {}, 'b'),
        block(['x', 'V', 'S'], {}, 'c'),
        makeNode('Sum', ['a', 'b', 'c'], ['y']),
      ],
      [...weights(), other],
    );
    const lowering = lowerModel(model, bytesOf);
    expect(lowering.weights.map(({ name, offset }) => [name, offset])).toEqual([
      ['W/float', 0],
      ['V/float', 4 * K * N],
    ]);
    expect(lowering.sizeBytes).toBe(8 * K * N);
    expect(model.graph.nodes.slice(0, 3).map(({ inputs }) => inputs[1])).toEqual([
      'W/float',
      'W/float',
      'V/float',
    ]);
  });

  it.each<[string, string[], object, string]>([
    ['of 2 bits', ['x', 'W', 'S'], { bits: 2 }, '2 bit'],
    ['with reordered columns', ['x', 'W', 'S', '', 'G'], {}, 'g_idx'],
    ['with scales that are computed', ['x', 'W', 'made'], {}, '"made" is computed'],
  ])('leaves a node %s as it is, and says why', (_, inputs, attributes, reason) => {
    const order = int64Tensor('G', [K], new Array(K).fill(0));
    const node = block(inputs, attributes);
    const model = modelOf([node], [...weights(), order]);
    const lowering = lowerModel(model, bytesOf);
    expect(model.graph.nodes).toEqual([node]);
    expect(lowering).toMatchObject({ weights: [], sizeBytes: 0 });
    expect(lowering.kept).toEqual([{ node: node.name, reason: expect.stringContaining(reason) }]);
    expect(model.graph.initializers.map(({ name }) => name)).toContain('W');
  });

  it('refuses a node that does not say its size', () => {
    const model = modelOf([makeNode('MatMulNBits', ['x', 'W', 'S'], ['y'], { K, bits: 4 })], weights());
    expect(() => lowerModel(model, bytesOf)).toThrow(
      expect.objectContaining({ code: 'graph_not_recognised', details: { node: 'y' } }),
    );
  });
});

describe('lowering matrices of bytes', () => {
  const matrix = (type: number) => makeTensor('M', type, [2, 3], Uint8Array.of(1, 2, 255, 4, 5, 6));
  const lowered = (tensors: Tensor[], inputs: string[], attributes = {}) => {
    const model = modelOf(
      [makeNode('DequantizeLinear', inputs, ['m'], attributes), makeNode('MatMul', ['x', 'm'], ['y'])],
      tensors,
    );
    const { weights: written } = lowerModel(model, bytesOf);
    const out = new Float32Array(6);
    written[0]?.write(out);
    return { graph: model.graph, written, out: [...out] };
  };

  it('unpacks signed and unsigned ones with one scale, and names the result as the node did', () => {
    const scale = makeTensor('s', FLOAT, [], floats(2));
    const unsigned = lowered([matrix(UINT8), scale], ['M', 's']);
    expect(unsigned.out).toEqual([2, 4, 510, 8, 10, 12]);
    expect(shapeOf(unsigned.graph)).toEqual([['MatMul', 'x', 'm', '->', 'y']]);
    expect(unsigned.graph.initializers).toMatchObject([{ name: 'm', dims: [2, 3] }]);
    expect(lowered([matrix(INT8), scale], ['M', 's']).out).toEqual([2, 4, -2, 8, 10, 12]);
  });

  it('unpacks with a scale and a zero point a column, whether that is axis 1, -1 or not said', () => {
    const scales = makeTensor('s', FLOAT, [3], floats(1, 10, 100));
    const zeros = makeTensor('z', INT8, [3], Uint8Array.of(1, 0, 255));
    for (const attributes of [{ axis: 1 }, { axis: -1 }, {}]) {
      const { out } = lowered([matrix(INT8), scales, zeros], ['M', 's', 'z'], attributes);
      expect(out).toEqual([0, 20, 0, 3, 50, 700]);
    }
  });

  const signed = () => matrix(INT8);
  const scaleOf = (type: number, ...values: number[]) =>
    makeTensor('s', type, values.length === 1 ? [] : [values.length], floats(...values));

  it.each<[string, () => Tensor[], object]>([
    ['with a scale a row', () => [signed(), scaleOf(FLOAT, 1, 2)], { axis: 0 }],
    ['with a scale a row, counted from the end', () => [signed(), scaleOf(FLOAT, 1, 2, 3)], { axis: -2 }],
    ['in blocks', () => [signed(), scaleOf(FLOAT, 1)], { block_size: 2 }],
    ['with half precision scales', () => [signed(), scaleOf(FLOAT16, 1)], {}],
    ['that is no matrix', () => [makeTensor('M', INT8, [6], new Uint8Array(6)), scaleOf(FLOAT, 1)], {}],
    ['of other numbers', () => [makeTensor('M', INT32, [2, 3], new Uint8Array(24)), scaleOf(FLOAT, 1)], {}],
    ['that is not stored', () => [scaleOf(FLOAT, 1)], {}],
    ['whose scale is not stored', () => [signed()], {}],
  ])('leaves one %s to the runtime', (_, tensors, attributes) => {
    const { graph, written } = lowered(tensors(), ['M', 's'], attributes);
    expect(graph.nodes.map(({ opType }) => opType)).toEqual(['DequantizeLinear', 'MatMul']);
    expect(written).toEqual([]);
  });

  it('leaves one whose zero point is computed to the runtime', () => {
    const { written } = lowered([signed(), scaleOf(FLOAT, 1)], ['M', 's', 'made']);
    expect(written).toEqual([]);
  });
});
