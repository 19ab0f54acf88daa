import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SteeringVector } from '../steering/types.ts';
import { readSteeringVector, readVectorSafetensors, writeSteeringVector } from './safetensors.ts';
import { readTensorFile, type Tensor, writeTensorFile } from './tensorFile.ts';
import type { VectorOrigin } from './vectorFile.ts';
import { readVectorJson, writeVectorJson } from './vectorJson.ts';

const vector: SteeringVector = {
  name: 'Antworten auf Français – ok',
  modelId: 'owner/model',
  method: 'meanDifference',
  numLayers: 2,
  hiddenSize: 3,
  direction: Float32Array.of(0.6, 0.8, 0, 0, 0, -1),
  meanDifferenceNorm: Float32Array.of(4, 5),
  projectionPositive: Float32Array.of(6.1, 1),
  projectionNegative: Float32Array.of(2, 1e-9),
  pairConsistency: Float32Array.of(0.5, 0.7),
  spread: Float32Array.of(1, 2),
  separation: Float32Array.of(3, 4),
};
const origin: VectorOrigin = {
  modelRevision: 'main',
  modelDtype: 'q4',
  modelSha256: 'ab',
  tokenizerSha256: '01',
  chatTemplateSha256: 'cd',
  readPosition: 'last prompt token',
  pairsSha256: 'ef',
  bestLayer: 1,
  operator: 'setProjection',
  strength: 1.05,
};

const { spread: _s, separation: _p, ...plain } = vector;
const forms = [
  ['safetensors', (v: SteeringVector, o?: VectorOrigin) => readVectorSafetensors(writeSteeringVector(v, o))],
  ['JSON', (v: SteeringVector, o?: VectorOrigin) => readVectorJson(writeVectorJson(v, o))],
] as const;

