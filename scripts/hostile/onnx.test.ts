import { describe, expect, it } from 'vitest';
import {
  floatTensor,
  int64Input,
  makeBranch,
  makeExternalTensor,
  makeIf,
  makeNode,
  makeTensor,
  makeValueInfo,
} from '../../src/core/onnx/build.ts';
import { externalLocations } from '../../src/core/onnx/externalLocations.ts';
import { BOOL, FLOAT, graphParts, INT8, INT32, readModel, writeModel } from '../../src/core/onnx/model.ts';
import { outlineModel } from '../../src/core/onnx/outline.ts';
import { patchModel } from '../../src/core/onnx/patch.ts';
import {
  type Bytes,
  join,
  messageField,
  readFields,
  stringField,
  varintField,
} from '../../src/core/onnx/wire.ts';
import { readFixture } from '../lib/fixtureModels.ts';
import { damagedBytes } from './bytes.ts';
import { CASES, survive, surviveAll, surviveEveryByte } from './survive.ts';

/** Every kind of field that the reader looks at, in less than 2 kB. */
const SMALL = join([
  varintField(1, 8),
  stringField(2, 'tiller'),
  messageField(8, [stringField(1, ''), varintField(2, 21)]),
  messageField(7, [
    graphParts({
      nodes: [
        makeNode('Concat', ['a', 'b'], ['c'], { axis: -1, perm: [0, 2, 1] }),
        makeNode('Constant', [], ['one'], { value: floatTensor('one', [2], [1, 2]) }, 'com.microsoft'),
        makeIf(
          'on',
          ['d'],
          makeBranch('yes', [makeNode('Identity', ['c'], ['x'])], [{ name: 'x', elementType: FLOAT }]),
          makeBranch('no', [makeNode('Neg', ['c'], ['y'])], [{ name: 'y', elementType: FLOAT }]),
        ),
      ],
      initializers: [
        floatTensor('a', [2, 2], [1, 2, 3, 4]),
        makeTensor('b', INT8, [3], Uint8Array.of(1, 2, 255)),
        makeExternalTensor('w', FLOAT, [64, 64], {
          location: 'model.onnx_data',
          offset: 4096,
          length: 16384,
        }),
      ],
      inputs: [int64Input('input_ids', ['batch', 'sequence']), makeValueInfo('on', BOOL, [])],
      outputs: [makeValueInfo('d', FLOAT, [1, 'n', 2])],
      valueInfo: [makeValueInfo('c', INT32, null)],
      rest: readFields(stringField2('main')),
    }),
  ]),
]);

function stringField2(name: string): Bytes {
  return join(stringField(2, name));
}

const inMemory = (bytes: Bytes) => ({
  sizeBytes: bytes.length,
  read: (into: Uint8Array, at: number) => into.set(bytes.subarray(at, at + into.length)),
});

/** What an untouched graph is written back as is what was read. */
const model = {
  read: (bytes: Bytes) => {
    externalLocations(bytes);
    return writeModel(readModel(bytes));
  },
  codes: ['file_corrupt'] as const,
  check: (written: Bytes, bytes: Bytes) => expect(Buffer.compare(written, bytes)).toBe(0),
};

const outline = {
  read: (bytes: Bytes) => outlineModel(inMemory(bytes), 'model.onnx'),
  codes: ['file_corrupt'] as const,
  // nothing in these files is large enough to be left out
  check: (written: Bytes, bytes: Bytes) => expect(Buffer.compare(written, bytes)).toBe(0),
};

const patcher = (provider: 'cpu' | 'webgpu') => ({
  read: (bytes: Bytes) => {
    const graph = readModel(bytes);
    const report = patchModel(graph, { provider });
    return { report, written: writeModel(graph) };
  },
  codes: ['file_corrupt', 'graph_not_recognised', 'shape_mismatch', 'model_unsupported'] as const,
  check({ report, written }: { report: { numLayers: number; hiddenSize: number }; written: Bytes }) {
    expect(Number.isSafeInteger(report.numLayers) && report.numLayers > 0).toBe(true);
    expect(Number.isSafeInteger(report.hiddenSize) && report.hiddenSize > 0).toBe(true);
    expect(readModel(written).graph.nodes.length).toBeGreaterThan(0);
  },
});

