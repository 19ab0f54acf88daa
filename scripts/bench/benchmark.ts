/** The benchmark of the page, on the same code, as rows of this table. It has no bars: they depend on the device. */
import { runBenchmark } from '../../src/benchmark/runBenchmark.ts';
import type { Measurement } from './measurement.ts';
import type { Subject } from './tiller.ts';

export async function benchmarkMeasurements({ tiller }: Subject): Promise<Measurement[]> {
  const { decode, prefill, firstTokenMs, sliderMs, memory } = await runBenchmark(tiller, {
    browser: navigator.userAgent,
  });
  const row = (name: string, value: number, unit: Measurement['unit'], parts: object): Measurement => ({
    name,
    value,
    unit,
    bar: null,
    parts: { ...parts },
  });
  return [
    ...decode.map(({ rows, tokensPerSecond, stepMs }) =>
      row(`writing, ${rows} ${rows === 1 ? 'row' : 'rows'}`, tokensPerSecond, 'tokens/s', stepMs),
    ),
    row(`reading a prompt of ${prefill.tokens}`, prefill.tokensPerSecond, 'tokens/s', prefill.ms),
    row('first token', firstTokenMs.median, 'ms', firstTokenMs),
    row('slider to token', sliderMs.median, 'ms', sliderMs),
    row('share of the memory limit', memory.shareOfLimit, 'share', {
      ...memory.bytesPerSecond,
      weightBytes: memory.weightBytes,
    }),
  ];
}
