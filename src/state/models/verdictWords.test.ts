/** Sentences as a table: what a reader sees of each kind of finding. */
import { describe, expect, it } from 'vitest';
import { catalogueModel } from '../../core/catalogue/catalogue.ts';
import type { Finding } from '../../core/preflight/preflight.ts';
import { judgeSurvey } from './offers.ts';
import { DEVICE, STORAGE, SURVEY } from './testValues.ts';
import { findingText, insteadText, needText, reasonTexts, verdictTitle } from './verdictWords.ts';

const FINDINGS: [Finding, RegExp][] = [
  [{ code: 'no_webgpu' }, /offers no WebGPU/],
  [{ code: 'emulated_webgpu' }, /only emulated/],
  [{ code: 'no_f16', dtype: 'q4f16' }, /the q4f16 files need float16.*shader-f16/],
  [
    { code: 'piece_too_large', needBytes: 310e6, limitBytes: 256e6 },
    /largest piece is 310 MB; this adapter allows 256 MB a piece/,
  ],
  [{ code: 'piece_unknown', limitBytes: 256e6 }, /known only after the download.*256 MB/],
  [{ code: 'heap_too_small', needBytes: 15.2e9, limitBytes: 2.1e9 }, /need 15\.2 GB.*hold 2\.1 GB/],
  [{ code: 'heap_may_be_small', needBytes: 2.9e9, limitBytes: 2.1e9 }, /up to 2\.9 GB.*hold 2\.1 GB/],
  [
    { code: 'memory_too_small', needBytes: 2.3e9, limitBytes: 2.1e9, memoryBytes: 4.3e9 },
    /needs 2\.3 GB.*4\.3 GB a page gets about half/,
  ],
  [
    { code: 'memory_too_small', needBytes: 2.3e9, limitBytes: 2.1e9, memoryBytes: null },
    /a phone gives a page about 2\.1 GB/,
  ],
  [{ code: 'memory_may_be_small', needBytes: 3.5e9, memoryBytes: 4.3e9 }, /3\.5 GB of the 4\.3 GB/],
  [
    { code: 'storage_too_small', needBytes: 2.1e9, freeBytes: 1e9 },
    /2\.1 GB are to be downloaded and 1\.0 GB are free.*from memory/,
  ],
  [{ code: 'rounded_activations', dtype: 'q8' }, /the q8 files round/],
];

describe('a finding', () => {
  it.each(FINDINGS)('%o has its numbers in a sentence', (finding, expected) => {
    expect(findingText(finding)).toMatch(expected);
    expect(findingText(finding)).toMatch(/\.$/);
  });
});

describe('a verdict', () => {
  const judge = (device = DEVICE, survey = SURVEY) => judgeSurvey(survey, device, STORAGE, 'auto', false);

  it('says that the model fits, and where', () => {
    expect(verdictTitle(judge())).toBe('Fits this device, on WebGPU');
    expect(needText(judge(), SURVEY.largestTensorBytes)).toBe(
      'Needs about 500 MB of memory for its weights, largest piece 80 MB.',
    );
    expect(reasonTexts(judge())).toEqual([]);
  });

  it('names the backend that is passed over, with the reason', () => {
    const small = { ...SURVEY, dtype: 'fp32', sizeBytes: 500e6 };
    const verdict = judge({ ...DEVICE, maxBindingBytes: 64e6 }, small);
    expect(verdictTitle(verdict)).toBe('Fits this device, on WASM');
    expect(reasonTexts(verdict)).toEqual([
      'WebGPU: its largest piece is 80 MB; this adapter allows 64 MB a piece.',
    ]);
  });

  it('that is a refusal says what to choose instead', () => {
    const large = { ...SURVEY, dtype: 'fp16', sizeBytes: 5e9, largestTensorBytes: 1e9 };
    const verdict = judge({ ...DEVICE, hasWebGpu: false }, large);
    expect(verdictTitle(verdict)).toBe('Does not fit this device');
    expect(reasonTexts(verdict)).toEqual([
      'Without WebGPU its weights need 10.0 GB; a page can hold 2.1 GB.',
    ]);
    const smol = catalogueModel('HuggingFaceTB/SmolLM2-360M-Instruct');
    expect(insteadText(verdict.instead, smol)).toBe('Choose a smaller model, such as SmolLM2 360M Instruct.');
    expect(insteadText({ kind: 'dtype', dtype: 'q4' }, smol)).toBe('Choose the q4 files.');
    expect(insteadText({ kind: 'backend', backend: 'wasm' }, null)).toBe('Choose WASM.');
    expect(insteadText(null, null)).toBe('');
  });
});
