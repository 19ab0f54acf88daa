import { describe, expect, it } from 'vitest';
import type { Progress } from '../../protocol/model.ts';
import { MODEL_INFO } from '../testValues.ts';
import { beginLoad, endLoad, INITIAL_MODEL, progressText, remainingSeconds, withProgress } from './load.ts';

const bytes = (loaded: number): Progress => ({ stage: 'download', loaded, total: 100e6, unit: 'bytes' });
const loading = beginLoad(INITIAL_MODEL, 'a model');

describe('a load', () => {
  it('has a rate and a remaining time after a moment, not at once', () => {
    const first = withProgress(loading, bytes(0), 1000);
    expect(first.progress?.rate).toBeNull();
    expect(remainingSeconds(first.progress!)).toBeNull();
    const later = withProgress(first, bytes(25e6), 2000);
    expect(later.progress?.rate).toBe(25e6);
    expect(remainingSeconds(later.progress!)).toBe(3);
  });

  it('counts each stage from its own beginning', () => {
    const downloaded = withProgress(withProgress(loading, bytes(0), 0), bytes(100e6), 1000);
    const lowering = withProgress(downloaded, { stage: 'lower', loaded: 1, total: 2, unit: 'weights' }, 1000);
    expect(lowering.progress).toMatchObject({ startedAt: 1000, rate: null });
  });

  it('says how much and how fast in words', () => {
    const { progress } = withProgress(withProgress(loading, bytes(0), 0), bytes(74e6), 1000);
    expect(progressText(progress!)).toBe('74 MB of 100 MB · 74 MB/s');
    const weights = withProgress(
      loading,
      { stage: 'lower', loaded: 1, total: 4, unit: 'weights' },
      0,
    ).progress;
    expect(progressText(weights!)).toBe('25 %');
  });

  it('takes no progress once it has ended', () => {
    const ready = endLoad(loading, MODEL_INFO);
    expect(withProgress(ready, bytes(1), 0)).toBe(ready);
  });

  it('ends ready with a model and empty without', () => {
    expect(endLoad(loading, MODEL_INFO)).toMatchObject({ phase: 'ready', info: MODEL_INFO, progress: null });
    expect(endLoad(loading, null)).toMatchObject({ phase: 'none', info: null });
  });
});