describe.each(forms)('a steering vector as %s', (_, roundTrip) => {
  it('comes back bit for bit, with its origin', () => {
    expect(roundTrip(vector, origin)).toEqual({ vector, origin });
  });

  it('comes back without what was not known', () => {
    const unknown = new Float32Array(2).fill(Number.NaN);
    const back = roundTrip({ ...plain, pairConsistency: unknown });
    expect(back).toEqual({ vector: { ...plain, pairConsistency: unknown }, origin: {} });
  });

  it('comes back with the layers that have no direction', () => {
    const partial = {
      ...vector,
      direction: Float32Array.of(0, 0, 0, 0, 0, -1),
      meanDifferenceNorm: Float32Array.of(0, 5),
    };
    expect(roundTrip(partial).vector).toEqual(partial);
  });

  it('keeps every float32', () => {
    const value = fc.float({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(value, value, (first, second) => {
        const numbers = Float32Array.of(first, second);
        // -0 comes back as 0 from JSON, which changes nothing in use
        const expected = numbers.map((number) => number || 0);
        expect(roundTrip({ ...vector, projectionPositive: expected }).vector.projectionPositive).toEqual(
          expected,
        );
      }),
    );
  });

  it.each<[string, Partial<SteeringVector>, string]>([
    ['NaN in a direction', { direction: Float32Array.of(Number.NaN, 1, 0, 0, 0, 1) }, 'NaN at position 0'],
    [
      'infinity in a projection',
      { projectionPositive: Float32Array.of(1, Number.POSITIVE_INFINITY) },
      'Infinity',
    ],
    ['NaN in part of a field', { pairConsistency: Float32Array.of(1, Number.NaN) }, 'pairConsistency'],
    [
      'a row that is not of length 1',
      { direction: Float32Array.of(1, 0, 0, 0, 0, 2) },
      'layer 1 has length 2',
    ],
    [
      'a row of zeros where the sides differ',
      { direction: Float32Array.of(0, 0, 0, 0, 0, 1) },
      'layer 0 has length 0',
    ],
    [
      'zeros everywhere',
      { direction: new Float32Array(6), meanDifferenceNorm: new Float32Array(2) },
      'no direction at any layer',
    ],
    ['a direction of the wrong size', { direction: new Float32Array(5) }, '5 values, expected 2 x 3'],
    ['a field of the wrong size', { meanDifferenceNorm: new Float32Array(3) }, 'meanDifferenceNorm has 3'],
    ['no layers', { numLayers: 0 }, '0 layers'],
  ])('is not written with %s', (_, changes, text) => {
    expect(() => roundTrip({ ...vector, ...changes })).toThrow(
      expect.objectContaining({ code: 'file_corrupt', message: expect.stringContaining(text) }),
    );
  });

  it.each<[string, VectorOrigin]>([
    ['a best layer it does not have', { bestLayer: 2 }],
    ['a best layer that is no whole number', { bestLayer: 0.5 }],
    ['a strength that is not finite', { strength: Number.NaN }],
    ['an unknown operator', JSON.parse('{"operator":"multiply"}')],
  ])('is refused with %s', (_, wrong) => {
    expect(() => roundTrip(vector, wrong)).toThrow(expect.objectContaining({ code: 'file_corrupt' }));
  });
});

/** A file as another program may have written it: any header, any data. */
function fileOf(header: unknown, dataBytes = 0, claimed?: bigint): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, claimed ?? BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const float = (shape: unknown, begin: unknown, end: unknown, dtype = 'F32') => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

describe('reading a safetensors file', () => {
  it('takes the bytes that the format describes', () => {
    const bytes = fileOf({ a: float([2], 0, 8), b: float([], 8, 12) }, 12);
    new DataView(bytes.buffer).setFloat32(bytes.length - 4, 1.5, true);
    const { tensors, metadata } = readTensorFile(bytes);
    expect(Object.fromEntries(tensors)).toEqual({
      a: { shape: [2], data: new Float32Array(2) },
      b: { shape: [], data: Float32Array.of(1.5) },
    });
    expect(metadata).toEqual({});
  });

  it('takes a tensor of no values, whichever of those that begin there is named first', () => {
    for (const names of ['ab', 'ba']) {
      const entries = { a: float([0], 0, 0), b: float([1], 0, 4) };
      const header = Object.fromEntries([...names].map((name) => [name, entries[name as 'a' | 'b']]));
      const { tensors } = readTensorFile(fileOf(header, 4));
      expect([tensors.get('a')!.data.length, tensors.get('b')!.data.length]).toEqual([0, 1]);
    }
  });

  it('reads a view that begins anywhere in its buffer', () => {
    const bytes = writeSteeringVector(vector, origin);
    for (const offset of [1, 2, 3]) {
      const padded = new Uint8Array(bytes.length + offset + 5);
      padded.set(bytes, offset);
      expect(readVectorSafetensors(padded.subarray(offset, offset + bytes.length))).toEqual({
        vector,
        origin,
      });
    }
  });

  it('aligns what it writes to 8 bytes, and writes the same bytes again', () => {
    const bytes = writeSteeringVector(vector, origin);
    expect((8 + Number(new DataView(bytes.buffer).getBigUint64(0, true))) % 8).toBe(0);
    expect(writeSteeringVector(vector, origin)).toEqual(bytes);
  });

  it('rejects a file cut short anywhere, or with bytes too many', () => {
    const bytes = writeSteeringVector(vector, origin);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => readSteeringVector(bytes.subarray(0, length))).toThrow(
        expect.objectContaining({ code: 'file_corrupt' }),
      );
    }
    expect(() => readSteeringVector(Uint8Array.of(...bytes, 0))).toThrow('the file holds');
  });

  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), '0 bytes'],
    ['a web page', new TextEncoder().encode('<!doctype html><html><body>not found'), 'header claims'],
    [
      'a pointer to the file',
      new TextEncoder().encode('version https://git-lfs.github.com/spec/v1'),
      'header claims',
    ],
    ['a header longer than the file', fileOf({}, 0, 1000n), 'header claims 1000 bytes'],
    ['a header of 16 exabytes', fileOf({}, 0, 2n ** 64n - 1n), 'header claims'],
    ['a header that is not JSON', fileOf('{"a":'), 'not JSON'],
    ['a header that is not text', fileOf({}, 0).map((byte, i) => (i < 8 ? byte : 0xff)), 'not JSON'],
    ['a header that is a list', fileOf([]), 'not a JSON object'],
    ['metadata that are numbers', fileOf({ __metadata__: { a: 1 } }), 'not all texts'],
    ['a tensor without description', fileOf({ a: 5 }), 'not described'],
    ['another type of numbers', fileOf({ a: float([1], 0, 2, 'F16') }, 2), 'type "F16"'],
    ['a shape with a negative size', fileOf({ a: float([-1], 0, 4) }, 4), 'proper shape'],
    ['a shape with part of a size', fileOf({ a: float([0.5, 2], 0, 4) }, 4), 'proper shape'],
    ['a shape that is a text', fileOf({ a: float('1', 0, 4) }, 4), 'proper shape'],
    ['a shape larger than its data', fileOf({ a: float([9e15, 9e15], 0, 4) }, 4), 'does not fit'],
    ['places that are texts', fileOf({ a: float([1], '0', '4') }, 4), 'proper place'],
    ['a place that ends before it begins', fileOf({ a: float([1], 4, 0) }, 4), 'bytes 4 to 0'],
    ['a place beyond the file', fileOf({ a: float([2], 0, 8) }, 4), 'cut short'],
    ['tensors that overlap', fileOf({ a: float([2], 0, 8), b: float([2], 4, 12) }, 12), 'overlap'],
    ['a gap between tensors', fileOf({ a: float([1], 0, 4), b: float([1], 8, 12) }, 12), 'gap'],
    ['bytes that belong to no tensor', fileOf({ a: float([1], 0, 4) }, 8), 'the file holds 8'],
  ])('rejects %s', (_, bytes, text) => {
    expect(() => readTensorFile(bytes)).toThrow(
      expect.objectContaining({ code: 'file_corrupt', message: expect.stringContaining(text) }),
    );
  });

  it('never does anything else with random bytes than to reject them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(() => readSteeringVector(bytes)).toThrow(expect.objectContaining({ code: 'file_corrupt' }));
      }),
    );
  });

  it('names the flaw when single bytes of the header change, or reads the file all the same', () => {
    const bytes = writeSteeringVector(vector, origin);
    const headerEnd = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: headerEnd - 1 }), fc.nat(255), (position, value) => {
        const changed = bytes.slice();
        changed[position] = value;
        let found: unknown = null;
        try {
          readSteeringVector(changed);
        } catch (error) {
          found = error;
        }
        if (found !== null) expect(found).toMatchObject({ code: 'file_corrupt' });
      }),
    );
  });
});

