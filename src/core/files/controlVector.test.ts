import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directionAt, strengthToValue } from '../steering/strength.ts';
import type { SteeringVector } from '../steering/types.ts';
import { readVectorGguf, writeVectorGguf } from './controlVector.ts';
import { type GgufValue, readGguf, writeGguf } from './gguf.ts';
import type { VectorOrigin } from './vectorFile.ts';

const vector: SteeringVector = {
  name: 'Antworten auf Français – ok',
  modelId: 'owner/model',
  method: 'pca',
  numLayers: 3,
  hiddenSize: 2,
  direction: Float32Array.of(1, 0, 0.6, 0.8, 0, -1),
  // longer than the gap at layer 1, as PCA's are
  meanDifferenceNorm: Float32Array.of(4, 7, 2),
  projectionPositive: Float32Array.of(6, 3, 1),
  projectionNegative: Float32Array.of(2, -2, -1),
  pairConsistency: Float32Array.of(0.5, 0.7, 0.1),
};
const known: VectorOrigin = {
  modelRevision: 'main',
  modelDtype: 'q4',
  modelSha256: 'ab',
  tokenizerSha256: '01',
  chatTemplateSha256: 'cd',
  readPosition: 'last prompt token',
  pairsSha256: 'ef',
  bestLayer: 1,
};
const origin: VectorOrigin = { ...known, operator: 'add', strength: 1.05 };

const corrupt = (text: string) =>
  expect.objectContaining({ code: 'file_corrupt', message: expect.stringContaining(text) });

describe('a steering vector as a GGUF control vector', () => {
  it('holds direction times gap for every block but the first, under the names llama.cpp looks for', () => {
    const { metadata, tensors } = readGguf(writeVectorGguf(vector, origin));
    expect(metadata.get('general.architecture')).toBe('controlvector');
    expect(metadata.get('controlvector.model_hint')).toBe('owner/model');
    expect(metadata.get('controlvector.layer_count')).toBe(2);
    expect(Object.fromEntries(tensors)).toEqual({
      'direction.1': { shape: [2], data: Float32Array.of(3, 4) },
      'direction.2': { shape: [2], data: Float32Array.of(0, -2) },
    });
  });

  it('comes back with what add needs, and says what it does not know', () => {
    const back = readVectorGguf(writeVectorGguf(vector, origin));
    expect(back.origin).toEqual(origin);
    const gaps = Float32Array.of(0, 5, 2);
    expect(back.vector).toEqual({
      ...vector,
      direction: Float32Array.of(0, 0, 0.6, 0.8, 0, -1),
      meanDifferenceNorm: gaps,
      projectionPositive: gaps,
      projectionNegative: new Float32Array(3),
      pairConsistency: new Float32Array(3).fill(Number.NaN),
    });
  });

  it('does not keep the strength of another operator', () => {
    const set: VectorOrigin = { ...known, operator: 'setProjection', strength: 1.4 };
    expect(readVectorGguf(writeVectorGguf(vector, set)).origin).toEqual({ ...known, operator: 'add' });
  });

  it('gives the same add at every strength, for every vector', () => {
    const number = fc.double({ min: -20, max: 20, noNaN: true });
    const row = fc
      .array(number, { minLength: 5, maxLength: 5 })
      .filter((values) => Math.hypot(...values) > 0.1);
    fc.assert(
      fc.property(row, number, number, number, (values, positive, negative, strength) => {
        fc.pre(Math.abs(positive - negative) > 1e-3);
        const length = Math.hypot(...values);
        const both = [...values, ...values].map((value) => value / length);
        const original: SteeringVector = {
          ...vector,
          numLayers: 2,
          hiddenSize: 5,
          direction: Float32Array.from(both),
          meanDifferenceNorm: Float32Array.of(1, 1),
          projectionPositive: Float32Array.of(positive, positive),
          projectionNegative: Float32Array.of(negative, negative),
          pairConsistency: Float32Array.of(1, 1),
        };
        const back = readVectorGguf(writeVectorGguf(original)).vector;
        const moved = (each: SteeringVector) =>
          directionAt(each, 1).map((value) => value * strengthToValue(each, 1, 'add', strength));
        const expected = moved(original);
        // float32 rounding of direction, gap and tensor, on values up to 40 x 20
        moved(back).forEach((value, i) => {
          expect(value).toBeCloseTo(expected[i]!, 3);
        });
      }),
    );
  });

  it('holds one layer when asked to, which is then the one to use', () => {
    const file = writeVectorGguf(vector, {}, { layers: 2, modelHint: 'llama' });
    expect([...readGguf(file).tensors.keys()]).toEqual(['direction.2']);
    expect(readGguf(file).metadata.get('controlvector.model_hint')).toBe('llama');
    const back = readVectorGguf(file);
    expect(back.vector.numLayers).toBe(3);
    expect([...back.vector.meanDifferenceNorm]).toEqual([0, 0, 2]);
    expect(back.origin).toEqual({ bestLayer: 2, operator: 'add' });
  });

  it('names no best layer that is not in the file', () => {
    expect(readVectorGguf(writeVectorGguf(vector, { bestLayer: 0 })).origin).toEqual({ operator: 'add' });
  });

  it('leaves out layers that add nothing', () => {
    const flat = { ...vector, projectionPositive: Float32Array.of(6, -2, 1) };
    expect([...readGguf(writeVectorGguf(flat)).tensors.keys()]).toEqual(['direction.2']);
    expect(() => writeVectorGguf(flat, {}, { layers: 1 })).toThrow(
      expect.objectContaining({ code: 'direction_invalid' }),
    );
  });

  it.each<[string, number, string]>([
    ['the first layer, which the form cannot hold', 0, 'bad_request'],
    ['a layer the vector does not have', 3, 'layer_out_of_range'],
    ['part of a layer', 1.5, 'layer_out_of_range'],
  ])('refuses to write %s', (_, layers, code) => {
    expect(() => writeVectorGguf(vector, {}, { layers })).toThrow(expect.objectContaining({ code }));
  });
});

