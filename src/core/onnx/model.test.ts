import { describe, expect, it } from 'vitest';
import { fixtureFiles, readFixture } from '../../../scripts/lib/fixtureModels.ts';
import { TillerError } from '../errors.ts';
import { readModel, writeModel } from './model.ts';
import { join, messageField, type Parts, readFields, stringField, varintField } from './wire.ts';

describe('reading and writing a model', () => {
  it.each(fixtureFiles())('gives %s back byte for byte when nothing was edited', (path) => {
    const bytes = readFixture(path);
    expect(Buffer.compare(writeModel(readModel(bytes)), bytes)).toBe(0);
  });

  it('keeps fields it does not know, in an edited graph as well', () => {
    const stranger = join(stringField(999, 'from a later version'));
    const bytes = join([readFixture('llama/onnx/model.onnx'), stranger]);
    const model = readModel(bytes);
    model.graph.nodes = [...model.graph.nodes];
    const written = writeModel(model);
    expect(readFields(written).at(-1)!.raw).toEqual(stranger);
    expect(readModel(written).graph.nodes.map((node) => node.name)).toEqual(
      model.graph.nodes.map((node) => node.name),
    );
  });

  it('leaves the bytes of a large tensor where they are', () => {
    const bytes = readFixture('llama-single/onnx/model.onnx');
    const largest = readModel(bytes).graph.initializers.reduce((a, b) =>
      a.rawData.length > b.rawData.length ? a : b,
    );
    expect(largest.rawData.length).toBeGreaterThan(10_000);
    expect(largest.rawData.buffer).toBe(bytes.buffer);
  });

  it('reads a view with a byte offset', () => {
    const bytes = readFixture('qwen2/onnx/model_q4.onnx');
    const shifted = new Uint8Array(bytes.length + 5);
    shifted.set(bytes, 5);
    expect(readModel(shifted.subarray(5)).graph.nodes.length).toBe(readModel(bytes).graph.nodes.length);
  });

  it('knows where external weights lie', () => {
    const { graph } = readModel(readFixture('llama-chunks/onnx/model.onnx'));
    const locations = new Set(graph.initializers.flatMap(({ external }) => external?.location ?? []));
    expect([...locations].sort()).toEqual(['model.onnx_data', 'model.onnx_data_1']);
  });

  it('sees which outer values a subgraph reads', () => {
    const { graph } = readModel(readFixture('phi3/onnx/model.onnx'));
    const choice = graph.nodes.find((node) => node.opType === 'If');
    expect(choice?.outerInputs).toEqual([]);
  });

  describe('of parts that exporters seldom write', () => {
    const node = (...attributes: Parts) =>
      messageField(1, [stringField(2, 'y'), stringField(4, 'Identity'), ...attributes]);
    const modelOf = (parts: Parts, around: Parts = []) =>
      join([varintField(1, 8), messageField(7, [node(), parts]), around]);
    const external = (entries: Record<string, string>) =>
      modelOf(
        messageField(5, [
          Object.entries(entries).map(([key, value]) =>
            messageField(13, [stringField(1, key), stringField(2, value)]),
          ),
          varintField(14, 1),
        ]),
      );

    it('knows the standard operators under both of their names, and versions of later kinds', () => {
      const opset = (domain: string, version: number) =>
        messageField(8, [stringField(1, domain), varintField(2, version), varintField(3, 1)]);
      const { opsets } = readModel(modelOf([], [opset('ai.onnx', 17), opset('com.microsoft', 1)]));
      expect(Object.fromEntries(opsets)).toEqual({ '': 17, 'com.microsoft': 1 });
    });

    it('keeps a number in the graph that it does not know', () => {
      const model = readModel(modelOf([varintField(77, 5)]));
      expect(model.graph.rest.map(({ number, varint }) => [number, varint])).toEqual([[77, 5]]);
      model.graph.nodes = [...model.graph.nodes];
      expect(readModel(writeModel(model)).graph.rest).toHaveLength(1);
    });

    it('takes external weights from the beginning of their file where nothing else is said', () => {
      const [tensor] = readModel(external({ location: 'a' })).graph.initializers;
      expect(tensor!.external).toEqual({ location: 'a', offset: 0, length: 0 });
    });

    it('gives no shape for a value that is no tensor, and no name to a dimension without one', () => {
      const info = (name: string, type: Parts) =>
        messageField(13, [stringField(1, name), messageField(2, type)]);
      const dims = messageField(2, [messageField(1, []), messageField(1, [stringField(3, 'DATA_BATCH')])]);
      const { valueInfo } = readModel(
        modelOf([
          info('a list', messageField(4, [])),
          info('a tensor', messageField(1, [varintField(1, 1), dims, varintField(9, 1)])),
        ]),
      ).graph;
      expect(valueInfo.map(({ elementType, dims }) => [elementType, dims])).toEqual([
        [0, null],
        [1, ['', '']],
      ]);
    });

    const nested = (depth: number): Parts => {
      let inside: Parts = node();
      for (let i = 0; i < depth; i++)
        inside = node(messageField(5, [stringField(1, 'body'), messageField(6, inside)]));
      return inside;
    };

    it('reads subgraphs in subgraphs, as deep as anybody nests them', () => {
      expect(readModel(modelOf(nested(32))).graph.nodes).toHaveLength(2);
    });

    it.each<[string, () => Uint8Array, string]>([
      ['subgraphs in subgraphs without end', () => modelOf(nested(33)), 'more than 32 deep'],
      ['external weights before their file', () => external({ location: 'a', offset: '-1' }), 'offset "-1"'],
      ['external weights of no number', () => external({ location: 'a', length: 'all' }), 'length "all"'],
      [
        'a number of three bytes',
        () => modelOf(node(messageField(5, [stringField(1, 'alpha'), messageField(2, [new Uint8Array(3)])]))),
        'a float32 of 3 bytes',
      ],
    ])('refuses %s', (_, make, message) => {
      expect(() => readModel(make())).toThrow(
        expect.objectContaining({ code: 'file_corrupt', message: expect.stringContaining(message) }),
      );
    });
  });

  const whole = readFixture('qwen2/onnx/model.onnx');
  it.each([
    ['no bytes', new Uint8Array(0)],
    ['a web page', new TextEncoder().encode('<!doctype html><title>404</title>')],
    [
      'a pointer to large file storage',
      new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\noid'),
    ],
    ['the first half', whole.subarray(0, whole.length >> 1)],
    ['all but the last byte', whole.subarray(0, whole.length - 1)],
  ])('refuses %s as file_corrupt', (_, bytes) => {
    try {
      readModel(bytes);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(TillerError);
      expect((error as TillerError).code).toBe('file_corrupt');
    }
  });
});
