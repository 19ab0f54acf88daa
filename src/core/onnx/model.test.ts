import { describe, expect, it } from 'vitest';
import { fixtureFiles, readFixture } from '../../../scripts/lib/fixtureModels.ts';
import { TillerError } from '../errors.ts';
import { readModel, writeModel } from './model.ts';
import { join, readFields, stringField } from './wire.ts';

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
