/**
 * The protobuf wire format, as far as ONNX needs it: fields are read as views on the given bytes (nothing is copied)
 * and written as lists of parts that are joined once, at the end.
 * Source: https://protobuf.dev/programming-guides/encoding/
 */
import { TillerError } from '../errors.ts';

export type Bytes = Uint8Array<ArrayBufferLike>;

/** Wire types in use; groups (3, 4) are not part of ONNX. */
export const VARINT = 0;
export const FIXED64 = 1;
export const LENGTH = 2;
export const FIXED32 = 5;

/** One field of a message, as a position in the bytes it was read from. */
export interface Field {
  number: number;
  wireType: number;
  /** the whole field, tag included: what an untouched field is written back as */
  raw: Bytes;
  /** the payload of a length-delimited field, the bytes of a fixed one; empty for a varint */
  payload: Bytes;
  /** the value of a varint, as an unsigned number; exact below 2^53 */
  varint: number;
}

/**
 * Splits a message into its fields.
 * @throws TillerError `file_corrupt` when a field runs past the end or has an unknown wire type
 */
export function readFields(bytes: Bytes): Field[] {
  const fields: Field[] = [];
  const cursor = { position: 0 };
  while (cursor.position < bytes.length) {
    const start = cursor.position;
    const tag = readVarint(bytes, cursor);
    const wireType = tag & 7;
    const number = Math.floor(tag / 8);
    if (number === 0) throw corrupt(`field number 0 at byte ${start}`);
    let varint = 0;
    let payloadStart = cursor.position;
    if (wireType === VARINT) {
      varint = readVarint(bytes, cursor);
      payloadStart = cursor.position;
    } else if (wireType === LENGTH) {
      const length = readVarint(bytes, cursor);
      payloadStart = cursor.position;
      cursor.position += length;
    } else if (wireType === FIXED64) {
      cursor.position += 8;
    } else if (wireType === FIXED32) {
      cursor.position += 4;
    } else {
      throw corrupt(`wire type ${wireType} at byte ${start}`);
    }
    if (cursor.position > bytes.length) {
      throw corrupt(`field ${number} at byte ${start} ends at ${cursor.position} of ${bytes.length} bytes`);
    }
    fields.push({
      number,
      wireType,
      raw: bytes.subarray(start, cursor.position),
      payload: bytes.subarray(payloadStart, cursor.position),
      varint,
    });
  }
  return fields;
}

/** The packed or repeated varints of one field, for example tensor dims. */
export function readVarints(field: Field): number[] {
  if (field.wireType === VARINT) return [field.varint];
  const values: number[] = [];
  const cursor = { position: 0 };
  while (cursor.position < field.payload.length) values.push(readVarint(field.payload, cursor));
  return values;
}

/** A varint read as a signed 64-bit integer (protobuf's int64): -1 is ten bytes of ones. */
export function toSigned(field: Field): number {
  if (field.varint < 2 ** 53) return field.varint;
  let value = 0n;
  let shift = 0n;
  // the tag's own bytes come first; every byte of it but the last has the top bit set
  let position = 0;
  while (field.raw[position]! & 0x80) position++;
  for (const byte of field.raw.subarray(position + 1)) {
    value |= BigInt(byte & 0x7f) << shift;
    shift += 7n;
  }
  return Number(BigInt.asIntN(64, value));
}

/** The number at the cursor, which moves behind it. */
export function readVarint(bytes: Bytes, cursor: { position: number }): number {
  let value = 0;
  let factor = 1;
  for (let i = 0; i < 10; i++) {
    const byte = bytes[cursor.position++];
    if (byte === undefined) throw corrupt(`a number is cut off at byte ${bytes.length}`);
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return value;
    factor *= 128;
  }
  throw corrupt(`a number is longer than ten bytes at byte ${cursor.position - 10}`);
}

export function corrupt(what: string): TillerError {
  return new TillerError(
    'file_corrupt',
    `expected an ONNX file (protobuf), found ${what}; download the file again`,
  );
}

/** Parts of a message that are joined once: nested lists of byte views. */
export type Parts = (Bytes | Parts)[];

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const text = (bytes: Bytes): string => decoder.decode(bytes);

export function varintField(number: number, value: number): Bytes {
  return Uint8Array.from([...varint(number * 8 + VARINT), ...varint(value)]);
}

export function stringField(number: number, value: string): Parts {
  return messageField(number, [encoder.encode(value)]);
}

/** A length-delimited field: a string, bytes or a nested message. */
export function messageField(number: number, parts: Parts): Parts {
  return [Uint8Array.from([...varint(number * 8 + LENGTH), ...varint(byteLength(parts))]), parts];
}

/** Joins parts into one buffer: the only copy that writing makes. */
export function join(parts: Parts): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(byteLength(parts));
  let position = 0;
  const visit = (list: Parts): void => {
    for (const part of list) {
      if (Array.isArray(part)) visit(part);
      else {
        joined.set(part, position);
        position += part.length;
      }
    }
  };
  visit(parts);
  return joined;
}

function byteLength(parts: Parts): number {
  let length = 0;
  for (const part of parts) length += Array.isArray(part) ? byteLength(part) : part.length;
  return length;
}

/** Bytes of a varint; negative values take ten bytes, as protobuf's int64 does. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  if (value < 0) {
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
    bytes.push(Number(rest));
    return bytes;
  }
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  bytes.push(rest);
  return bytes;
}
