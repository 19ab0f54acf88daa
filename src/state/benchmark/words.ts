/** A benchmark's numbers in words: what each is, and what it means to someone who uses the page. */
import type { BenchmarkReport } from '../../benchmark/report.ts';
import type { Spread } from '../../benchmark/statistics.ts';
import { formatBytes } from '../format.ts';

export interface NumberRow {
  name: string;
  value: string;
  /** from quartile to quartile, and how many were measured */
  spread: string;
  meaning: string;
}

export function numberRows(report: BenchmarkReport): NumberRow[] {
  const { decode, prefill, memory, step, promptTokens } = report;
  const [one] = decode;
  return [
    ...decode.map(({ rows, stepMs, tokensPerSecond }) => ({
      name: rows === 1 ? 'Writing, one text' : `Writing, ${rows} texts side by side`,
      value: `${figure(tokensPerSecond)} tokens/s`,
      spread: milliseconds(stepMs, 'a step'),
      meaning:
        rows === 1
          ? 'How fast a single answer appears.'
          : `All ${rows} together; each gets ${figure(tokensPerSecond / rows)} tokens/s. A step takes ${(stepMs.median / one!.stepMs.median).toFixed(2)} times that of one text.`,
    })),
    {
      name: 'Writing, one text, steered',
      value: `${(report.steeredStepMs.median / one!.stepMs.median).toFixed(2)} x the step`,
      spread: milliseconds(report.steeredStepMs, 'a step'),
      meaning: 'What steering at one layer costs, measured in turn with the plain text.',
    },
    {
      name: `Reading a prompt of ${prefill.tokens} tokens`,
      value: `${figure(prefill.tokensPerSecond)} tokens/s`,
      spread: milliseconds(prefill.ms),
      meaning: 'How fast a prompt is taken in before the first word of the answer.',
    },
    {
      name: 'First token',
      value: `${figure(report.firstTokenMs.median)} ms`,
      spread: milliseconds(report.firstTokenMs),
      meaning: `From Generate to the first token, with a new prompt of ${promptTokens} tokens.`,
    },
    {
      name: 'Slider to token',
      value: `${figure(report.sliderMs.median)} ms`,
      spread: milliseconds(report.sliderMs),
      meaning:
        'From a new strength, while a text is being written, to the first token under it. The prompt is read again.',
    },
    {
      name: 'Share of the memory limit',
      value: `${Math.round(100 * memory.shareOfLimit)} %`,
      spread: `copy: ${gigabytes(memory.bytesPerSecond.median)}, ${gigabytes(memory.bytesPerSecond.low)} to ${gigabytes(memory.bytesPerSecond.high)}`,
      meaning: `Each token reads all weights once (${formatBytes(memory.weightBytes)}). 100 % would be as fast as ${report.model.backend === 'webgpu' ? 'graphics memory' : 'one thread of this processor'} copies${report.model.backend === 'wasm' && report.model.threads > 1 ? `; with ${report.model.threads} threads it can be more` : ''}.`,
    },
    ...(step
      ? [
          {
            name: 'GPU work a step',
            value: `${step.dispatches} dispatches`,
            spread: `${bytes(step.bytesUploaded)} up, ${bytes(step.bytesReadBack)} back, ${step.submits} submits`,
            meaning: 'Counted, not timed: every dispatch has a fixed cost, and every byte read back a wait.',
          },
        ]
      : []),
  ];
}

export function deviceWords({ device, model, isEmulated }: BenchmarkReport): string {
  if (model.backend === 'wasm') {
    return `${model.threads} ${model.threads === 1 ? 'thread' : 'threads'}`;
  }
  const name = device.adapterName?.trim() || 'unnamed adapter';
  const parts = [
    name,
    device.hasF16 ? 'float16' : 'no float16',
    device.maxBufferBytes === null ? '' : `buffers to ${formatBytes(device.maxBufferBytes)}`,
    isEmulated ? 'emulated' : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

export function fileName({ at, model }: BenchmarkReport): string {
  const id = model.id.replaceAll(/[^\w.-]+/g, '-');
  return `tiller-benchmark-${id}-${model.backend}-${at.slice(0, 10)}.json`;
}

/** Three figures, or whole numbers from 100. */
function figure(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(value < 1 ? 2 : 3);
}

function milliseconds({ low, high, count }: Spread, of = ''): string {
  if (count === 1) return 'measured once';
  return `${figure(low)} to ${figure(high)} ms${of === '' ? '' : ` ${of}`}, ${count} measured`;
}

/** A step's traffic is often less than a kilobyte. */
const bytes = (count: number): string => (count < 10_000 ? `${count} bytes` : formatBytes(count));

const gigabytes = (bytesPerSecond: number): string => `${figure(bytesPerSecond / 1e9)} GB/s`;
