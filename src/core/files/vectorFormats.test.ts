import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AppliedVector, interventionsOf } from '../steering/setting.ts';
import type { SteeringVector } from '../steering/types.ts';
import type { VectorOrigin } from './vectorFile.ts';
import {
  formatOf,
  MAX_VECTOR_BYTES,
  readVectorFile,
  VECTOR_FORMATS,
  writeVectorFile,
} from './vectorFormats.ts';

const preset = readFileSync(new URL('../../../public/presets/french.safetensors', import.meta.url));
const { vector, origin } = readVectorFile(preset);
const [first] = vector.direction;

const applied = (each: SteeringVector): AppliedVector[] =>
  [1, 12, 25, 29].map((layer) => ({
    vector: each,
    setting: { layer, operator: 'add', strength: 1.3, scope: 'generated' },
  }));

describe('a vector in a file', () => {
  it.each(
    VECTOR_FORMATS,
  )('of form %s is told by its content and read back to the same interventions', (format) => {
    const bytes = writeVectorFile(vector, origin, format);
    expect(formatOf(bytes)).toBe(format);
    const back = readVectorFile(bytes);
    const [found, expected] = [interventionsOf(applied(back.vector)), interventionsOf(applied(vector))];
    if (format === 'gguf') {
      // the tensor is the product of both: float32 rounding of each
      for (const [index, { direction, value, ...rest }] of found.entries()) {
        const { direction: to, value: amount, ...others } = expected[index]!;
        expect(rest).toEqual(others);
        expect(value! / amount!).toBeCloseTo(1, 6);
        for (let i = 0; i < to.length; i++) expect(direction[i]).toBeCloseTo(to[i]!, 7);
      }
    } else {
      expect(found).toEqual(expected);
      expect(back).toEqual({ vector, origin });
    }
  });

  it.each(VECTOR_FORMATS)('of form %s gives the same bytes when what was read is written again', (format) => {
    const bytes = writeVectorFile(vector, origin, format);
    const back = readVectorFile(bytes);
    const again = readVectorFile(writeVectorFile(back.vector, back.origin, format));
    expect(again.origin).toEqual(back.origin);
    expect(again.vector.direction.length).toBe(back.vector.direction.length);
    if (format !== 'gguf') expect(writeVectorFile(back.vector, back.origin, format)).toEqual(bytes);
  });

  it.each(VECTOR_FORMATS)('of form %s gets the name of its file when it has none', (format) => {
    const bytes = writeVectorFile({ ...vector, name: '' }, {}, format);
    expect(readVectorFile(bytes, 'my.best vector.bin').vector.name).toBe('my.best vector');
    expect(readVectorFile(bytes).vector.name).toBe('');
  });

  it('is read as JSON behind a byte order mark and white space', () => {
    const json = writeVectorFile(vector, origin, 'json');
    const marked = new Uint8Array(json.length + 6);
    marked.set([0xef, 0xbb, 0xbf, 0x0d, 0x0a, 0x20]);
    marked.set(json, 6);
    expect(readVectorFile(marked).vector.direction[0]).toBe(first);
  });

  it('passes the number of layers on to a GGUF file that does not say', () => {
    const bytes = readFileSync(new URL('golden/repeng.gguf', import.meta.url));
    expect(readVectorFile(bytes, '', 7).vector.numLayers).toBe(7);
  });
});

describe('a file that is no vector', () => {
  const utf8 = (text: string) => new TextEncoder().encode(text);

  it.each<[string, Uint8Array, string]>([
    ['an empty file', new Uint8Array(), 'an empty file'],
    ['a web page', utf8('<!DOCTYPE html><html></html>'), 'a web page'],
    ['a pointer', utf8('version https://git-lfs.github.com/spec/v1'), 'Git LFS'],
    ['a PyTorch file', utf8('PK\x03\x04archive'), 'PyTorch'],
    ['text', utf8('direction,1,2,3'), 'something else'],
    ['a JSON list', utf8('[1, 2]'), 'something else'],
    ['three bytes of GGUF', utf8('GGU'), 'something else'],
  ])('is refused as %s, by name', (_, bytes, text) => {
    expect(() => readVectorFile(bytes, 'upload.bin')).toThrow(
      expect.objectContaining({ code: 'file_corrupt', message: expect.stringContaining(text) }),
    );
    expect(() => readVectorFile(bytes, 'upload.bin')).toThrow('"upload.bin"');
  });

  it('is refused unread when it is too large', () => {
    // a view of that length without its memory
    const bytes = Object.defineProperty(new Uint8Array(8), 'length', { value: MAX_VECTOR_BYTES + 1 });
    expect(() => readVectorFile(bytes, 'model.gguf')).toThrow('at most 268435456');
  });

  it.each(
    VECTOR_FORMATS,
  )('is refused with a reason when a file of form %s is cut short or changed', (format) => {
    const small: SteeringVector = {
      ...{ name: 'small', modelId: 'm', method: 'pca', numLayers: 2, hiddenSize: 2 },
      direction: Float32Array.of(1, 0, 0, 1),
      meanDifferenceNorm: Float32Array.of(1, 2),
      projectionPositive: Float32Array.of(1, 2),
      projectionNegative: Float32Array.of(0, 0),
      pairConsistency: Float32Array.of(1, 1),
    };
    const known: VectorOrigin = { bestLayer: 1, operator: 'add', strength: 1, modelDtype: 'q4' };
    const bytes = writeVectorFile(small, known, format);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => readVectorFile(bytes.subarray(0, length))).toThrow(
        expect.objectContaining({ code: 'file_corrupt' }),
      );
    }
    const position = fc.nat(bytes.length - 1);
    fc.assert(
      fc.property(fc.array(fc.tuple(position, fc.nat(255)), { minLength: 1, maxLength: 3 }), (changes) => {
        const changed = bytes.slice();
        for (const [at, value] of changes) changed[at] = value;
        try {
          const back = readVectorFile(changed);
          expect(back.vector.direction).toHaveLength(back.vector.numLayers * back.vector.hiddenSize);
        } catch (error) {
          expect(error).toMatchObject({ code: 'file_corrupt' });
        }
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['a key that is the prototype', '{"__proto__":{"format":"tiller-steering-vector"}}'],
    ['lists in lists in lists', `{"direction":${'['.repeat(5000)}${']'.repeat(5000)}}`],
    [
      'a number of layers that no memory holds',
      '{"format":"tiller-steering-vector","formatVersion":1,"numLayers":1e15,"hiddenSize":1e15}',
    ],
    [
      'numbers that are infinite',
      '{"format":"tiller-steering-vector","formatVersion":1,"numLayers":1,"hiddenSize":1,"direction":[[1e999]]}',
    ],
  ])('is refused as JSON with %s', (_, text) => {
    expect(() => readVectorFile(utf8(text))).toThrow(expect.objectContaining({ code: 'file_corrupt' }));
    expect(({} as Record<string, unknown>).format).toBeUndefined();
  });
});