describe('a hostile ONNX file', () => {
  it('is read whole where it is whole: less than 2 kB with every field', () => {
    expect(SMALL.length).toBeLessThan(2048);
    expect(Buffer.compare(model.read(SMALL), SMALL)).toBe(0);
  });

  it('is refused or read, whatever is changed in it', () => surviveAll(model, damagedBytes(SMALL)));

  it('is refused or read, wherever it is cut off and whichever byte is another', () =>
    surviveEveryByte(model, SMALL));

  it('is refused or outlined, whatever is changed in it', () => surviveAll(outline, damagedBytes(SMALL)));

  it('is refused or outlined, wherever it is cut off and whichever byte is another', () =>
    surviveEveryByte(outline, SMALL));

  it.each([
    ['subgraphs in subgraphs, ten thousand deep', nested(10_000)],
    ['a hundred thousand dimensions', tensorOf([messageField(1, [new Uint8Array(100_000).fill(1)])])],
    [
      'two hundred thousand integers of an attribute',
      attributeOf(messageField(8, [new Uint8Array(200_000)])),
    ],
    ['a float of three bytes', attributeOf([Uint8Array.of(0x12, 3, 1, 2, 3)])],
    ['a tensor outside of the file, nowhere', tensorOf(externalEntries('data', '-1', '1e999'))],
    ['a tensor outside of the file, of a size that is no number', tensorOf(externalEntries('data', 'x', ''))],
    ['a length of ten bytes', Uint8Array.of(0x3a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1)],
  ])('is refused or read: %s', async (_, bytes) => {
    await survive(model, bytes);
    await survive(outline, bytes);
    await survive(patcher('cpu'), bytes);
  });
});

describe('a hostile decoder', () => {
  const decoders = ['llama/onnx/model.onnx', 'qwen2/onnx/model_q4.onnx', 'phi3/onnx/model.onnx'].map(
    readFixture,
  );
  const cases = Math.ceil(CASES / 2);

  it.each(['cpu', 'webgpu'] as const)('is refused or patched for %s, whatever is changed in it', (provider) =>
    surviveAll(patcher(provider), damagedBytes(...decoders), cases));

  it.each([
    ['a cache of layer 999,999,999', 'present.999999999.key'],
    ['a cache of layer 2 without layer 1', 'present.2.key'],
    ['a cache of a layer beyond every number', `present.${'9'.repeat(400)}.key`],
  ])('is refused: %s', async (_, name) => {
    const graph = readModel(decoders[0]!);
    graph.graph.outputs = graph.graph.outputs.map((output) =>
      output.name === 'present.1.key' ? makeValueInfo(name, output.elementType, output.dims) : output,
    );
    graph.graph.nodes = graph.graph.nodes.map((node) =>
      node.outputs.includes('present.1.key')
        ? makeNode(
            node.opType,
            node.inputs,
            node.outputs.map((each) => (each === 'present.1.key' ? name : each)),
          )
        : node,
    );
    const bytes = writeModel(graph);
    await survive(
      { ...patcher('cpu'), codes: ['graph_not_recognised'], check: () => expect.unreachable() },
      bytes,
    );
  });

  it('is refused: a circle of nodes', async () => {
    const graph = readModel(decoders[0]!);
    const [first, second, ...others] = graph.graph.nodes;
    graph.graph.nodes = [
      makeNode('Add', [first!.outputs[0]!, 'circle'], ['round']),
      makeNode('Add', ['round', 'round'], ['circle']),
      first!,
      second!,
      ...others,
    ];
    await survive(patcher('cpu'), writeModel(graph));
  });
});

function nested(depth: number): Bytes {
  let graph: Bytes = join(messageField(1, [stringField(4, 'Neg')]));
  for (let i = 0; i < depth; i++) {
    graph = join(messageField(1, [messageField(5, [messageField(6, [graph])])]));
  }
  return join(messageField(7, [graph]));
}

function modelOf(field: Bytes): Bytes {
  return join(messageField(7, [messageField(1, [stringField(4, 'Neg'), stringField(2, 'out')]), field]));
}

function tensorOf(parts: Parameters<typeof messageField>[1]): Bytes {
  return modelOf(join(messageField(5, [stringField(8, 'w'), varintField(2, FLOAT), parts])));
}

function attributeOf(parts: Parameters<typeof messageField>[1]): Bytes {
  return modelOf(
    join(messageField(1, [stringField(4, 'Neg'), messageField(5, [stringField(1, 'a'), parts])])),
  );
}

function externalEntries(location: string, offset: string, length: string) {
  const entries = Object.entries({ location, offset, length });
  return [
    ...entries.map(([key, value]) => messageField(13, [stringField(1, key), stringField(2, value)])),
    varintField(14, 1),
  ];
}
