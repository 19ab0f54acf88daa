import { describe, expect, it } from 'vitest';
import type { Progress } from '../../protocol/model.ts';
import { MODEL_INFO } from '../testValues.ts';
import {
  beginLoad,
  canUseModel,
  endLoad,
  INITIAL_MODEL,
  progressText,
  remainingSeconds,
  withProgress,
} from './load.ts';

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

  it('is as fast as its last seconds, not as its beginning', () => {
    let model = loading;
    // 40 MB/s for ten seconds, then 1 MB/s for ten more
    for (let at = 0; at <= 20_000; at += 500) {
      const loaded = at <= 10_000 ? at * 40e3 : 400e6 + (at - 10_000) * 1e3;
      model = withProgress(model, { ...bytes(loaded), total: 1e9 }, at);
    }
    expect(model.progress?.rate).toBe(1e6);
    expect(model.progress?.samples.length).toBeLessThan(40);
  });

  it('leaves out of its rate what was here when it began', () => {
    const resumed = (loaded: number): Progress => ({ ...bytes(loaded), resumedBytes: 80e6 });
    const later = withProgress(withProgress(loading, resumed(80e6), 0), resumed(82e6), 1000);
    expect(later.progress?.rate).toBe(2e6);
    expect(remainingSeconds(later.progress!)).toBe(9);
  });

  it('counts each stage from its own beginning', () => {
    const downloaded = withProgress(withProgress(loading, bytes(0), 0), bytes(100e6), 1000);
    const lowering = withProgress(downloaded, { stage: 'lower', loaded: 1, total: 2, unit: 'weights' }, 1000);
    expect(lowering.progress).toMatchObject({ rate: null, samples: [{ at: 1000 }] });
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

  it('says why nothing comes, with no speed and no time left', () => {
    const first = withProgress(withProgress(loading, bytes(0), 0), bytes(74e6), 1000);
    const { progress } = withProgress(first, { ...bytes(74e6), waitsFor: 'server' }, 1001);
    expect(progressText(progress!)).toBe('74 MB of 100 MB · no answer, trying again');
    expect(remainingSeconds(progress!)).toBeNull();
    const other = withProgress(first, { ...bytes(74e6), waitsFor: 'tab' }, 1001).progress;
    expect(progressText(other!)).toBe('74 MB of 100 MB · another tab downloads this model');
    const again = withProgress(first, bytes(75e6), 2000).progress;
    expect(progressText(again!)).toMatch(/MB\/s$/);
  });

  it('leaves the model that is loaded in use until all files of the new one are here', () => {
    const both = beginLoad(endLoad(INITIAL_MODEL, MODEL_INFO), 'another', { keepsModel: true });
    expect(canUseModel(both)).toBe(true);
    const half = withProgress(both, bytes(50e6), 0);
    expect(canUseModel(half)).toBe(true);
    const whole = withProgress(half, bytes(100e6), 1);
    expect(canUseModel(whole)).toBe(false);
    expect(canUseModel(withProgress(whole, { ...bytes(0), stage: 'verify' }, 2))).toBe(false);
    expect(canUseModel(withProgress(half, { ...bytes(0), stage: 'patch' }, 1))).toBe(false);
    expect(canUseModel(endLoad(half, MODEL_INFO))).toBe(true);
  });

  it('has no model to use where none was loaded, or it was lost', () => {
    expect(canUseModel(withProgress(loading, bytes(1), 0))).toBe(false);
    expect(canUseModel(beginLoad(endLoad(INITIAL_MODEL, MODEL_INFO), 'again'))).toBe(false);
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
