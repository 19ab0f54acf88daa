import { describe, expect, it } from 'vitest';
import { writeGguf } from '../../src/core/files/gguf.ts';
import { writeTensorFile } from '../../src/core/files/tensorFile.ts';
import {
  checkOrigin,
  checkVector,
  type VectorFile,
  type VectorOrigin,
} from '../../src/core/files/vectorFile.ts';
import { readVectorFile, VECTOR_FORMATS, writeVectorFile } from '../../src/core/files/vectorFormats.ts';
import type { SteeringVector } from '../../src/core/steering/types.ts';
import { damagedBytes } from './bytes.ts';
import { damagedJson } from './json.ts';
import { survive, surviveAll, surviveEveryByte } from './survive.ts';

const vector: SteeringVector = {
  name: 'français',
  modelId: 'owner/model',
  method: 'meanDifference',
  numLayers: 3,
  hiddenSize: 4,
  direction: Float32Array.of(0, 0, 0, 0, 0.6, 0.8, 0, 0, 0, 0, -1, 0),
  meanDifferenceNorm: Float32Array.of(0, 4, 5),
  projectionPositive: Float32Array.of(0, 6.1, 1),
  projectionNegative: Float32Array.of(0, 2, 1e-9),
  pairConsistency: Float32Array.of(0, 0.5, 0.7),
  spread: Float32Array.of(0, 1, 2),
  separation: Float32Array.of(0, 3, 4),
};
const origin: VectorOrigin = {
  modelDtype: 'q4',
  modelSha256: 'ab',
  bestLayer: 1,
  operator: 'add',
  strength: 1.05,
};

/** What comes out is what the page steers with: every rule of a vector holds. */
const reader = {
  read: (bytes: Uint8Array) => readVectorFile(bytes, 'file'),
  codes: ['file_corrupt'] as const,
  check({ vector: read, origin: found }: VectorFile) {
    expect(checkVector(read)).toBe(read);
    expect(checkOrigin(found, read.numLayers)).toBe(found);
    for (const text of [read.name, read.modelId, read.method]) expect(typeof text).toBe('string');
    expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
  },
};

describe.each(VECTOR_FORMATS)('a hostile %s file of a vector', (format) => {
  const seed = writeVectorFile(vector, origin, format);
  const seeds = VECTOR_FORMATS.map((each) => writeVectorFile(vector, origin, each));

  it('is read whole where it is whole: a seed of at most 2 kB', async () => {
    expect(seed.length).toBeLessThanOrEqual(2048);
    expect(readVectorFile(seed).vector.numLayers).toBe(3);
    await survive(reader, seed);
  });

  it('is refused or read, whatever is changed in it', () => surviveAll(reader, damagedBytes(seed)));

  it('is refused or read, spliced with the others', () => surviveAll(reader, damagedBytes(seed, ...seeds)));

  it('is refused or read, wherever it is cut off and whichever byte is another', () =>
    surviveEveryByte(reader, seed));
});

describe('a hostile JSON vector', () => {
  const seed: unknown = JSON.parse(new TextDecoder().decode(writeVectorFile(vector, origin, 'json')));

  it('is refused or read, whatever its fields hold', () =>
    surviveAll(
      reader,
      damagedJson(seed).map((json) => new TextEncoder().encode(json)),
    ));

  it.each([
    'NaN',
    '1e999',
    '-1e999',
    'null',
    '"1"',
    '1e39',
  ])('is refused where a direction holds %s', async (value) => {
    const json = JSON.stringify(seed).replace('-1,', `${value},`);
    await survive({ ...reader, check: () => expect.unreachable() }, new TextEncoder().encode(json));
  });

  it.each([
    ['a trillion layers', { ...(seed as object), numLayers: 2 ** 40 }],
    ['a trillion values a layer', { ...(seed as object), hiddenSize: 2 ** 40 }],
    [
      'layers without values, a hundred thousand of them',
      { ...(seed as object), numLayers: 1e5, direction: Array(1e5).fill([]) },
    ],
  ])('is refused soon where it claims %s', async (_, value) => {
    await survive(
      { ...reader, check: () => expect.unreachable() },
      new TextEncoder().encode(JSON.stringify(value)),
    );
  });
});

