import { describe, expect, it } from 'vitest';
import { CATALOGUE, catalogueModel } from './catalogue.ts';
import { leastBytes, suitableDtype } from './dtypes.ts';

const DTYPES = ['fp32', 'fp16', 'q4', 'q4f16', 'q8'];

describe('the catalogue', () => {
  it.each(CATALOGUE.map((model) => [model.id, model] as const))('has a well-formed row %s', (id, model) => {
    expect(id).toMatch(/^[\w-]+\/[\w.-]+$/);
    expect(model.name.trim()).toBe(model.name);
    expect(model.name).not.toBe('');
    expect(model.licence.url).toMatch(/^https:\/\//);
    expect(model.revision ?? '0'.repeat(40)).toMatch(/^[0-9a-f]{40}$/);
    expect(DTYPES).toContain(model.dtypes.half);
    expect(DTYPES).toContain(model.dtypes.full);
    for (const count of [model.parameters, model.numLayers, model.hiddenSize, model.vocabSize]) {
      expect(Number.isInteger(count) && count > 0).toBe(true);
    }
    // The embedding alone has vocabulary times hidden size of them.
    expect(model.parameters).toBeGreaterThan(model.vocabSize * model.hiddenSize);
  });

  it('has every model once', () => {
    expect(new Set(CATALOGUE.map(({ id }) => id)).size).toBe(CATALOGUE.length);
    expect(new Set(CATALOGUE.map(({ name }) => name)).size).toBe(CATALOGUE.length);
  });

  it('gives a size only where it can be true', () => {
    const sized = CATALOGUE.filter(({ sizeBytes }) => sizeBytes !== null);
    expect(sized.length).toBeGreaterThan(0);
    for (const { sizeBytes, parameters, dtypes } of sized) {
      expect(sizeBytes!.to).toBeGreaterThanOrEqual(sizeBytes!.from);
      expect(sizeBytes!.to).toBeGreaterThan(leastBytes(parameters, dtypes.half)!);
    }
  });

  it('has the eight families that are promised, confirmed', () => {
    const names = CATALOGUE.filter(({ isConfirmed }) => isConfirmed).map(({ name }) => name);
    for (const family of ['Phi-3.5', 'Gemma 2 2B', 'Llama 3.2 1B', 'Qwen2.5 0.5B', 'Qwen3 0.6B']) {
      expect(names.some((name) => name.startsWith(family))).toBe(true);
    }
    for (const family of ['Gemma 3 270M', 'SmolLM2 360M', 'SmolLM2 1.7B']) {
      expect(names.some((name) => name.startsWith(family))).toBe(true);
    }
  });

  it('finds a model by its id and nothing by another', () => {
    expect(catalogueModel('onnx-community/Qwen3-0.6B-ONNX')?.name).toBe('Qwen3 0.6B');
    expect(catalogueModel('somebody/else')).toBeNull();
  });
});

describe('the files of a model', () => {
  const phi = catalogueModel('onnx-community/Phi-3.5-mini-instruct-onnx-web')!;
  const gemma = catalogueModel('onnx-community/gemma-3-270m-it-ONNX')!;

  it('have float16 activations only where the adapter has shader-f16', () => {
    expect(suitableDtype(phi, true)).toBe('q4f16');
    expect(suitableDtype(phi, false)).toBe('q4');
  });

  it('never have them for Gemma 3 270M, which overflows', () => {
    expect(suitableDtype(gemma, true)).toBe('q4');
    expect(gemma.notes).toEqual(['halfOverflowed']);
  });

  it('weigh at least their bits', () => {
    expect(leastBytes(1e9, 'fp32')).toBe(4e9);
    expect(leastBytes(1e9, 'q4')).toBe(562_500_000);
    expect(leastBytes(1e9, 'q5')).toBeNull();
  });
});
