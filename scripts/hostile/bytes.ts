/** Damaged files (fast-check): random bytes, and good files that were cut, spliced, changed, and told to be huge. */
import fc from 'fast-check';
import { joined } from '../../src/core/bytes.ts';

/** Sizes, counts and places that programs got wrong before: the ends of every width, and what a double cannot hold. */
const NUMBERS = [
  ...[0n, 1n, 0x7fn, 0x80n, 0xffn, 0xffffn, 0x7fff_ffffn, 0x8000_0000n, 0xffff_ffffn, 0x1_0000_0000n],
  ...[2n ** 53n - 1n, 2n ** 53n, 2n ** 62n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n],
];

/** One change of a file; `at` is taken modulo its length. */
interface Edit {
  at: number;
  change(bytes: readonly number[], at: number): { remove: number; insert: readonly number[] };
}

const place = fc.nat(2 ** 31 - 1);
const number = fc.constantFrom(...NUMBERS);

const change: fc.Arbitrary<Edit['change']> = fc.oneof(
  // one byte, another one
  fc.integer({ min: 0, max: 255 }).map((byte) => () => ({ remove: 1, insert: [byte] })),
  // one bit, the other way round
  fc.nat(7).map((bit) => (bytes: readonly number[], at: number) => ({
    remove: 1,
    insert: [bytes[at]! ^ (1 << bit)],
  })),
  // a number of fixed width, little-endian
  fc.tuple(number, fc.constantFrom(4, 8)).map(([value, width]) => () => ({
    remove: width,
    insert: littleEndian(value, width),
  })),
  // a varint, of ten bytes where it is large
  number.map((value) => () => ({ remove: 1, insert: varint(value) })),
  // a varint that never ends
  fc.constant(() => ({ remove: 1, insert: new Array<number>(11).fill(0xff) })),
  // float32: NaN, both infinities, the largest
  fc
    .constantFrom([0, 0, 0xc0, 0x7f], [0, 0, 0x80, 0x7f], [0, 0, 0x80, 0xff], [0xff, 0xff, 0x7f, 0x7f])
    .map((insert) => () => ({ remove: 4, insert })),
  // a part, left out
  fc.integer({ min: 1, max: 40 }).map((remove) => () => ({ remove, insert: [] })),
  // a part, said several times
  fc
    .tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 2, max: 5 }))
    .map(([length, times]) => (bytes: readonly number[], at: number) => ({
      remove: 0,
      insert: new Array(times).fill(bytes.slice(at, at + length)).flat() as number[],
    })),
  // something between
  fc.uint8Array({ minLength: 1, maxLength: 20 }).map((bytes) => () => ({ remove: 0, insert: [...bytes] })),
);

/** @param seeds good files */
export function damagedBytes(...seeds: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const seed = fc.constantFrom(...seeds);
  const edits = fc.array(fc.record({ at: place, change }), { minLength: 1, maxLength: 5 });
  return fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    // the beginning of a good file, then anything
    fc
      .tuple(seed, place, fc.uint8Array({ maxLength: 200 }))
      .map(([bytes, at, tail]) =>
        Uint8Array.of(...bytes.subarray(0, at % Math.min(bytes.length, 64)), ...tail),
      ),
    fc.tuple(seed, place).map(([bytes, at]) => bytes.slice(0, at % bytes.length)),
    // two halves that do not belong together
    fc
      .tuple(seed, place, seed, place)
      .map(([head, at, tail, from]) =>
        joined([head.subarray(0, at % head.length), tail.subarray(from % tail.length)]),
      ),
    { weight: 6, arbitrary: fc.tuple(seed, edits).map(([bytes, list]) => edited(bytes, list)) },
  );
}

function edited(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  let result = bytes;
  for (const { at, change } of edits) {
    if (result.length === 0) return result;
    const index = at % result.length;
    // a change looks at the bytes close by only
    const { remove, insert } = change(windowOf(result, index), WINDOW);
    result = joined([result.subarray(0, index), Uint8Array.from(insert), result.subarray(index + remove)]);
  }
  return result;
}

/** Bytes around a place, so that a file of a megabyte is not copied into a list for one byte of it. */
const WINDOW = 64;
function windowOf(bytes: Uint8Array, at: number): number[] {
  const window = new Array<number>(2 * WINDOW).fill(0);
  for (let i = 0; i < window.length; i++) window[i] = bytes[at - WINDOW + i] ?? 0;
  return window;
}

function littleEndian(value: bigint, width: number): number[] {
  return Array.from({ length: width }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
}

function varint(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return bytes;
}
