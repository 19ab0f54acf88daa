import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GgufFile, type GgufValue, isGguf, readGguf, writeGguf } from './gguf.ts';
import { ByteWriter } from './ggufBytes.ts';

const fileOf = (
  metadata: Record<string, GgufValue> = {},
  tensors: Record<string, number[]> = { 'direction.1': [1, 2, 3] },
): GgufFile => ({
  metadata: new Map(Object.entries(metadata)),
  tensors: new Map(
    Object.entries(tensors).map(([name, values]) => [
      name,
      { shape: [values.length], data: Float32Array.from(values) },
    ]),
  ),
});

/** A file as another program may have written it, part by part. */
interface Parts {
  version?: number;
  tensorCount?: number | bigint;
  keyCount?: number | bigint;
  keys?: (writer: ByteWriter) => void;
  tensors?: (writer: ByteWriter) => void;
  data?: number;
}
function built({ version = 3, tensorCount = 0, keyCount = 0, keys, tensors, data = 0 }: Parts): Uint8Array {
  const writer = new ByteWriter();
  writer.uint32(0x46554747);
  writer.uint32(version);
  writer.uint64(tensorCount);
  writer.uint64(keyCount);
  keys?.(writer);
  tensors?.(writer);
  writer.padTo(32);
  for (let i = 0; i < data / 4; i++) writer.float32(0);
  return writer.bytes();
}

interface Described {
  name?: string;
  shape?: number[];
  axes?: number;
  type?: number;
  begin?: number;
}
const tensor =
  ({ name = 'direction.1', shape = [8], axes = shape.length, type = 0, begin = 0 }: Described) =>
  (w: ByteWriter) => {
    w.text(name);
    w.uint32(axes);
    for (const size of shape) w.uint64(size);
    w.uint32(type);
    w.uint64(begin);
  };

const corrupt = (text: string) =>
  expect.objectContaining({ code: 'file_corrupt', message: expect.stringContaining(text) });

