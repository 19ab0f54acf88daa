import { describe, expect, it } from 'vitest';
import { spanAt } from './span.ts';

const at = (bytes: number[], start = 100, limit = 1000) => spanAt(Uint8Array.from(bytes), start, limit);

describe('where a field of a file lies', () => {
  it.each([
    ['a message', [0x3a, 5], { number: 7, isMessage: true, payloadStart: 102, end: 107 }],
    ['a number', [0x08, 0x96, 0x01], { number: 1, isMessage: false, payloadStart: 103, end: 103 }],
    ['eight bytes', [0x11], { number: 2, isMessage: false, payloadStart: 101, end: 109 }],
    ['four bytes', [0x1d], { number: 3, isMessage: false, payloadStart: 101, end: 105 }],
  ])('is known of %s from its head', (_, bytes, expected) => {
    expect(at(bytes)).toEqual({ start: 100, ...expected });
  });

  it('may be up to the end of the message around it, and not beyond', () => {
    expect(at([0x3a, 5], 0, 7).end).toBe(7);
    expect(() => at([0x3a, 5], 0, 6)).toThrow(expect.objectContaining({ code: 'file_corrupt' }));
  });

  it('is nowhere for a group, which is no part of ONNX', () => {
    expect(() => at([0x0b])).toThrow(expect.objectContaining({ code: 'file_corrupt' }));
  });
});
