import { describe, expect, it } from 'vitest';
import { TillerError } from '../core/errors.ts';
import { alertFor } from './alert.ts';

describe('alertFor', () => {
  it('is no alert when the user cancelled', () => {
    expect(alertFor(new TillerError('aborted', 'cancelled'), 'load', true)).toBeNull();
  });

  it('makes a sentence of the message and leaves file names as they are', () => {
    expect(alertFor(new TillerError('prompt_empty', 'the prompt is empty'), 'generate', true)?.what).toBe(
      'The prompt is empty.',
    );
    expect(alertFor(new TillerError('file_missing', 'onnx/model.onnx: not there.'), 'load', true)?.what).toBe(
      'onnx/model.onnx: not there.',
    );
  });

  it.each([
    ['hash_mismatch', 'load', true, 'load'],
    ['hash_mismatch', 'load', false, 'load'],
    ['storage_failed', 'load', false, 'load'],
    ['model_unsupported', 'load', false, 'loadEmbedded'],
    ['download_failed', 'load', false, 'load'],
    ['prompt_empty', 'generate', false, 'useExample'],
    ['worker_died', 'generate', false, 'load'],
    ['internal', 'generate', false, 'generate'],
    ['file_corrupt', 'presets', true, 'loadPresets'],
  ] as const)('offers for %s while doing %s (embedded: %s): %s', (code, task, isEmbedded, action) => {
    expect(alertFor(new TillerError(code, 'what'), task, isEmbedded)?.action).toBe(action);
  });

  it('leads to the list of stored models when one of them is spoilt', () => {
    const spoilt = new TillerError('hash_mismatch', 'the stored config.json is spoilt', { key: 'a-q4' });
    expect(alertFor(spoilt, 'load', true)?.action).toBe('openModels');
  });

  it('says what is safe for any thrown value', () => {
    expect(alertFor(new Error('boom'), 'generate', true)).toEqual({
      what: 'boom.',
      safe: 'The texts on the page, your prompt and settings are kept.',
      action: 'generate',
    });
  });
});