describe('a GGUF file', () => {
  it('comes back as it was written, in its order', () => {
    const file = fileOf({ text: 'Français', whole: 7, part: 0.5 }, { b: [1, 2, 3], a: [4], c: [5, 6] });
    const back = readGguf(writeGguf(file));
    expect(back).toEqual(file);
    expect([...back.tensors.keys()]).toEqual(['b', 'a', 'c']);
  });

  it('may hold nothing', () => {
    expect(readGguf(writeGguf(fileOf({}, {})))).toEqual(fileOf({}, {}));
  });

  it('reads what the reference package writes (golden/README.md)', () => {
    const bytes = readFileSync(new URL('golden/repeng.gguf', import.meta.url));
    expect(isGguf(bytes)).toBe(true);
    expect(readGguf(bytes)).toEqual(
      fileOf(
        {
          'general.architecture': 'controlvector',
          'controlvector.model_hint': 'llama',
          'controlvector.layer_count': 2,
        },
        { 'direction.2': [6, 8, 0], 'direction.1': [3, 4, 0] },
      ),
    );
  });

  it('comes back whatever it holds', () => {
    const texts = fc.string({ unit: 'binary', maxLength: 20 });
    const values = fc.oneof(texts, fc.nat(2 ** 32 - 1), fc.float({ noNaN: true, max: Math.fround(-0.1) }));
    const numbers = fc.array(fc.float({ noNaN: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(texts, values), { maxLength: 5 }),
        fc.array(fc.tuple(texts, numbers), { maxLength: 5 }),
        (keys, tensors) => {
          const file: GgufFile = {
            metadata: new Map(keys),
            tensors: new Map(
              tensors.map(([name, data]) => [name, { shape: [data.length], data: Float32Array.from(data) }]),
            ),
          };
          expect(readGguf(writeGguf(file))).toEqual(file);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is read from a view that begins anywhere in its buffer', () => {
    const bytes = writeGguf(fileOf());
    const longer = new Uint8Array(bytes.length + 8);
    longer.set(bytes, 3);
    expect(readGguf(longer.subarray(3, 3 + bytes.length))).toEqual(fileOf());
  });

  it('is read past keys of every type', () => {
    const keys = (w: ByteWriter) => {
      const sizes: [number, number][] = [0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12].map((type) => [
        type,
        type < 2 || type === 7 ? 1 : type < 4 ? 2 : type < 7 ? 4 : 8,
      ]);
      for (const [type, size] of sizes) {
        w.text(`value ${type}`);
        w.uint32(type);
        for (let i = 0; i < size; i++) w.uint8(0);
        w.text(`array ${type}`);
        w.uint32(9);
        w.uint32(type);
        w.uint64(3);
        for (let i = 0; i < 3 * size; i++) w.uint8(0);
      }
      w.text('texts');
      w.uint32(9);
      w.uint32(8);
      w.uint64(2);
      w.text('one');
      w.text('two');
    };
    const { metadata } = readGguf(built({ keyCount: 23, keys }));
    expect(metadata.size).toBe(23);
    expect([metadata.get('value 12'), metadata.get('value 7'), metadata.get('texts')]).toEqual([
      0,
      false,
      null,
    ]);
  });

  it('keeps keys that are names of an object, and changes no object', () => {
    const file = fileOf({ constructor: 'a', toString: 'b' }, { __proto__x: [1] });
    file.metadata.set('__proto__', 'c');
    file.tensors.set('__proto__', { shape: [1], data: Float32Array.of(1) });
    expect(readGguf(writeGguf(file))).toEqual(file);
    expect(({} as Record<string, unknown>).c).toBeUndefined();
  });
});

describe('reading a damaged GGUF file', () => {
  const text = (name: string, value: string) => (w: ByteWriter) => {
    w.text(name);
    w.uint32(8);
    w.text(value);
  };
  const alignment = (value: number) => (w: ByteWriter) => {
    w.text('general.alignment');
    w.uint32(4);
    w.uint32(value);
  };
  const huge = 2n ** 64n - 1n;

  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'cut short'],
    ['another magic', new TextEncoder().encode('GGML and more than a few bytes'), 'does not begin'],
    ['version 1', built({ version: 1 }), 'version 1'],
    ['a file of the other byte order', built({ version: 3 << 24 }), 'version 50331648'],
    ['2^64 - 1 tensors', built({ tensorCount: huge }), 'a size of 18446744073709551615'],
    ['a billion tensors', built({ tensorCount: 1e9 }), 'claims 1000000000 tensors'],
    ['a billion keys', built({ keyCount: 1e9 }), 'claims 1000000000 keys'],
    [
      'a key longer than the file',
      built({ keyCount: 1, keys: (w) => w.uint64(1e12), data: 32 }),
      'bytes of text',
    ],
    [
      'a key that is not UTF-8',
      built({
        keyCount: 1,
        keys: (w) => {
          w.uint64(1);
          w.uint8(0xff);
        },
        data: 32,
      }),
      'not UTF-8',
    ],
    [
      'a value of unknown type',
      built({
        keyCount: 1,
        keys: (w) => {
          w.text('a');
          w.uint32(13);
        },
        data: 32,
      }),
      'type 13',
    ],
    [
      'an array of a billion',
      built({
        keyCount: 1,
        keys: (w) => {
          w.text('a');
          w.uint32(9);
          w.uint32(12);
          w.uint64(1e9);
        },
        data: 32,
      }),
      'claims 1000000000 values',
    ],
    [
      'arrays in arrays',
      built({
        keyCount: 1,
        keys: (w) => {
          w.text('a');
          w.uint32(9);
          w.uint32(9);
          w.uint64(1);
        },
        data: 32,
      }),
      'array of type 9',
    ],
    [
      'a key twice',
      built({
        keyCount: 2,
        keys: (w) => {
          text('a', 'b')(w);
          text('a', 'c')(w);
        },
      }),
      '"a" stands there twice',
    ],
    [
      'a long key twice, which is shortened',
      built({
        keyCount: 2,
        keys: (w) => {
          text('k'.repeat(100), 'b')(w);
          text('k'.repeat(100), 'c')(w);
        },
      }),
      `"${'k'.repeat(60)}..." stands there twice`,
    ],
    ['an alignment of 0', built({ keyCount: 1, keys: alignment(0) }), 'alignment is 0'],
    ['an alignment of 12', built({ keyCount: 1, keys: alignment(12) }), 'alignment is 12'],
    ['an alignment of 2^31', built({ keyCount: 1, keys: alignment(2 ** 31) }), 'alignment is 2147483648'],
    [
      'an alignment in words',
      built({ keyCount: 1, keys: text('general.alignment', '32') }),
      'alignment is 32',
    ],
    ['no axes', built({ tensorCount: 1, tensors: tensor({ shape: [] }), data: 32 }), '0 axes'],
    ['a billion axes', built({ tensorCount: 1, tensors: tensor({ axes: 1e9 }), data: 32 }), 'axes'],
    [
      'another type of numbers',
      built({ tensorCount: 1, tensors: tensor({ type: 1 }), data: 32 }),
      'type F16',
    ],
    [
      'an unknown type of numbers',
      built({ tensorCount: 1, tensors: tensor({ type: 99 }), data: 32 }),
      'type 99',
    ],
    [
      'a tensor of no values',
      built({ tensorCount: 1, tensors: tensor({ shape: [0] }), data: 32 }),
      '0 bytes',
    ],
    ['a tensor too large', built({ tensorCount: 1, tensors: tensor({ shape: [9] }), data: 32 }), 'cut short'],
    [
      'a tensor of 2^159 values',
      built({
        tensorCount: 1,
        tensors: tensor({ shape: [2 ** 53 - 1, 2 ** 53 - 1, 2 ** 53 - 1] }),
        data: 32,
      }),
      'cut short',
    ],
    [
      'a tensor that begins late',
      built({ tensorCount: 1, tensors: tensor({ begin: 32 }), data: 64 }),
      'a gap',
    ],
    [
      'tensors that overlap',
      built({
        tensorCount: 2,
        tensors: (w) => {
          tensor({})(w);
          tensor({ name: 'direction.2' })(w);
        },
        data: 64,
      }),
      'overlap',
    ],
    [
      'a tensor twice',
      built({
        tensorCount: 2,
        tensors: (w) => {
          tensor({})(w);
          tensor({ begin: 32 })(w);
        },
        data: 64,
      }),
      '"direction.1" stands there twice',
    ],
    ['bytes that belong to no tensor', built({ tensorCount: 1, tensors: tensor({}), data: 64 }), 'holds 64'],
  ])('rejects %s', (_, bytes, message) => {
    expect(() => readGguf(bytes)).toThrow(corrupt(message));
  });

  // 2 kB: keys, twelve directions of 28 values, padding
  const seed = writeGguf(
    fileOf(
      { 'general.architecture': 'controlvector', 'controlvector.layer_count': 12, note: 0.5 },
      Object.fromEntries(
        Array.from({ length: 12 }, (_, i) => [`direction.${i + 1}`, new Array(28).fill(i + 1)]),
      ),
    ),
  );

  it('rejects a file cut short anywhere, or with bytes too many', () => {
    expect(seed.length).toBeGreaterThan(2000);
    for (let length = 0; length < seed.length; length++) {
      expect(() => readGguf(seed.subarray(0, length))).toThrow(corrupt(''));
    }
    expect(() => readGguf(Uint8Array.of(...seed, 0))).toThrow(corrupt('the file holds'));
  });

  it('gives a file or a named flaw, and nothing else, when bytes change', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(900), fc.nat(255)), { minLength: 1, maxLength: 4 }), (changes) => {
        const changed = seed.slice();
        for (const [position, value] of changes) changed[position] = value;
        try {
          readGguf(changed);
        } catch (error) {
          expect(error).toMatchObject({ code: 'file_corrupt' });
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('never does anything else with random bytes than to reject them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const file = Uint8Array.of(0x47, 0x47, 0x55, 0x46, 3, 0, 0, 0, ...bytes);
        try {
          readGguf(file);
        } catch (error) {
          expect(error).toMatchObject({ code: 'file_corrupt' });
        }
      }),
    );
  });
});
