/**
 * The GGUF container, as far as control vectors need it: a head, keys with typed values, a description of each tensor,
 * then the tensors' data, each padded to the alignment. All numbers are little-endian; lengths and counts are 64 bit.
 * Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
import { TillerError } from '../errors.ts';
import { ByteReader, ByteWriter } from './ggufBytes.ts';
import type { Tensor } from './tensorFile.ts';

/** Arrays are read past: nothing that control vectors say is one. */
export type GgufValue = string | number | boolean | null;

export interface GgufFile {
  /** in the file's order; null for an array */
  metadata: Map<string, GgufValue>;
  tensors: Map<string, Tensor>;
}

/** `GGUF` as four bytes */
const MAGIC = 0x46554747;
/** Version 2 has the same layout; version 1 had lengths of 32 bits and is not written any more. */
const VERSIONS = [2, 3];
const FLOAT_BYTES = 4;
const DEFAULT_ALIGNMENT = 32;
/** Real files have 32 or 64; the limit keeps padding from meaning anything else. */
const MAX_ALIGNMENT = 4096;
/** A direction has one axis; the format allows four. */
const MAX_AXES = 4;
const F32 = 0;
const TYPE_NAMES: Readonly<Record<number, string>> = { 0: 'F32', 1: 'F16', 8: 'Q8_0', 30: 'BF16' };

const VALUE = { uint32: 4, float32: 6, bool: 7, string: 8, array: 9 } as const;
/** Bytes of the values of fixed size, by type number. */
const FIXED_BYTES: Readonly<Record<number, number>> = {
  ...{ 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 },
};
/** The fewest bytes that a key with its value, and a tensor's description, can take: no file holds more of them. */
const LEAST_KEY_BYTES = 13;
const LEAST_TENSOR_BYTES = 24;

export function isGguf(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && new ByteReader(bytes, corrupt).uint32() === MAGIC;
}

/** Whole numbers are written as uint32, others as float32. The same content gives the same bytes. */
export function writeGguf({ metadata, tensors }: GgufFile): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter();
  writer.uint32(MAGIC);
  writer.uint32(3);
  writer.uint64(tensors.size);
  writer.uint64(metadata.size);
  for (const [key, value] of metadata) {
    writer.text(key);
    if (typeof value === 'string') {
      writer.uint32(VALUE.string);
      writer.text(value);
    } else if (typeof value === 'number' && Number.isInteger(value) && value >= 0) {
      writer.uint32(VALUE.uint32);
      writer.uint32(value);
    } else {
      writer.uint32(VALUE.float32);
      writer.float32(Number(value));
    }
  }
  let offset = 0;
  for (const [name, { shape, data }] of tensors) {
    writer.text(name);
    writer.uint32(shape.length);
    for (const size of shape) writer.uint64(size);
    writer.uint32(F32);
    writer.uint64(offset);
    offset = padded(offset + data.length * FLOAT_BYTES, DEFAULT_ALIGNMENT);
  }
  for (const { data } of tensors.values()) {
    writer.padTo(DEFAULT_ALIGNMENT);
    for (const value of data) writer.float32(value);
  }
  writer.padTo(DEFAULT_ALIGNMENT);
  return writer.bytes();
}

/**
 * @param bytes may be a view at any offset; the tensors are copies
 * @throws TillerError `file_corrupt` for anything but a well-formed file of float32 tensors, end to end
 */
export function readGguf(bytes: Uint8Array): GgufFile {
  const reader = new ByteReader(bytes, corrupt);
  if (reader.uint32() !== MAGIC) throw corrupt('it does not begin with "GGUF"');
  const version = reader.uint32();
  if (!VERSIONS.includes(version)) {
    throw corrupt(`it has version ${version}, this program reads ${VERSIONS.join(' and ')} (little-endian)`);
  }
  const tensorCount = reader.count('tensors', LEAST_TENSOR_BYTES);
  const keyCount = reader.count('keys', LEAST_KEY_BYTES);
  const metadata = new Map<string, GgufValue>();
  for (let i = 0; i < keyCount; i++) {
    const key = reader.text();
    if (metadata.has(key)) throw corrupt(`the key "${shorten(key)}" stands there twice`);
    metadata.set(key, readValue(reader, reader.uint32(), key));
  }
  const described = new Map<string, { shape: number[]; begin: number }>();
  for (let i = 0; i < tensorCount; i++) {
    const name = reader.text();
    if (described.has(name)) throw corrupt(`the tensor "${shorten(name)}" stands there twice`);
    described.set(name, describe(reader, name));
  }
  const alignment = alignmentOf(metadata);
  reader.skipTo(padded(reader.position, alignment));
  return { metadata, tensors: readTensors(reader, described, alignment) };
}