describe('a hostile safetensors header', () => {
  const ones = { shape: [1], data: Float32Array.of(1) };
  const good = {
    direction: { dtype: 'F32', shape: [1, 1], data_offsets: [0, 4] },
    mean_difference_norm: { dtype: 'F32', shape: [1], data_offsets: [4, 8] },
    projection_positive: { dtype: 'F32', shape: [1], data_offsets: [8, 12] },
    projection_negative: { dtype: 'F32', shape: [1], data_offsets: [12, 16] },
    __metadata__: { format_version: '1', name: 'a', best_layer: '0' },
  };
  const fileOf = (json: string) => {
    const header = new TextEncoder().encode(json);
    const bytes = new Uint8Array(8 + header.length + 16);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
    bytes.set(header, 8);
    for (let i = 0; i < 4; i++) new DataView(bytes.buffer).setFloat32(8 + header.length + 4 * i, 1, true);
    return bytes;
  };

  it('is refused or read, whatever its fields hold', () => surviveAll(reader, damagedJson(good).map(fileOf)));

  it.each([
    ['a header of 2^63 bytes', Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0x80, 0x7b, 0x7d)],
    ['a shape whose product is beyond 2^53', fileOf(sized([2 ** 30, 2 ** 30, 2 ** 30]))],
    ['a shape whose product comes out right by rounding', fileOf(sized([2 ** 53, 0.25]))],
    ['a shape of ten thousand axes', fileOf(sized(new Array(10_000).fill(1)))],
    ['no tensors', writeTensorFile({ tensors: new Map(), metadata: {} })],
    ['a tensor called __proto__', writeTensorFile({ tensors: new Map([['__proto__', ones]]), metadata: {} })],
  ])('is refused: %s', (_, bytes) => survive({ ...reader, check: () => expect.unreachable() }, bytes));

  function sized(shape: number[]): string {
    return JSON.stringify({ ...good, direction: { ...good.direction, shape } });
  }
});

describe('a hostile GGUF file', () => {
  const head = (tensors: bigint, keys: bigint) => {
    const bytes = new Uint8Array(100);
    const view = new DataView(bytes.buffer);
    bytes.set(new TextEncoder().encode('GGUF'));
    view.setUint32(4, 3, true);
    view.setBigUint64(8, tensors, true);
    view.setBigUint64(16, keys, true);
    return bytes;
  };
  const named = (name: string) =>
    writeGguf({
      metadata: new Map([['general.architecture', 'controlvector']]),
      tensors: new Map([[name, { shape: [2], data: Float32Array.of(1, 0) }]]),
    });

  it.each([
    ['2^64 - 1 tensors in a hundred bytes', head(2n ** 64n - 1n, 0n)],
    ['2^40 keys in a hundred bytes', head(0n, 2n ** 40n)],
    ['a direction of layer 999,999', named('direction.999999')],
    ['a direction of layer -1', named('direction.-1')],
    ['a direction of a layer with 400 digits', named(`direction.${'9'.repeat(400)}`)],
    ['a tensor called __proto__', named('__proto__')],
    [
      'a claim of 2^32 - 1 layers',
      writeGguf({
        metadata: new Map<string, string | number>([
          ['general.architecture', 'controlvector'],
          ['controlvector.layer_count', 2 ** 32 - 1],
        ]),
        tensors: new Map([['direction.1', { shape: [2], data: Float32Array.of(1, 0) }]]),
      }),
    ],
    [
      'values that are not finite',
      writeGguf({
        metadata: new Map([['general.architecture', 'controlvector']]),
        tensors: new Map([['direction.1', { shape: [2], data: Float32Array.of(Number.NaN, 1) }]]),
      }),
    ],
  ])('is refused: %s', (_, bytes) => survive({ ...reader, check: () => expect.unreachable() }, bytes));
});
