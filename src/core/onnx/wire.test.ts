import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TillerError } from '../errors.ts';
import {
  join,
  messageField,
  readFields,
  readVarints,
  stringField,
  text,
  toSigned,
  varintField,
} from './wire.ts';

describe('the protobuf wire format', () => {
  it('reads no field from no bytes', () => {
    expect(readFields(new Uint8Array(0))).toEqual([]);
  });

  it('reads the example of the protobuf documentation: field 1, varint 150', () => {
    const [field] = readFields(Uint8Array.of(0x08, 0x96, 0x01));
    expect(field).toMatchObject({ number: 1, varint: 150 });
  });

  it('gives back every number below 2^53 that was written, and negative ones as int64', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 53) + 1, max: 2 ** 53 - 1 }), (value) => {
        const [field] = readFields(varintField(3, value));
        expect(toSigned(field!)).toBe(value);
      }),
    );
  });

  it('keeps a nested message as a view on the bytes it came from', () => {
    const bytes = join([messageField(7, [stringField(2, 'inner')]), varintField(1, 5)]);
    const [outer] = readFields(bytes);
    expect(outer!.payload.buffer).toBe(bytes.buffer);
    expect(text(readFields(outer!.payload)[0]!.payload)).toBe('inner');
  });

  it('reads from a view that does not start at the beginning of its buffer', () => {
    const padded = new Uint8Array([9, 9, 9, ...join(stringField(2, 'abc'))]);
    expect(text(readFields(padded.subarray(3))[0]!.payload)).toBe('abc');
  });

  it('reads packed and single varints alike', () => {
    const packed = readFields(join(messageField(1, [Uint8Array.of(1, 0x96, 0x01)])))[0]!;
    expect(readVarints(packed)).toEqual([1, 150]);
    expect(readVarints(readFields(varintField(1, 7))[0]!)).toEqual([7]);
  });

  it('answers any bytes with fields that cover them exactly, or with file_corrupt', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          const fields = readFields(bytes);
          expect(join(fields.map((field) => field.raw))).toEqual(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(TillerError);
          expect((error as TillerError).code).toBe('file_corrupt');
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['a length beyond the end', [0x0a, 0x05, 0x01]],
    ['a number that never ends', [0x08, ...new Array(11).fill(0xff)]],
    ['a group', [0x0b]],
    ['field number 0', [0x00, 0x01]],
    ['a fixed value that is cut off', [0x0d, 1, 2]],
  ])('refuses %s', (_, bytes) => {
    expect(() => readFields(Uint8Array.from(bytes as number[]))).toThrow(/expected an ONNX file/);
  });
});
