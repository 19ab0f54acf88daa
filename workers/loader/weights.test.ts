import { describe, expect, it } from 'vitest';
import type { ByteReader } from '../storage/fileStore.ts';
import { isStreamed, Weights } from './weights.ts';

const BYTES = Uint8Array.from({ length: 100 }, (_, index) => index);

function reader(parts: Partial<ByteReader> = {}): ByteReader & { isClosed: boolean } {
  return {
    sizeBytes: BYTES.length,
    isClosed: false,
    read: (into, at) => into.set(BYTES.subarray(at, at + into.length)),
    close() {
      this.isClosed = true;
    },
    ...parts,
  };
}

describe('weights that are read in parts', () => {
  it('look like a Uint8Array of the whole file', () => {
    const file = new Weights().open(reader());
    expect(file instanceof Uint8Array && isStreamed(file)).toBe(true);
    expect([file.byteLength, file.length]).toEqual([100, 100]);
    expect([...file.subarray(7, 10)]).toEqual([7, 8, 9]);
    expect(isStreamed(BYTES)).toBe(false);
  });

  it('go through one buffer, as the runtime copies each tensor at once; copies last', () => {
    const file = new Weights().open(reader());
    const [first, second] = [file.subarray(0, 4), file.subarray(50, 54)];
    expect(first.buffer).toBe(second.buffer);
    const [one, two] = [file.slice(0, 2), file.slice(50, 52)];
    expect([...one, ...two]).toEqual([0, 1, 50, 51]);
  });

  it('are counted: the largest tensor once, and copies until they are forgotten', () => {
    const weights = new Weights();
    const file = weights.open(reader());
    weights.reserve(40);
    for (const start of [0, 20, 60]) file.subarray(start, start + 40);
    expect(weights.peakBytes).toBe(40);
    file.slice(0, 10);
    file.slice(0, 10);
    weights.forgetCopies();
    file.slice(0, 15);
    expect(weights.peakBytes).toBe(60);
  });

  it('keep what reading failed with, which the runtime would swallow', () => {
    const weights = new Weights();
    const broken = reader({
      read() {
        throw new Error('the disk is gone');
      },
    });
    const file = weights.open(broken);
    expect(() => file.subarray(0, 4)).toThrow('the disk is gone');
    expect(weights.problem).toMatchObject({ code: 'file_corrupt' });
  });

  it('are closed together', () => {
    const weights = new Weights();
    const readers = [reader(), reader()];
    for (const each of readers) weights.open(each);
    weights.close();
    expect(readers.map(({ isClosed }) => isClosed)).toEqual([true, true]);
  });
});
