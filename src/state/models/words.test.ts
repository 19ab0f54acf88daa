import { describe, expect, it } from 'vitest';
import { catalogueModel } from '../../core/catalogue/catalogue.ts';
import { DEVICE, STORAGE, STORED, SURVEY } from './testValues.ts';
import {
  deviceText,
  downloadText,
  expectedSizeText,
  freeText,
  parametersText,
  revisionText,
  storageText,
  storedText,
  unlikelyText,
} from './words.ts';

describe('a model of the catalogue', () => {
  it('has its weights counted in millions and billions', () => {
    expect([135e6, 1.24e9, 3.8e9].map(parametersText)).toEqual(['135 M', '1.24 B', '3.8 B']);
  });

  it('has a size only where one was seen, and else the least that it can be', () => {
    const phi = catalogueModel('onnx-community/Phi-3.5-mini-instruct-onnx-web')!;
    const qwen = catalogueModel('onnx-community/Qwen2.5-0.5B-Instruct')!;
    expect(expectedSizeText(phi)).toBe('about 2.1 to 2.3 GB');
    expect(expectedSizeText(qwen)).toBe('over 278 MB');
  });
});

describe('a model that is probably not for this device', () => {
  const phi = catalogueModel('onnx-community/Phi-3.5-mini-instruct-onnx-web')!;
  const desktop = { ...DEVICE, isHandheld: false };

  it('needs a GPU, or is too large for any', () => {
    expect(unlikelyText(phi, desktop)).toBe('');
    expect(unlikelyText(phi, { ...desktop, hasWebGpu: false })).toBe('needs WebGPU');
    const phone = { ...desktop, isHandheld: true, deviceMemoryGiB: 2 };
    expect(unlikelyText(phi, phone)).toBe('probably too large for this device');
  });
});

describe('a model on offer', () => {
  it('says what is to be downloaded', () => {
    expect(downloadText(SURVEY)).toBe('500 MB to download');
    expect(downloadText({ ...SURVEY, downloadBytes: 0 })).toBe('500 MB, all of it on this device');
    expect(downloadText({ ...SURVEY, downloadBytes: 120e6 })).toBe(
      '120 MB of 500 MB to download, the rest is on this device',
    );
  });

  it('names a commit by its beginning and a branch in full', () => {
    expect(['f'.repeat(40), 'main', null].map(revisionText)).toEqual(['fffffff', 'main', '']);
  });
});

describe('the device', () => {
  it('is its adapter, or the CPU with the reason', () => {
    expect(deviceText(DEVICE)).toBe('WebGPU on an adapter, with float16, pieces up to 2.1 GB.');
    expect(deviceText({ ...DEVICE, isSoftware: true })).toMatch(/only emulated.*WASM/);
    expect(deviceText({ ...DEVICE, hasWebGpu: false, isIsolated: false })).toMatch(/No WebGPU.*one thread/);
  });

  it('has so much room', () => {
    expect(freeText(STORAGE)).toBe('99.0 GB for this site');
    expect(storageText(STORAGE)).toBe('1.0 GB used of the 100.0 GB that this site may use.');
    expect(freeText({ ...STORAGE, quotaBytes: null })).toBe('not told by this browser');
    expect(storageText({ ...STORAGE, kind: 'memory' })).toMatch(/keeps nothing/);
  });
});

describe('a stored model', () => {
  it('says when it came and what its bytes were compared with', () => {
    expect(storedText(STORED)).toBe(
      'q4 · 500 MB · stored 20 November 2026 · compared with the published hashes 21 November 2026',
    );
    expect(storedText({ ...STORED, check: 'recorded', checkedAt: null })).toBe(
      'q4 · 500 MB · stored 20 November 2026 · not compared yet',
    );
  });

  it('says how far its download is', () => {
    expect(storedText({ ...STORED, isComplete: false, storedBytes: 120e6 })).toBe(
      'q4 · 120 MB of 500 MB, begun 20 November 2026',
    );
  });
});
