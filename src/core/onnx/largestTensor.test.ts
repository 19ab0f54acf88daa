import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { largestTensorBytes, type RemoteBytes } from './largestTensor.ts';
import { readModel } from './model.ts';
import { join, messageField } from './wire.ts';

/** A file that counts the parts and bytes that are read of it. */
function file(bytes: Uint8Array): RemoteBytes & { reads: number; readBytes: number } {
  return {
    sizeBytes: bytes.length,
    reads: 0,
    readBytes: 0,
    async read(start, end) {
      this.reads += 1;
      this.readBytes += end - start;
      return bytes.slice(start, end);
    },
  };
}

/** A graph of tensors with so many bytes each, between nodes and a name. */
function graphOf(tensors: number[], nodes = 10): Uint8Array {
  const tensor = (length: number) => messageField(5, [messageField(9, [new Uint8Array(length)])]);
  const node = messageField(1, [new Uint8Array(100)]);
  const name = messageField(2, [new Uint8Array(5)]);
  return join([messageField(7, [new Array(nodes).fill(node), ...tensors.map(tensor), name])]);
}

const MANY = 1000;

describe('the largest tensor of a file', () => {
  it('is that of the whole graph, from a part of the bytes', async () => {
    const bytes = new Uint8Array(readFileSync('e2e/fixtures/models/llama-single/onnx/model.onnx'));
    const sizes = readModel(bytes).graph.initializers.map(({ body }) => body.length);
    const remote = file(bytes);
    expect(await largestTensorBytes(remote, MANY)).toBe(Math.max(...sizes));
    expect(remote.readBytes).toBeLessThan(bytes.length / 3);
  });

  it.each([
    [[0]],
    [[3_000_000]],
    [[100, 200_000, 50]],
    [[1, 2, 3_000_000, 2_000_000]],
  ])('is found among %j', async (tensors) => {
    const remote = file(graphOf(tensors));
    const heads = await largestTensorBytes(remote, MANY);
    expect(heads! - Math.max(...tensors)).toBeGreaterThanOrEqual(0);
    expect(heads! - Math.max(...tensors)).toBeLessThan(10);
    expect(remote.readBytes).toBeLessThan(200_000);
  });

  it('is known as soon as no larger one has room behind it', async () => {
    const remote = file(graphOf([900_000, ...new Array<number>(10).fill(80_000)]));
    expect(await largestTensorBytes(remote, MANY)).toBeGreaterThan(900_000);
    expect(remote.reads).toBe(1);
  });

  it('takes few reads for many nodes, and none where the graph is empty', async () => {
    const remote = file(graphOf([100], 100_000));
    expect(await largestTensorBytes(remote, MANY)).toBeGreaterThanOrEqual(100);
    expect(remote.reads).toBeLessThan(12);
    expect(await largestTensorBytes(file(new Uint8Array(0)), MANY)).toBe(0);
  });

  it('is not known after too many reads', async () => {
    const bytes = graphOf(new Array<number>(50).fill(100_000));
    expect(await largestTensorBytes(file(bytes), 20)).toBeNull();
    expect(await largestTensorBytes(file(bytes), 60)).toBeGreaterThan(100_000);
  });

  it('of a file that is cut short, or is something else, is refused', async () => {
    const whole = graphOf([200_000]);
    await expect(largestTensorBytes(file(whole.slice(0, -100)), MANY)).rejects.toMatchObject({
      code: 'file_corrupt',
    });
    const page = new TextEncoder().encode('<!doctype html><title>Log in</title>');
    await expect(largestTensorBytes(file(page), MANY)).rejects.toMatchObject({ code: 'file_corrupt' });
  });
});
