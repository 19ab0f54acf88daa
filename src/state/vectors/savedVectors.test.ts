import { describe, expect, it } from 'vitest';
import type { VectorEntry } from '../../storage/index.ts';
import { MODEL_INFO, PRESET } from '../testValues.ts';
import { savedLabel, savedVector } from './savedVectors.ts';

const ENTRY: VectorEntry = {
  id: '5f',
  name: 'Pirate',
  notes: '',
  createdAt: 1,
  updatedAt: 1,
  modelId: 'embedded',
  method: 'meanDifference',
  numLayers: 3,
  hiddenSize: 2,
  origin: {},
  setting: PRESET.setting,
  instruction: null,
  check: PRESET.check,
  pairCount: 0,
  bytes: 1,
};

describe('a saved vector', () => {
  it('steers under its name, with its setting and check', () => {
    expect(savedVector(ENTRY)).toMatchObject({
      source: 'saved',
      title: 'Pirate',
      words: null,
      setting: PRESET.setting,
      check: PRESET.check,
    });
  });

  it('is the same object for the same entry', () => {
    expect(savedVector(ENTRY)).toBe(savedVector(ENTRY));
    expect(savedVector({ ...ENTRY })).not.toBe(savedVector(ENTRY));
  });

  it('has no check where this judge does not know the saved one', () => {
    const check = { instructionId: 'no:such_check', kwargs: {} };
    expect(savedVector({ ...ENTRY, check }).check).toBeNull();
  });

  it('says in its label that it cannot steer the loaded model', () => {
    expect(savedLabel(savedVector(ENTRY), MODEL_INFO)).toBe('Pirate');
    expect(savedLabel(savedVector(ENTRY), null)).toBe('Pirate');
    expect(savedLabel(savedVector(ENTRY), { ...MODEL_INFO, hiddenSize: 64 })).toBe(
      'Pirate (made on another model)',
    );
  });
});
