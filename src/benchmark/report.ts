/** What a benchmark found, as it is shown, kept and exported. */
import type { StepCost } from '../protocol/benchmark.ts';
import type { ModelInfo, SelfTest } from '../protocol/model.ts';
import type { DeviceFacts } from '../protocol/storage.ts';
import type { Spread } from './statistics.ts';

export const REPORT_FORMAT = 1;

export interface BenchmarkReport {
  format: typeof REPORT_FORMAT;
  /** ISO 8601 */
  at: string;
  tillerVersion: string;
  /** as the browser calls itself; a fact for the reader, nothing is decided by it */
  browser: string;
  device: DeviceFacts;
  model: Pick<
    ModelInfo,
    'id' | 'revision' | 'dtype' | 'backend' | 'threads' | 'topology' | 'prefillChunk'
  > & {
    sizeBytes: number;
  };
  selfTest: SelfTest;
  /** WebGPU on the CPU: the times say nothing about a graphics processor */
  isEmulated: boolean;
  /** of every prompt but the long one */
  promptTokens: number;
  decode: DecodeRow[];
  /** a step of one row, steered at one layer; measured in turn with the plain one */
  steeredStepMs: Spread;
  prefill: { tokens: number; ms: Spread; tokensPerSecond: number };
  firstTokenMs: Spread;
  sliderMs: Spread;
  memory: {
    /** read and written by a plain copy */
    bytesPerSecond: Spread;
    weightBytes: number;
    /** decode speed of one row as a share of what reading the weights alone would allow */
    shareOfLimit: number;
  };
  step: StepCost | null;
}

export interface DecodeRow {
  rows: number;
  stepMs: Spread;
  /** of all rows together */
  tokensPerSecond: number;
}

/** Results are kept one a device, model and backend. */
export function reportKey({ model, device }: BenchmarkReport): string {
  const { id, revision, dtype, backend } = model;
  return [id, revision ?? '', dtype, backend, device.adapterName ?? ''].join('|');
}
