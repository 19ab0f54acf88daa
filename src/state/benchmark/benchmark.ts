/** The benchmark on the page: what runs, and the newest result of each model on each device. */
import { type BenchmarkReport, REPORT_FORMAT, reportKey } from '../../benchmark/report.ts';
import type { BenchmarkStep } from '../../benchmark/runBenchmark.ts';
import { isNumber, isRecord } from '../playground/presets.ts';

export interface BenchmarkState {
  /** null when none runs; its step is null before the first */
  progress: { done: number; total: number; step: BenchmarkStep | null } | null;
  /** newest first, one a device, model and backend */
  reports: readonly BenchmarkReport[];
  /** why the last run ended without a result; stopping it is no reason */
  problem: string | null;
}

export const INITIAL_BENCHMARK: BenchmarkState = { progress: null, reports: [], problem: null };

/** The oldest ones go: a report has some 2 kB. */
const MAX_REPORTS = 12;

export function withReport(state: BenchmarkState, report: BenchmarkReport): BenchmarkState {
  const others = state.reports.filter((other) => reportKey(other) !== reportKey(report));
  return { progress: null, problem: null, reports: [report, ...others].slice(0, MAX_REPORTS) };
}

export function withoutReport(state: BenchmarkState, key: string): BenchmarkState {
  return { ...state, reports: state.reports.filter((report) => reportKey(report) !== key) };
}

/** What was stored, without what is not whole: another version of this page may have written it. */
export function readStoredReports(value: unknown): BenchmarkReport[] {
  return Array.isArray(value) ? value.filter(isReport).slice(0, MAX_REPORTS) : [];
}

function isReport(value: unknown): value is BenchmarkReport {
  if (!isRecord(value) || value.format !== REPORT_FORMAT || typeof value.at !== 'string') return false;
  const { model, device, decode, prefill, memory, step } = value;
  return (
    isRecord(model) &&
    typeof model.id === 'string' &&
    typeof model.dtype === 'string' &&
    (model.backend === 'wasm' || model.backend === 'webgpu') &&
    isRecord(device) &&
    isRecord(value.selfTest) &&
    isNumber(value.promptTokens) &&
    Array.isArray(decode) &&
    decode.length > 0 &&
    decode.every(
      (row) => isRecord(row) && isNumber(row.rows) && isNumber(row.tokensPerSecond) && isSpread(row.stepMs),
    ) &&
    [value.steeredStepMs, value.firstTokenMs, value.sliderMs].every(isSpread) &&
    isRecord(prefill) &&
    isNumber(prefill.tokens) &&
    isNumber(prefill.tokensPerSecond) &&
    isSpread(prefill.ms) &&
    isRecord(memory) &&
    isNumber(memory.weightBytes) &&
    isNumber(memory.shareOfLimit) &&
    isSpread(memory.bytesPerSecond) &&
    (step === null || (isRecord(step) && Object.values(step).every(isNumber)))
  );
}

function isSpread(value: unknown): boolean {
  return isRecord(value) && ['median', 'low', 'high', 'count'].every((key) => isNumber(value[key]));
}
