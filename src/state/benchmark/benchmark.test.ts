import { describe, expect, it } from 'vitest';
import type { BenchmarkReport } from '../../benchmark/report.ts';
import { INITIAL_BENCHMARK, readStoredReports, withoutReport, withReport } from './benchmark.ts';
import { deviceWords, fileName, numberRows } from './words.ts';

const spread = (median: number) => ({ median, low: median / 2, high: median * 2, count: 3 });

const report = (change: Partial<BenchmarkReport> = {}): BenchmarkReport => ({
  format: 1,
  at: '2026-01-02T03:04:05.000Z',
  tillerVersion: '1.0.0',
  browser: 'test',
  device: {
    hasWebGpu: true,
    adapterName: 'maker thing',
    isSoftware: false,
    hasF16: true,
    maxBufferBytes: 4e9,
    maxBindingBytes: 4e9,
    wasmHeapBytes: 4e9,
    deviceMemoryGiB: 8,
    isIsolated: true,
  },
  model: {
    id: 'owner/name',
    revision: null,
    dtype: 'q4',
    backend: 'webgpu',
    threads: 1,
    topology: 'fused norms',
    prefillChunk: 256,
    sizeBytes: 1e8,
  },
  selfTest: { passed: true, chunkDifference: 0, goldenDifference: null, durationMs: 1, notices: [] },
  isEmulated: false,
  promptTokens: 60,
  decode: [
    { rows: 1, stepMs: spread(10), tokensPerSecond: 100 },
    { rows: 2, stepMs: spread(12), tokensPerSecond: 166.7 },
  ],
  steeredStepMs: spread(11),
  prefill: { tokens: 256, ms: spread(100), tokensPerSecond: 2560 },
  firstTokenMs: spread(40),
  sliderMs: spread(60),
  memory: { bytesPerSecond: spread(2e10), weightBytes: 1e8, shareOfLimit: 0.5 },
  step: { dispatches: 93, submits: 4, buffersCreated: 0, bytesUploaded: 120, bytesReadBack: 8 },
  ...change,
});

const onCpu = () => report({ model: { ...report().model, backend: 'wasm', threads: 2 }, step: null });

describe('kept results', () => {
  it('hold the newest of each model, backend and device', () => {
    const older = report();
    const newer = report({ at: '2026-02-02T00:00:00.000Z' });
    const state = [older, onCpu(), newer].reduce(withReport, INITIAL_BENCHMARK);
    expect(state.reports).toEqual([newer, onCpu()]);
    expect(withoutReport(state, 'owner/name||q4|webgpu|maker thing').reports).toEqual([onCpu()]);
  });

  it('come back from storage whole, and not at all when they are broken', () => {
    const stored = JSON.parse(JSON.stringify([report(), onCpu()]));
    expect(readStoredReports(stored)).toEqual([report(), onCpu()]);
    const broken: unknown[] = [
      null,
      'text',
      { ...report(), format: 2 },
      { ...report(), decode: [] },
      { ...report(), decode: [{ rows: 1 }] },
      { ...report(), sliderMs: { median: 1 } },
      { ...report(), memory: { ...report().memory, shareOfLimit: null } },
      { ...report(), step: { dispatches: 'many' } },
    ];
    expect(readStoredReports([...broken, report()])).toEqual([report()]);
    expect(readStoredReports({})).toEqual([]);
  });
});

describe('the words of a result', () => {
  it('give every number with its unit, spread and meaning', () => {
    const rows = numberRows(report());
    expect(rows.map(({ name, value }) => [name, value])).toEqual([
      ['Writing, one text', '100 tokens/s'],
      ['Writing, 2 texts side by side', '167 tokens/s'],
      ['Writing, one text, steered', '1.10 x the step'],
      ['Reading a prompt of 256 tokens', '2,560 tokens/s'],
      ['First token', '40.0 ms'],
      ['Slider to token', '60.0 ms'],
      ['Share of the memory limit', '50 %'],
      ['GPU work a step', '93 dispatches'],
    ]);
    expect(rows[1]!.meaning).toContain('1.20 times');
    expect(rows[0]!.spread).toBe('5.00 to 20.0 ms a step, 3 measured');
    expect(rows.at(-1)!.spread).toBe('120 bytes up, 8 bytes back, 4 submits');
  });

  it('leave GPU work out on the CPU, and say what its memory limit means', () => {
    const rows = numberRows(onCpu());
    expect(rows.some(({ name }) => name.startsWith('GPU'))).toBe(false);
    expect(rows.at(-1)!.meaning).toContain('with 2 threads it can be more');
    expect(deviceWords(onCpu())).toBe('2 threads');
  });

  it('name the adapter, and an emulated one as such', () => {
    expect(deviceWords(report())).toBe('maker thing, float16, buffers to 4.0 GB');
    expect(deviceWords(report({ isEmulated: true }))).toMatch(/emulated$/);
    expect(fileName(report())).toBe('tiller-benchmark-owner-name-webgpu-2026-01-02.json');
  });
});
