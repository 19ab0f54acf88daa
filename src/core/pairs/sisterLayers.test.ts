import { describe, expect, it } from 'vitest';
import { sisterLayer } from './sisterLayers.ts';

const PHI = { id: 'onnx-community/Phi-3.5-mini-instruct-onnx-web', numLayers: 32 };

describe('sisterLayer', () => {
  it('is that of the published code for length and keywords on Phi-3-mini', () => {
    expect(sisterLayer('length', PHI)).toEqual({ layer: 12, sister: 'Phi-3-mini' });
    expect(sisterLayer('keyword', PHI)).toEqual({ layer: 24, sister: 'Phi-3-mini' });
  });

  it('is none where the authors searched anew, for another family, and for another depth', () => {
    expect(sisterLayer('format', PHI)).toBeNull();
    expect(sisterLayer('length', { id: 'onnx-community/gemma-2-2b-jpn-it', numLayers: 26 })).toBeNull();
    expect(sisterLayer('length', { ...PHI, numLayers: 40 })).toBeNull();
  });
});
