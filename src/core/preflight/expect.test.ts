import { describe, expect, it } from 'vitest';
import { catalogueModel } from '../catalogue/catalogue.ts';
import { expectNeeds, isLikelyToFit, suggestModel } from './expect.ts';
import type { DeviceLimits } from './preflight.ts';

const GIB = 1024 ** 3;
const DESKTOP: DeviceLimits = {
  hasWebGpu: true,
  isSoftware: false,
  hasF16: true,
  maxBufferBytes: 2 * GIB,
  maxBindingBytes: 2 * GIB,
  deviceMemoryGiB: 8,
  isHandheld: false,
};
const NO_GPU = { ...DESKTOP, hasWebGpu: false, hasF16: false };
const PHONE = { ...DESKTOP, isHandheld: true, deviceMemoryGiB: 2 };

const phi = catalogueModel('onnx-community/Phi-3.5-mini-instruct-onnx-web')!;
const smol = catalogueModel('HuggingFaceTB/SmolLM2-360M-Instruct')!;

describe('what a model of the catalogue is expected to need', () => {
  it('is the size that was seen, where there is one', () => {
    expect(expectNeeds(phi, DESKTOP)).toMatchObject({ dtype: 'q4f16', sizeBytes: 2.3e9 });
  });

  it('is else four bits a weight and a float16 embedding', () => {
    const embedding = 49_152 * 960;
    expect(expectNeeds(smol, NO_GPU)).toMatchObject({
      dtype: 'q4',
      sizeBytes: ((362e6 - embedding) * 4.5) / 8 + embedding * 2,
      parameters: 362e6,
    });
  });

  it('lets a large model run on a GPU alone', () => {
    expect(isLikelyToFit(phi, DESKTOP)).toBe(true);
    expect(isLikelyToFit(phi, NO_GPU)).toBe(false);
    expect(isLikelyToFit(smol, NO_GPU)).toBe(true);
  });

  it('keeps large models from phones', () => {
    expect(isLikelyToFit(phi, PHONE)).toBe(false);
    expect(isLikelyToFit(smol, PHONE)).toBe(true);
  });
});

describe('a smaller model', () => {
  it('is the largest that fits', () => {
    expect(suggestModel(NO_GPU, 3.8e9)?.name).toBe('Qwen2.5 0.5B Instruct');
    expect(suggestModel(DESKTOP, 3.8e9)?.name).toBe('Gemma 2 2B, tuned for Japanese');
  });

  it('is the largest of all that fit, where the size of the other is not known', () => {
    expect(suggestModel(DESKTOP, null)?.name).toBe(phi.name);
    expect(suggestModel(NO_GPU, null)?.name).toBe('Qwen2.5 0.5B Instruct');
  });

  it('is nothing below the smallest', () => {
    expect(suggestModel(DESKTOP, 100e6)).toBeNull();
  });
});