describe('reading a steering vector', () => {
  const tensors = (): Map<string, Tensor> => readTensorFile(writeSteeringVector(vector)).tensors;
  const written = (change: (tensors: Map<string, Tensor>) => void, metadata: Record<string, string> = {}) => {
    const changed = tensors();
    change(changed);
    return writeTensorFile({ tensors: changed, metadata });
  };

  it('takes a file with the four tensors alone', () => {
    const file = written((all) => {
      for (const name of ['pair_consistency', 'spread', 'separation']) all.delete(name);
    });
    const read = readSteeringVector(file);
    expect(read).toMatchObject({ name: '', modelId: '', method: 'unknown', numLayers: 2, hiddenSize: 3 });
    expect(read.pairConsistency).toEqual(Float32Array.of(Number.NaN, Number.NaN));
    expect(read.direction).toEqual(vector.direction);
  });

  it.each<[string, Uint8Array, string]>([
    ['without a direction', written((all) => all.delete('direction')), 'no tensor "direction"'],
    ['without projections', written((all) => all.delete('projection_negative')), '"projection_negative"'],
    [
      'with a flat direction',
      written((all) => all.set('direction', { shape: [6], data: vector.direction })),
      '[layers, hidden size]',
    ],
    [
      'with a field of two axes',
      written((all) => all.set('projection_positive', { shape: [2, 1], data: new Float32Array(2) })),
      'shape [2, 1]',
    ],
    [
      'with a direction of many layers and no size',
      fileOf({ direction: float([9e15, 0], 0, 0) }),
      'layers of size 0',
    ],
    ['of a later format', written(() => {}, { format_version: '2' }), 'format version 2'],
    ['with an empty strength', written(() => {}, { strength: '' }), 'strength'],
    ['with a best layer in words', written(() => {}, { best_layer: 'last' }), 'best layer'],
  ])('rejects one %s', (_, bytes, text) => {
    expect(() => readSteeringVector(bytes)).toThrow(
      expect.objectContaining({ code: 'file_corrupt', message: expect.stringContaining(text) }),
    );
  });
});

describe('reading a steering vector from JSON', () => {
  it('takes a file of the numbers alone', () => {
    const { direction, meanDifferenceNorm, projectionPositive, projectionNegative } = JSON.parse(
      writeVectorJson(vector, origin),
    );
    const numbers = { direction, meanDifferenceNorm, projectionPositive, projectionNegative };
    const sizes = { format: 'tiller-steering-vector', formatVersion: 1, numLayers: 2, hiddenSize: 3 };
    const read = readVectorJson(JSON.stringify({ ...sizes, ...numbers }));
    expect(read.origin).toEqual({});
    expect(read.vector).toEqual({
      ...plain,
      name: '',
      modelId: '',
      method: 'unknown',
      pairConsistency: Float32Array.of(Number.NaN, Number.NaN),
    });
  });

  const changed = (changes: Record<string, unknown>) =>
    JSON.stringify({ ...JSON.parse(writeVectorJson(vector, origin)), ...changes });

  it.each<[string, string, string]>([
    ['text that is no JSON', 'direction: 1', 'not JSON'],
    ['a list', '[]', 'not a JSON object'],
    ['another file', '{"format":"session"}', 'format is "session"'],
    ['a later format', changed({ formatVersion: 2 }), 'format version 2'],
    ['no sizes', changed({ numLayers: undefined }), 'NaN layers'],
    ['a layer too few', changed({ direction: [[1, 0, 0]] }), 'a list of 2 layers'],
    ['a row too short', changed({ direction: [[1, 0, 0], [1]] }), 'direction[1] has 1 values'],
    ['null, which NaN becomes in JSON', changed({ spread: [1, null] }), '"spread" is not a list of numbers'],
    ['an origin that is a text', changed({ origin: 'here' }), '"origin"'],
    ['an origin with a number for a text', changed({ origin: { modelDtype: 4 } }), 'origin.modelDtype'],
    ['an origin with a text for a number', changed({ origin: { bestLayer: '1' } }), 'best layer'],
  ])('rejects %s', (_, text, message) => {
    expect(() => readVectorJson(text)).toThrow(
      expect.objectContaining({ code: 'file_corrupt', message: expect.stringContaining(message) }),
    );
  });
});
