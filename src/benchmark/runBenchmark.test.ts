import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeTiller } from '../../scripts/lib/nodeTiller.ts';
import type { Tiller } from '../api/tiller.ts';
import { check } from '../core/ifeval/index.ts';
import { type BenchmarkReport, reportKey } from './report.ts';
import { runBenchmark } from './runBenchmark.ts';

const folder = fileURLToPath(new URL('../../e2e/fixtures/models/llama', import.meta.url));

describe('the benchmark, on a tiny model', () => {
  let tiller: Tiller;
  let close: () => void;
  let report: BenchmarkReport;
  const progress: [done: number, total: number][] = [];

  beforeAll(async () => {
    const node = nodeTiller({ check }, { threads: 1 });
    tiller = node.tiller;
    close = node.close;
    await tiller.loadModel(folder, { dtype: 'q4' });
    report = await runBenchmark(tiller, {
      browser: 'test',
      onProgress: (done, total) => void progress.push([done, total]),
    });
  }, 120_000);

  afterAll(() => close());

  it('measures every row count in one run, and what a token a second is made of', () => {
    expect(report.decode.map(({ rows }) => rows)).toEqual([1, 2, 4, 8]);
    for (const { rows, stepMs, tokensPerSecond } of report.decode) {
      expect(stepMs.low).toBeLessThanOrEqual(stepMs.median);
      expect(stepMs.median).toBeLessThanOrEqual(stepMs.high);
      expect(tokensPerSecond).toBeCloseTo((1000 * rows) / stepMs.median, 6);
    }
    expect(report.prefill.tokens).toBe(255);
    expect(report.prefill.tokensPerSecond).toBeCloseTo((1000 * 255) / report.prefill.ms.median, 6);
  });

  it('waits longer for a new strength than for a step: the prompt is read again', () => {
    expect(report.sliderMs.median).toBeGreaterThan(report.decode[0]!.stepMs.low);
    expect(report.firstTokenMs.count).toBe(7);
    expect(report.decode[0]!.stepMs.count).toBe(4);
  });

  it('compares decoding with the speed of memory', () => {
    const { bytesPerSecond, weightBytes, shareOfLimit } = report.memory;
    // 28 matrices of the layers and the head, as float32
    expect(weightBytes).toBe(4 * (4 * (64 * 128 + 64 * 64 + 3 * 64 * 128) + 64 * 320));
    const limit = bytesPerSecond.median / weightBytes;
    expect(shareOfLimit).toBeCloseTo(report.decode[0]!.tokensPerSecond / limit, 9);
    expect(report.step).toBeNull();
  });

  it('says what it was measured on, and survives being exported', () => {
    expect(report).toMatchObject({ format: 1, browser: 'test', isEmulated: false });
    expect(report.model).toMatchObject({ id: 'llama', dtype: 'q4', backend: 'wasm' });
    const read = JSON.parse(JSON.stringify(report)) as BenchmarkReport;
    expect(read).toEqual(report);
    expect(reportKey(read)).toBe('llama||q4|wasm|');
  });

  it('counts its progress up to the end', () => {
    const counts = progress.map(([done]) => done);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    const [done, total] = progress.at(-1)!;
    expect(done).toBe(total);
  });

  it('stops where it is asked to, and leaves the model usable', async () => {
    const controller = new AbortController();
    const run = runBenchmark(tiller, {
      browser: 'test',
      signal: controller.signal,
      onProgress: (done) => {
        if (done === 3) controller.abort();
      },
    });
    await expect(run).rejects.toMatchObject({ code: 'aborted' });
    expect((await tiller.logits([5, 6, 7])).length).toBe(320);
  });

  it('needs a model', async () => {
    await tiller.unloadModel();
    await expect(runBenchmark(tiller, { browser: 'test' })).rejects.toMatchObject({
      code: 'model_not_loaded',
    });
  });
});
