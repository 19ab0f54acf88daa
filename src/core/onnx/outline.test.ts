import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readModel } from './model.ts';
import { outlineModel, type RandomAccess } from './outline.ts';

const folder = 'e2e/fixtures/models';

/** A file in memory that counts what is read of it. */
function file(bytes: Uint8Array): RandomAccess & { readBytes: number } {
  return {
    sizeBytes: bytes.length,
    readBytes: 0,
    read(into, at) {
      if (at + into.length > bytes.length) throw new Error('read past the end');
      this.readBytes += into.length;
      into.set(bytes.subarray(at, at + into.length));
    },
  };
}

describe('the outline of a model', () => {
  it('of one file has each large tensor in its place, and all else as it was', () => {
    const bytes = new Uint8Array(readFileSync(`${folder}/llama-single/onnx/model.onnx`));
    const whole = readModel(bytes).graph;
    const outlined = readModel(outlineModel(file(bytes), 'model.onnx')).graph;
    const bodies = (nodes: typeof whole.nodes) => nodes.map(({ body }) => Buffer.from(body).toString('hex'));
    expect(bodies(outlined.nodes)).toEqual(bodies(whole.nodes));
    expect(outlined.initializers.length).toBe(whole.initializers.length);
    let moved = 0;
    for (const [index, tensor] of outlined.initializers.entries()) {
      const before = whole.initializers[index]!;
      expect({ name: tensor.name, dims: tensor.dims, type: tensor.elementType }).toEqual({
        name: before.name,
        dims: before.dims,
        type: before.elementType,
      });
      if (!tensor.external) {
        expect(Buffer.compare(tensor.body, before.body)).toBe(0);
        continue;
      }
      moved += 1;
      const { location, offset, length } = tensor.external;
      expect(location).toBe('model.onnx');
      expect(Buffer.compare(bytes.subarray(offset, offset + length), before.rawData)).toBe(0);
    }
    expect(moved).toBeGreaterThan(0);
  });

  it('reads none of the weights that it leaves out', () => {
    const bytes = new Uint8Array(readFileSync(`${folder}/llama-single/onnx/model.onnx`));
    const source = file(bytes);
    const outline = outlineModel(source, 'model.onnx');
    const left = bytes.length - outline.length;
    expect(left).toBeGreaterThan(50_000);
    // what is read ahead of a field may be part of the weights behind it
    expect(source.readBytes).toBeLessThan(2 * outline.length + (1 << 17));
  });

  it('of a graph whose weights lie beside it is the graph, byte for byte', () => {
    const bytes = new Uint8Array(readFileSync(`${folder}/llama/onnx/model_q4.onnx`));
    expect(Buffer.compare(outlineModel(file(bytes), 'model_q4.onnx'), bytes)).toBe(0);
  });

  it.each([
    ['cut short', (bytes: Uint8Array) => bytes.slice(0, bytes.length - 1000)],
    ['no protobuf', () => new Uint8Array(1000).fill(0x0f)],
  ])('of a file that is %s is refused', (_, spoil) => {
    const bytes = spoil(new Uint8Array(readFileSync(`${folder}/llama-single/onnx/model.onnx`)));
    expect(() => outlineModel(file(bytes), 'model.onnx')).toThrow(
      expect.objectContaining({ code: 'file_corrupt' }),
    );
  });

  it('of an empty file is empty', () => {
    expect(outlineModel(file(new Uint8Array(0)), 'model.onnx').length).toBe(0);
  });
});
