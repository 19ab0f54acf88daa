/** Actions of the benchmark: it has the model to itself while it runs. */

import type { BenchmarkStep } from '../../benchmark/runBenchmark.ts';
import { TillerError } from '../../core/errors.ts';
import { withoutReport, withReport } from '../benchmark/benchmark.ts';
import { type ActionContext, updateSlice } from './context.ts';
import type { JobActions } from './jobActions.ts';
import type { RunActions } from './runActions.ts';

export interface BenchmarkActions {
  /** Measures the loaded model; does nothing without one, or while a benchmark runs. */
  runBenchmark(): Promise<void>;
  stopBenchmark(): void;
  /** @param key as `reportKey` gives it */
  deleteReport(key: string): void;
}

export function createBenchmarkActions(
  { store, tiller }: Pick<ActionContext, 'store' | 'tiller'>,
  { whileJobsWait }: Pick<JobActions, 'whileJobsWait'>,
  { stop }: Pick<RunActions, 'stop'>,
): BenchmarkActions {
  let abort: AbortController | null = null;

  async function runBenchmark(): Promise<void> {
    if (abort || store.getState().model.phase !== 'ready') return;
    abort = new AbortController();
    const { signal } = abort;
    const onProgress = (done: number, total: number, step: BenchmarkStep | null) =>
      updateSlice(store, 'benchmark', (state) => ({ ...state, progress: { done, total, step } }));
    stop();
    updateSlice(store, 'benchmark', (state) => ({ ...state, problem: null }));
    onProgress(0, 0, null);
    try {
      // no part of the first visit
      const benchmark = await import('../../benchmark/runBenchmark.ts');
      const options = { browser: navigator.userAgent, signal, onProgress };
      const report = await whileJobsWait(() => benchmark.runBenchmark(tiller, options));
      updateSlice(store, 'benchmark', (state) => withReport(state, report));
    } catch (error) {
      const { code, message } = TillerError.toData(error);
      const problem = code === 'aborted' ? null : message;
      updateSlice(store, 'benchmark', (state) => ({ ...state, progress: null, problem }));
    } finally {
      abort = null;
    }
  }

  return {
    runBenchmark,
    stopBenchmark: () => abort?.abort(),
    deleteReport: (key) => updateSlice(store, 'benchmark', (state) => withoutReport(state, key)),
  };
}
