/** A protobuf field as positions in a file, for files of which only parts are read. */
import { type Bytes, corrupt, FIXED32, FIXED64, LENGTH, readVarint, VARINT } from './wire.ts';

export interface Span {
  number: number;
  /** length-delimited: a message, a string or bytes */
  isMessage: boolean;
  start: number;
  payloadStart: number;
  end: number;
}

/** As many bytes as a field's tag and length can have, or its tag and number. */
export const HEAD_BYTES = 20;

/**
 * @param head the field's first bytes: `HEAD_BYTES`, or up to `limit` where that comes sooner
 * @param limit end of the message that the field is part of
 * @throws TillerError `file_corrupt` for an unknown wire type, or a field that ends behind `limit`
 */
export function spanAt(head: Bytes, start: number, limit: number): Span {
  const cursor = { position: 0 };
  const tag = readVarint(head, cursor);
  const wireType = tag & 7;
  const isMessage = wireType === LENGTH;
  let length = 0;
  if (isMessage) length = readVarint(head, cursor);
  else if (wireType === VARINT) readVarint(head, cursor);
  else if (wireType === FIXED64) length = 8;
  else if (wireType === FIXED32) length = 4;
  else throw corrupt(`wire type ${wireType} at byte ${start}`);
  const payloadStart = start + cursor.position;
  const end = payloadStart + length;
  if (end > limit) throw corrupt(`a field at byte ${start} that ends at ${end} of ${limit} bytes`);
  return { number: Math.floor(tag / 8), isMessage, start, payloadStart, end };
}
