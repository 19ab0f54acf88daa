import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dequantiseColumns, dequantiseTransposed, halfToFloat, type QuantisedWeight } from './dequantise.ts';

/** The definition, one weight at a time: slow and plain. */
function reference(weight: QuantisedWeight): number[] {
  const { bits, blockSize, inputSize: K, outputSize: N, packed, scales, zeroPoints } = weight;
  const blocks = Math.ceil(K / blockSize);
  const nibble = (bytes: Uint8Array, index: number) => (bytes[index >> 1]! >> (4 * (index & 1))) & 15;
  const out: number[] = [];
  for (let k = 0; k < K; k++) {
    for (let n = 0; n < N; n++) {
      const block = Math.floor(k / blockSize);
      const index = (n * blocks + block) * blockSize + (k % blockSize);
      const q = bits === 8 ? packed[index]! : nibble(packed, index);
      let zero = 2 ** (bits - 1);
      if (zeroPoints instanceof Float32Array || (zeroPoints && bits === 8))
        zero = zeroPoints[n * blocks + block]!;
      else if (zeroPoints) zero = nibble(zeroPoints.subarray(n * Math.ceil(blocks / 2)), block);
      out.push(Math.fround((q - zero) * scales[n * blocks + block]!));
    }
  }
  return out;
}

const weights = fc
  .record({
    bits: fc.constantFrom(4 as const, 8 as const),
    blockSize: fc.constantFrom(16, 32),
    inputSize: fc.integer({ min: 1, max: 100 }),
    outputSize: fc.integer({ min: 1, max: 40 }),
    zeros: fc.constantFrom('none', 'packed', 'float'),
    seed: fc.integer(),
  })
  .map(({ bits, blockSize, inputSize, outputSize, zeros, seed }): QuantisedWeight => {
    const blocks = Math.ceil(inputSize / blockSize);
    let state = seed >>> 0;
    const byte = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state >>> 24;
    };
    const bytes = (length: number) => Uint8Array.from({ length }, byte);
    const floats = (length: number) => Float32Array.from({ length }, () => byte() / 17 - 5);
    const zeroBytes = outputSize * (bits === 8 ? blocks : Math.ceil(blocks / 2));
    return {
      bits,
      blockSize,
      inputSize,
      outputSize,
      packed: bytes((outputSize * blocks * blockSize * bits) / 8),
      scales: floats(outputSize * blocks),
      zeroPoints:
        zeros === 'none' ? null : zeros === 'packed' ? bytes(zeroBytes) : floats(outputSize * blocks),
    };
  });

describe('dequantising block weights', () => {
  it('equals the definition for 4 and 8 bits, every kind of zero point, odd block counts and cut last blocks', () => {
    fc.assert(
      fc.property(weights, (weight) => {
        const out = new Float32Array(weight.inputSize * weight.outputSize);
        dequantiseTransposed(weight, out);
        expect([...out]).toEqual(reference(weight));
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['packed', { packed: new Uint8Array(15) }],
    ['scales', { scales: new Float32Array(0) }],
    ['zero points', { zeroPoints: new Uint8Array(3) }],
  ])('refuses %s of the wrong length', (_, change) => {
    const weight: QuantisedWeight = {
      bits: 4,
      blockSize: 32,
      inputSize: 32,
      outputSize: 1,
      packed: new Uint8Array(16),
      scales: new Float32Array(1),
      zeroPoints: new Uint8Array(1),
      ...change,
    };
    expect(() => dequantiseTransposed(weight, new Float32Array(32))).toThrow(/expected \d+/);
  });

  it.each([
    [0x0000, 0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x3555, 0.333251953125],
    [0x0001, 2 ** -24],
    [0x7c00, Number.POSITIVE_INFINITY],
  ])('widens half precision %i to %f', (bits, value) => {
    expect(halfToFloat(bits)).toBe(value);
  });
});

describe('a matrix of bytes', () => {
  const signed = Int8Array.of(-128, 0, 127, 5, -5, 1);

  it('has one scale, or one a column, and zero points likewise', () => {
    const out = new Float32Array(6);
    const matrix = { rows: 2, columns: 3, packed: signed, scales: Float32Array.of(0.5), zeroPoints: null };
    dequantiseColumns(matrix, out);
    expect([...out]).toEqual([-64, 0, 63.5, 2.5, -2.5, 0.5]);
    dequantiseColumns(
      { ...matrix, scales: Float32Array.of(1, 2, 4), zeroPoints: Int8Array.of(1, 0, -1) },
      out,
    );
    expect([...out]).toEqual([-129, 0, 512, 4, -10, 8]);
  });

  it('is refused when it is shorter than its shape', () => {
    const matrix = { rows: 3, columns: 3, packed: signed, scales: Float32Array.of(1), zeroPoints: null };
    expect(() => dequantiseColumns(matrix, new Float32Array(9))).toThrow(
      /expected 9 packed weights, found 6/,
    );
  });
});
