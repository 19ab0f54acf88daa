/**
 * The key/value cache of a batch of rows, behind one interface. Three policies keep it where the attention operator can
 * use it best: one GPU buffer as past and present, growing CPU arrays, or arrays that the graph itself concatenates.
 */
import type * as Ort from 'onnxruntime-web';
import { LENGTH_INPUTS } from '../../src/core/onnx/lengths.ts';
import type { PatchReport } from '../../src/core/onnx/patch.ts';
import type { Runtime } from '../runtime.ts';

/** One cached tensor of the graph: a layer's keys or values, [rows, heads, positions, headDim]. */
export interface CacheSpec {
  past: string;
  present: string;
  heads: number;
  headDim: number;
  type: 'float32' | 'float16';
}

/** Cached numbers on the CPU; half precision as its bits. */
export type CacheValues = Float32Array | Uint16Array;

export function emptyValues(spec: CacheSpec, length: number): CacheValues {
  return spec.type === 'float16' ? new Uint16Array(length) : new Float32Array(length);
}

/** A tensor's numbers as cached: where the engine has Float16Array, the runtime hands that out instead of bits. */
export function tensorValues(tensor: Ort.Tensor): CacheValues {
  const data = tensor.data as CacheValues;
  if (tensor.type !== 'float16') return data;
  return new Uint16Array(data.buffer, data.byteOffset, data.length);
}

/** What a step feeds and fetches for its cache. */
export interface CacheIo {
  feeds: Record<string, Ort.Tensor>;
  /** output name -> tensor to write into, or null to let the runtime allocate */
  fetches: Record<string, Ort.Tensor | null>;
}

export interface Cache {
  /** positions each row holds */
  readonly lengths: readonly number[];
  /**
   * Inputs of a step that appends `counts[b]` tokens to row b, right-padded to `width`. A count of 0 marks a finished
   * row: its dummy token leaves the length as it is.
   */
  prepare(counts: readonly number[], width: number): CacheIo;
  /** Takes the step's outputs; lengths grow by the counts that were prepared. */
  accept(outputs: Record<string, Ort.Tensor>): void;
  /** Bytes held */
  readonly sizeBytes: number;
  dispose(): void;
}

/** A row to copy: all of it, or its first `length` positions. */
export interface CacheRow {
  cache: Cache;
  row: number;
  length?: number;
}

/** A policy: makes empty caches, and batches out of rows of others. */
export interface CachePolicy {
  readonly name: 'gpu-buffer' | 'cpu-growing' | 'concat';
  /** An empty cache for `rows` rows that may reach `maxLength` positions. */
  empty(rows: number, maxLength: number): Cache;
  /** A new cache holding copies of the given rows; the sources stay as they are. */
  gather(rows: readonly CacheRow[], maxLength: number): Cache;
  /** Frees what is kept for later caches; those in use stay. */
  release(): void;
}

/** Positions that a copy of each row holds. */
export function rowLengths(rows: readonly CacheRow[]): number[] {
  return rows.map(({ cache, row, length }) => length ?? cache.lengths[row]!);
}

/** How a graph wants to be told the lengths of its rows. */
export type LengthReport = Pick<PatchReport, 'inputs' | 'takesLengths'>;

/**
 * Lengths and positions of a step on rows that are padded on the right, which is what GroupQueryAttention reads: the
 * mask's width is the running length, however much room the arrays have.
 */
export function rightPaddedFeeds(
  runtime: Runtime,
  lengths: readonly number[],
  counts: readonly number[],
  width: number,
  { inputs, takesLengths }: LengthReport,
): CacheIo['feeds'] {
  const rows = lengths.length;
  const totals = lengths.map((length, row) => length + counts[row]!);
  // the first step of a batch covers its padding as well
  const isFirst = Math.max(...lengths) === 0;
  const running = Math.max(...totals, isFirst ? width : 0);
  const feeds: CacheIo['feeds'] = {};
  if (inputs.includes('attention_mask')) {
    const mask = new BigInt64Array(rows * running);
    for (const [row, total] of totals.entries()) mask.fill(1n, row * running, row * running + total);
    feeds.attention_mask = new runtime.Tensor('int64', mask, [rows, running]);
  }
  if (takesLengths) {
    const last = Int32Array.from(totals, (total) => total - 1);
    feeds[LENGTH_INPUTS.lastPositions] = new runtime.Tensor('int32', last, [rows]);
    feeds[LENGTH_INPUTS.totalLength] = new runtime.Tensor('int32', Int32Array.of(running), []);
  }
  if (inputs.includes('position_ids')) {
    feeds.position_ids = new runtime.Tensor('int64', positionIds(lengths, counts, width), [rows, width]);
  }
  return feeds;
}

/** [rows, width] int64: each new token's position in its row. */
export function positionIds(
  lengths: readonly number[],
  counts: readonly number[],
  width: number,
): BigInt64Array {
  const positions = new BigInt64Array(lengths.length * width);
  for (const [row, length] of lengths.entries()) {
    // a finished row repeats its last position, which its length already holds
    const start = counts[row] === 0 ? Math.max(0, length - 1) : length;
    for (let i = 0; i < width; i++) positions[row * width + i] = BigInt(start + i);
  }
  return positions;
}

/** Adds cached arrays to a step's feeds; the runtime allocates what it gives back for them. */
export function arraysIo(
  runtime: Runtime,
  specs: readonly CacheSpec[],
  arrays: readonly CacheValues[],
  { rows, positions }: { rows: number; positions: number },
  feeds: CacheIo['feeds'],
): CacheIo {
  const fetches: CacheIo['fetches'] = {};
  for (const [index, spec] of specs.entries()) {
    const dims = [rows, spec.heads, positions, spec.headDim];
    feeds[spec.past] = new runtime.Tensor(spec.type, arrays[index]! as Float32Array, dims);
    fetches[spec.present] = null;
  }
  return { feeds, fetches };
}