describe('a control vector of another program', () => {
  const read = (
    metadata: Record<string, GgufValue>,
    tensors: Record<string, number[]> = { 'direction.1': [3, 4] },
    modelLayers?: number,
  ) =>
    readVectorGguf(
      writeGguf({
        metadata: new Map(Object.entries({ 'general.architecture': 'controlvector', ...metadata })),
        tensors: new Map(
          Object.entries(tensors).map(([name, data]) => [
            name,
            { shape: [data.length], data: Float32Array.from(data) },
          ]),
        ),
      }),
      modelLayers,
    );

  it('is read as the reference package writes it (golden/README.md)', () => {
    const bytes = readFileSync(new URL('golden/repeng.gguf', import.meta.url));
    expect(readVectorGguf(bytes)).toEqual({
      vector: {
        name: '',
        modelId: 'llama',
        method: 'unknown',
        numLayers: 3,
        hiddenSize: 3,
        direction: Float32Array.of(0, 0, 0, 0.6, 0.8, 0, 0.6, 0.8, 0),
        meanDifferenceNorm: Float32Array.of(0, 5, 10),
        projectionPositive: Float32Array.of(0, 5, 10),
        projectionNegative: new Float32Array(3),
        pairConsistency: new Float32Array(3).fill(Number.NaN),
      },
      origin: { operator: 'add' },
    });
  });

  it('has as many layers as the model, where the file holds a few', () => {
    expect(read({}).vector.numLayers).toBe(2);
    expect(read({ 'controlvector.layer_count': 29 }).vector.numLayers).toBe(30);
    expect(read({}, { 'direction.1': [3, 4] }, 30).vector.numLayers).toBe(30);
    expect(read({ 'tiller.num_layers': 12 }, { 'direction.1': [3, 4] }, 30).vector.numLayers).toBe(12);
  });

  it('may hold zeros at some layers', () => {
    const { vector: back } = read({}, { 'direction.1': [0, 0], 'direction.2': [0, 2] });
    expect([...back.direction]).toEqual([0, 0, 0, 0, 0, 1]);
    expect([...back.meanDifferenceNorm]).toEqual([0, 0, 2]);
  });

  it('is read however long or short its tensors are', () => {
    expect([...read({}, { 'direction.1': [3e37, 4e37] }).vector.direction.subarray(2)]).toEqual([
      ...Float32Array.of(0.6, 0.8),
    ]);
    expect([...read({}, { 'direction.1': [0, 1e-40] }).vector.direction.subarray(2)]).toEqual([0, 1]);
  });

  it.each<[string, () => unknown, string]>([
    ['a model', () => read({ 'general.architecture': 'llama' }), 'the file holds "llama"'],
    ['a file without architecture', () => read({ 'general.architecture': 5 }), 'not a text'],
    ['a file without tensors', () => read({}, {}), 'holds no direction'],
    ['another tensor', () => read({}, { 'output.weight': [1] }), '"output.weight"'],
    ['a direction of the first block', () => read({}, { 'direction.0': [1] }), '"direction.0"'],
    ['a direction of no block', () => read({}, { 'direction.': [1] }), '"direction."'],
    ['a direction of a negative block', () => read({}, { 'direction.-1': [1] }), '"direction.-1"'],
    ['a direction in words', () => read({}, { 'direction.__proto__': [1] }), '__proto__'],
    ['a block beyond all models', () => read({}, { 'direction.512': [1] }), '"direction.512"'],
    ['one block twice', () => read({}, { 'direction.1': [1], 'direction.01': [1] }), 'layer 1 twice'],
    ['directions of two sizes', () => read({}, { 'direction.1': [1, 0], 'direction.2': [1] }), 'of 2 values'],
    [
      'a direction wider than any model',
      () => read({}, { 'direction.1': new Array(32769).fill(1) }),
      'shape',
    ],
    ['NaN', () => read({}, { 'direction.1': [Number.NaN, 1] }), 'direction.1 holds'],
    ['infinity', () => read({}, { 'direction.1': [Number.POSITIVE_INFINITY, 1] }), 'not finite'],
    ['a length that no float32 holds', () => read({}, { 'direction.1': [3e38, 3e38] }), 'meanDifferenceNorm'],
    ['zeros everywhere', () => read({}, { 'direction.1': [0, 0] }), 'no direction at any layer'],
    ['fewer layers than it holds', () => read({ 'tiller.num_layers': 1 }), 'has 1 layers, and holds layer 1'],
    ['a million layers', () => read({ 'tiller.num_layers': 1e6 }), '1000000 layers'],
    ['a million counted layers', () => read({ 'controlvector.layer_count': 1e6 }), '1000001 layers'],
    ['a number of layers in words', () => read({ 'tiller.num_layers': 'many' }), 'NaN layers'],
    ['a best layer it does not have', () => read({ 'tiller.best_layer': 9 }), 'best layer'],
    ['a strength in words', () => read({ 'tiller.strength': 'strong' }), 'strength'],
    ['an empty strength', () => read({ 'tiller.strength': '' }), 'strength'],
  ])('is rejected as %s', (_, task, text) => {
    expect(task).toThrow(corrupt(text));
  });

  it('is rejected without an architecture', () => {
    const tensors = new Map([['direction.1', { shape: [1], data: Float32Array.of(1) }]]);
    expect(() => readVectorGguf(writeGguf({ metadata: new Map(), tensors }))).toThrow(
      corrupt('not a control vector'),
    );
  });

  it('is rejected with a direction of two axes', () => {
    const tensors = new Map([['direction.1', { shape: [2, 1], data: Float32Array.of(1, 2) }]]);
    const metadata = new Map([['general.architecture', 'controlvector']]);
    expect(() => readVectorGguf(writeGguf({ metadata, tensors }))).toThrow(corrupt('one axis'));
  });
});
