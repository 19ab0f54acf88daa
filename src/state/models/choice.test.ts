import { describe, expect, it } from 'vitest';
import { INITIAL_CHOICE, readChoice, readLastModel } from './choice.ts';

describe('the choice after a reload', () => {
  it('is what it was, but for a folder, which the browser does not open by itself', () => {
    const choice = { ...INITIAL_CHOICE, kind: 'catalogue' as const, catalogueId: 'a/b', dtype: 'q4' };
    expect(readChoice(choice, INITIAL_CHOICE)).toEqual(choice);
    expect(readChoice({ ...choice, kind: 'folder' }, INITIAL_CHOICE).kind).toBe('embedded');
  });

  it('is the default for what is no choice', () => {
    for (const stored of [null, 'a/b', { kind: 'cloud', backend: 7, address: 'x'.repeat(5000) }]) {
      expect(readChoice(stored, INITIAL_CHOICE)).toEqual(INITIAL_CHOICE);
    }
  });
});

describe('the model of the last visit', () => {
  it('is found by source, commit, files and backend', () => {
    const last = { source: 'a/b', revision: 'f'.repeat(40), dtype: 'q4', backend: 'wasm' as const };
    expect(readLastModel(last)).toEqual(last);
  });

  it('is none where nothing names one', () => {
    expect(readLastModel(undefined)).toBeNull();
    expect(readLastModel({ source: '' })).toBeNull();
    expect(readLastModel({ source: 'a/b', revision: 7, backend: 'abacus' })).toEqual({
      ...{ source: 'a/b', revision: null, dtype: '', backend: 'auto' },
    });
  });
});
