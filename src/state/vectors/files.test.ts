import { describe, expect, it } from 'vitest';
import { fileNameOf, originOf, settingOf } from './files.ts';

describe('fileNameOf', () => {
  it('makes a name that every file system takes', () => {
    expect(fileNameOf('Answer in French', 'safetensors')).toBe('answer-in-french.safetensors');
    expect(fileNameOf('Mention "ocean" / 2', 'gguf')).toBe('mention-ocean-2.gguf');
    expect(fileNameOf('  Größe  ', 'json')).toBe('größe.json');
    expect(fileNameOf('../..', 'json')).toBe('vector.json');
    expect(fileNameOf('a'.repeat(500), 'json')).toHaveLength(85);
  });
});

describe('originOf and settingOf', () => {
  const setting = { layer: 12, operator: 'add', strength: 1.5 } as const;

  it('carry a setting through a file', () => {
    expect(settingOf(originOf({ origin: { modelDtype: 'q4' }, setting }))).toEqual(setting);
    expect(originOf({ origin: { modelDtype: 'q4' }, setting }).modelDtype).toBe('q4');
  });

  it('leave open what is not known', () => {
    expect(originOf({ origin: {}, setting: null })).toEqual({});
    expect(settingOf({})).toBeNull();
    expect(settingOf({ bestLayer: 3 })).toBeNull();
  });
});
