/** A benchmark's numbers in words: what each is, and what it means to someone who uses the page. */
import type { BenchmarkReport } from '../../benchmark/report.ts';
import type { BenchmarkStep } from '../../benchmark/runBenchmark.ts';
import type { Spread } from '../../benchmark/statistics.ts';
import { asWritten, decimal, grouped, percent } from '../../text/numbers.ts';
import { t } from '../../text/text.ts';
import { formatBytes } from '../format.ts';

export interface NumberRow {
  name: string;
  value: string;
  /** from quartile to quartile, and how many were measured */
  spread: string;
  meaning: string;
}

export function stepText(step: BenchmarkStep | null): string {
  if (step === null) return t('benchmark.starting');
  return step.kind === 'rows'
    ? t('benchmark.step_rows', { count: step.rows })
    : t(`benchmark.step_${step.kind}`);
}

export function numberRows(report: BenchmarkReport): NumberRow[] {
  const { decode, prefill, memory, step, promptTokens } = report;
  const oneStepMs = decode[0]!.stepMs.median;
  return [
    ...decode.map(({ rows, stepMs, tokensPerSecond }) => ({
      name: rows === 1 ? t('benchmark.writeOne') : t('benchmark.writeRows', { rows }),
      value: rateText(tokensPerSecond),
      spread: rangeText(stepMs, 'benchmark.rangeStep'),
      meaning:
        rows === 1
          ? t('benchmark.writeOneMeaning')
          : t('benchmark.writeRowsMeaning', {
              rows,
              rate: figure(tokensPerSecond / rows),
              times: decimal(stepMs.median / oneStepMs, 2),
            }),
    })),
    {
      name: t('benchmark.writeSteered'),
      value: t('benchmark.timesStep', { times: decimal(report.steeredStepMs.median / oneStepMs, 2) }),
      spread: rangeText(report.steeredStepMs, 'benchmark.rangeStep'),
      meaning: t('benchmark.writeSteeredMeaning'),
    },
    {
      name: t('benchmark.prefill', { tokens: prefill.tokens }),
      value: rateText(prefill.tokensPerSecond),
      spread: rangeText(prefill.ms),
      meaning: t('benchmark.prefillMeaning'),
    },
    {
      name: t('benchmark.firstToken'),
      value: t('benchmark.milliseconds', { time: figure(report.firstTokenMs.median) }),
      spread: rangeText(report.firstTokenMs),
      meaning: t('benchmark.firstTokenMeaning', { tokens: promptTokens }),
    },
    {
      name: t('benchmark.slider'),
      value: t('benchmark.milliseconds', { time: figure(report.sliderMs.median) }),
      spread: rangeText(report.sliderMs),
      meaning: t('benchmark.sliderMeaning'),
    },
    {
      name: t('benchmark.memory'),
      value: percent(memory.shareOfLimit),
      spread: t('benchmark.memoryCopy', {
        rate: gigabytes(memory.bytesPerSecond.median),
        low: gigabytes(memory.bytesPerSecond.low),
        high: gigabytes(memory.bytesPerSecond.high),
      }),
      meaning: memoryMeaning(report),
    },
    ...(step
      ? [
          {
            name: t('benchmark.gpuWork'),
            value: t('benchmark.dispatches', { number: step.dispatches }),
            spread: t('benchmark.traffic', {
              up: bytes(step.bytesUploaded),
              back: bytes(step.bytesReadBack),
              submits: step.submits,
            }),
            meaning: t('benchmark.gpuWorkMeaning'),
          },
        ]
      : []),
  ];
}

function memoryMeaning({ memory, model: { backend, threads } }: BenchmarkReport): string {
  const weights = formatBytes(memory.weightBytes);
  if (backend === 'webgpu') return t('benchmark.memoryGpu', { weights });
  return threads > 1
    ? t('benchmark.memoryThreads', { weights, threads })
    : t('benchmark.memoryThread', { weights });
}

export function deviceWords({ device, model, isEmulated }: BenchmarkReport): string {
  if (model.backend === 'wasm') return t('benchmark.threads', { count: model.threads });
  const parts = [
    device.adapterName?.trim() || t('benchmark.unnamedAdapter'),
    t(device.hasF16 ? 'benchmark.float16' : 'benchmark.noFloat16'),
    device.maxBufferBytes === null
      ? ''
      : t('benchmark.buffersTo', { size: formatBytes(device.maxBufferBytes) }),
    isEmulated ? t('benchmark.emulated') : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

export function fileName({ at, model }: BenchmarkReport): string {
  const id = model.id.replaceAll(/[^\w.-]+/g, '-');
  return `tiller-benchmark-${id}-${model.backend}-${at.slice(0, 10)}.json`;
}

/** Three figures, or whole numbers from 100. */
function figure(value: number): string {
  if (value >= 100) return grouped(Math.round(value));
  return asWritten(value.toPrecision(value < 1 ? 2 : 3));
}

const rateText = (tokensPerSecond: number): string =>
  t('benchmark.tokensPerSecond', { rate: figure(tokensPerSecond) });

function rangeText(
  { low, high, count }: Spread,
  key: 'benchmark.range' | 'benchmark.rangeStep' = 'benchmark.range',
): string {
  if (count === 1) return t('benchmark.measuredOnce');
  return t(key, { low: figure(low), high: figure(high), number: count });
}

/** A step's traffic is often less than a kilobyte. */
const bytes = (count: number): string =>
  count < 10_000 ? t('benchmark.bytes', { count }) : formatBytes(count);

const gigabytes = (bytesPerSecond: number): string => `${figure(bytesPerSecond / 1e9)} GB/s`;
