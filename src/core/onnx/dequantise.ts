/** Block-quantised weights as MatMulNBits stores them, turned into plain float32. */
import { TillerError } from '../errors.ts';

/** Symbols: N output features, K input features, G = ceil(K / blockSize) blocks a row. */
export interface QuantisedWeight {
  bits: 4 | 8;
  blockSize: number;
  inputSize: number;
  outputSize: number;
  /** [N, G, blockSize * bits / 8], low nibble first */
  packed: Uint8Array;
  /** [N, G] */
  scales: Float32Array;
  /** one a block: packed like the weights with each row padded to whole bytes, or plain floats; null = 2^(bits-1) */
  zeroPoints: Uint8Array | Float32Array | null;
}

/** Rows that are turned at once, so that writes fill whole cache lines of the transposed result. */
const TILE = 16;

/**
 * Writes the weight as [K, N], the right operand of a MatMul: out[k, n] = (q[n, k] - zeroPoint) * scale.
 * @param out [K * N]
 * @throws TillerError `file_corrupt` when a tensor is shorter than its shape says
 */
export function dequantiseTransposed(weight: QuantisedWeight, out: Float32Array): void {
  const { bits, blockSize, inputSize, outputSize, packed, scales } = weight;
  const blocks = Math.ceil(inputSize / blockSize);
  const blockBytes = (blockSize * bits) / 8;
  const rowBytes = blocks * blockBytes;
  expectLength('packed weights', packed.length, outputSize * rowBytes);
  expectLength('scales', scales.length, outputSize * blocks);
  const zeroPointOf = zeroPointReader(weight, blocks);
  const zero = new Float32Array(TILE);
  const scale = new Float32Array(TILE);
  for (let firstRow = 0; firstRow < outputSize; firstRow += TILE) {
    const rows = Math.min(TILE, outputSize - firstRow);
    for (let block = 0; block < blocks; block++) {
      for (let r = 0; r < rows; r++) {
        zero[r] = zeroPointOf(firstRow + r, block);
        scale[r] = scales[(firstRow + r) * blocks + block]!;
      }
      const columns = Math.min(blockSize, inputSize - block * blockSize);
      const source = firstRow * rowBytes + block * blockBytes;
      let target = block * blockSize * outputSize + firstRow;
      if (bits === 8) {
        for (let column = 0; column < columns; column++, target += outputSize) {
          for (let r = 0; r < rows; r++) {
            out[target + r] = (packed[source + r * rowBytes + column]! - zero[r]!) * scale[r]!;
          }
        }
      } else {
        for (let column = 0; column < columns; column++, target += outputSize) {
          const at = source + (column >> 1);
          const shift = (column & 1) * 4;
          for (let r = 0; r < rows; r++) {
            out[target + r] = (((packed[at + r * rowBytes]! >> shift) & 15) - zero[r]!) * scale[r]!;
          }
        }
      }
    }
  }
}

/** A matrix of bytes with one scale for all of it, or one a column. */
export interface ByteMatrix {
  rows: number;
  columns: number;
  /** [K, N] */
  packed: Uint8Array | Int8Array;
  /** [1] or [N] */
  scales: Float32Array;
  /** as many as scales, or one; null = 0 */
  zeroPoints: Uint8Array | Int8Array | null;
}

/**
 * Writes the matrix as it lies, [K, N]: out[k, n] = (q[k, n] - zeroPoint) * scale.
 * @param out [K * N]
 * @throws TillerError `file_corrupt` when a tensor is shorter than its shape says
 */
export function dequantiseColumns(
  { rows, columns, packed, scales, zeroPoints }: ByteMatrix,
  out: Float32Array,
): void {
  expectLength('packed weights', packed.length, rows * columns);
  const zeroes = zeroPoints ?? new Uint8Array(1);
  const scaleStep = scales.length === 1 ? 0 : 1;
  const zeroStep = zeroes.length === 1 ? 0 : 1;
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      out[at] = (packed[at]! - zeroes[column * zeroStep]!) * scales[column * scaleStep]!;
    }
  }
}

function zeroPointReader(weight: QuantisedWeight, blocks: number): (row: number, block: number) => number {
  const { bits, outputSize, zeroPoints } = weight;
  if (zeroPoints === null) {
    const middle = 2 ** (bits - 1);
    return () => middle;
  }
  if (zeroPoints instanceof Float32Array) {
    expectLength('zero points', zeroPoints.length, outputSize * blocks);
    return (row, block) => zeroPoints[row * blocks + block]!;
  }
  if (bits === 8) {
    expectLength('zero points', zeroPoints.length, outputSize * blocks);
    return (row, block) => zeroPoints[row * blocks + block]!;
  }
  // two to a byte; a row with an odd number of blocks ends in half a byte of padding
  const rowBytes = Math.ceil(blocks / 2);
  expectLength('zero points', zeroPoints.length, outputSize * rowBytes);
  return (row, block) => (zeroPoints[row * rowBytes + (block >> 1)]! >> ((block & 1) * 4)) & 15;
}

function expectLength(what: string, found: number, expected: number): void {
  if (found !== expected) {
    throw new TillerError(
      'file_corrupt',
      `expected ${expected} ${what}, found ${found}; download the model again`,
      {
        expected,
        found,
      },
    );
  }
}

/** IEEE half precision bits to a number. */
export function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Half precision, as a Uint16Array of bits, widened to float32. */
export function halvesToFloats(halves: Uint16Array): Float32Array {
  return Float32Array.from(halves, halfToFloat);
}