function readValue(reader: ByteReader, type: number, key: string): GgufValue {
  switch (type) {
    case VALUE.string:
      return reader.text();
    case VALUE.array:
      skipArray(reader, key);
      return null;
    case VALUE.bool:
      return reader.uint8() !== 0;
    default:
      return reader.number(type);
  }
}

function skipArray(reader: ByteReader, key: string): void {
  const type = reader.uint32();
  const bytes = FIXED_BYTES[type];
  if (bytes !== undefined) {
    reader.skip(reader.count(`values of "${shorten(key)}"`, bytes) * bytes);
  } else if (type === VALUE.string) {
    const texts = reader.count(`values of "${shorten(key)}"`, 8);
    for (let i = 0; i < texts; i++) reader.skip(reader.count('bytes of text', 1));
  } else {
    // arrays of arrays are allowed by the format and used by nobody
    throw corrupt(`the key "${shorten(key)}" is an array of type ${type}`);
  }
}

function describe(reader: ByteReader, name: string): { shape: number[]; begin: number } {
  const axes = reader.uint32();
  if (axes === 0 || axes > MAX_AXES) throw corrupt(`tensor "${shorten(name)}" has ${axes} axes`);
  const shape = Array.from({ length: axes }, () => reader.uint64());
  const type = reader.uint32();
  if (type !== F32) {
    throw corrupt(`tensor "${shorten(name)}" has type ${TYPE_NAMES[type] ?? type}, expected F32`);
  }
  return { shape, begin: reader.uint64() };
}

function readTensors(
  reader: ByteReader,
  described: Map<string, { shape: number[]; begin: number }>,
  alignment: number,
): Map<string, Tensor> {
  const start = reader.position;
  const held = reader.length - start;
  const tensors = new Map<string, Tensor>();
  let end = 0;
  for (const [name, { shape, begin }] of [...described].sort(([, a], [, b]) => a.begin - b.begin)) {
    const size = shape.reduce((product, axis) => product * axis, 1) * FLOAT_BYTES;
    if (begin !== end) {
      throw corrupt(
        `tensor "${shorten(name)}" begins at byte ${begin}, expected ${end}: a gap or an overlap`,
      );
    }
    if (size === 0 || !(begin + size <= held)) {
      throw corrupt(
        `tensor "${shorten(name)}" takes ${size} bytes from ${begin}, the file holds ${held}: it is cut short`,
      );
    }
    reader.skipTo(start + begin);
    tensors.set(name, { shape, data: reader.floats(size / FLOAT_BYTES) });
    end = padded(begin + size, alignment);
  }
  if (end !== held) throw corrupt(`its tensors take ${end} bytes, the file holds ${held}`);
  // in the order of their description
  return new Map([...described.keys()].map((name) => [name, tensors.get(name)!]));
}

function alignmentOf(metadata: Map<string, GgufValue>): number {
  const alignment = metadata.get('general.alignment') ?? DEFAULT_ALIGNMENT;
  const isPower = typeof alignment === 'number' && Number.isInteger(Math.log2(alignment));
  if (!isPower || alignment < 1 || alignment > MAX_ALIGNMENT) throw corrupt(`its alignment is ${alignment}`);
  return alignment;
}

function padded(size: number, alignment: number): number {
  return Math.ceil(size / alignment) * alignment;
}

function shorten(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}...` : name;
}

function corrupt(reason: string): TillerError {
  return new TillerError(
    'file_corrupt',
    `expected a GGUF file, but ${reason}. Download or export the file again.`,
  );
}
