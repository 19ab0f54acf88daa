/** Little-endian bytes with a position, for GGUF: a reader that never leaves its bytes, and a writer that grows. */
import type { TillerError } from '../errors.ts';

type Corrupt = (reason: string) => TillerError;

export class ByteReader {
  position = 0;
  readonly length: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #corrupt: Corrupt;

  /** @param corrupt makes the error of whatever goes wrong */
  constructor(bytes: Uint8Array, corrupt: Corrupt) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#corrupt = corrupt;
    this.length = bytes.length;
  }

  uint8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  uint32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  /** A length, a count or an offset: none that fits a file is above 2^53. */
  uint64(): number {
    const value = this.#view.getBigUint64(this.#take(8), true);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw this.#corrupt(`it claims a size of ${value}`);
    return Number(value);
  }

  /** A value of fixed size by its GGUF type number; 64-bit values lose what a double cannot hold. */
  number(type: number): number {
    switch (type) {
      case 0:
        return this.uint8();
      case 1:
        return this.#view.getInt8(this.#take(1));
      case 2:
        return this.#view.getUint16(this.#take(2), true);
      case 3:
        return this.#view.getInt16(this.#take(2), true);
      case 4:
        return this.uint32();
      case 5:
        return this.#view.getInt32(this.#take(4), true);
      case 6:
        return this.#view.getFloat32(this.#take(4), true);
      case 10:
        return Number(this.#view.getBigUint64(this.#take(8), true));
      case 11:
        return Number(this.#view.getBigInt64(this.#take(8), true));
      case 12:
        return this.#view.getFloat64(this.#take(8), true);
      default:
        throw this.#corrupt(`it holds a value of type ${type}`);
    }
  }

  /** How many of something follow that takes `leastBytes` each at least; more than the file can hold is an error. */
  count(what: string, leastBytes: number): number {
    const count = this.uint64();
    if (count > (this.length - this.position) / leastBytes) {
      throw this.#corrupt(`it claims ${count} ${what}, the file has ${this.length} bytes in all`);
    }
    return count;
  }

  /** A length and that many bytes of UTF-8. */
  text(): string {
    const length = this.count('bytes of text', 1);
    const begin = this.#take(length);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(this.#bytes.subarray(begin, begin + length));
    } catch {
      throw this.#corrupt(`the text at byte ${begin} is not UTF-8`);
    }
  }

  floats(count: number): Float32Array {
    const begin = this.#take(count * 4);
    return Float32Array.from({ length: count }, (_, i) => this.#view.getFloat32(begin + i * 4, true));
  }

  skip(bytes: number): void {
    this.#take(bytes);
  }

  skipTo(position: number): void {
    this.#take(position - this.position);
  }

  #take(bytes: number): number {
    const begin = this.position;
    if (!(bytes <= this.length - begin)) {
      throw this.#corrupt(
        `it ends at byte ${this.length}, where ${begin + bytes} are needed: it is cut short`,
      );
    }
    this.position += bytes;
    return begin;
  }
}

export class ByteWriter {
  #bytes = new Uint8Array(1024);
  #length = 0;

  uint8(value: number): void {
    this.#view(1).setUint8(0, value);
  }

  uint32(value: number): void {
    this.#view(4).setUint32(0, value, true);
  }

  uint64(value: number | bigint): void {
    this.#view(8).setBigUint64(0, BigInt(value), true);
  }

  float32(value: number): void {
    this.#view(4).setFloat32(0, value, true);
  }

  /** A length and that many bytes of UTF-8. */
  text(text: string): void {
    const encoded = new TextEncoder().encode(text);
    this.uint64(encoded.length);
    this.#grow(encoded.length);
    this.#bytes.set(encoded, this.#length - encoded.length);
  }

  /** Zeros up to the next multiple. */
  padTo(alignment: number): void {
    this.#grow((alignment - (this.#length % alignment)) % alignment);
  }

  /** A copy of what was written. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  #view(size: number): DataView {
    this.#grow(size);
    return new DataView(this.#bytes.buffer, this.#length - size, size);
  }

  #grow(size: number): void {
    this.#length += size;
    if (this.#length <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#length, 2 * this.#bytes.length));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
