/**
 * Cache on the CPU for GroupQueryAttention. The runtime's public API copies every past in and every present out at each
 * step, so the arrays hold no more than the rows need: the operator gives back longer ones where its tokens need room.
 */
import type { Runtime } from '../runtime.ts';
import {
  arraysIo,
  type Cache,
  type CacheIo,
  type CachePolicy,
  type CacheSpec,
  type CacheValues,
  emptyValues,
  type LengthReport,
  rightPaddedFeeds,
  rowLengths,
  tensorValues,
} from './cache.ts';

export function cpuCachePolicy(runtime: Runtime, specs: CacheSpec[], report: LengthReport): CachePolicy {
  class CpuCache implements Cache {
    lengths: number[];
    private capacity: number;
    private arrays: CacheValues[];
    private pending: readonly number[] = [];

    constructor(lengths: number[], capacity: number, arrays: CacheValues[]) {
      this.lengths = lengths;
      this.capacity = capacity;
      this.arrays = arrays;
    }

    get sizeBytes(): number {
      return this.arrays.reduce((total, array) => total + array.byteLength, 0);
    }

    prepare(counts: readonly number[], width: number): CacheIo {
      const feeds = rightPaddedFeeds(runtime, this.lengths, counts, width, report);
      this.pending = counts;
      const shape = { rows: this.lengths.length, positions: this.capacity };
      return arraysIo(runtime, specs, this.arrays, shape, feeds);
    }

    accept(outputs: Parameters<Cache['accept']>[0]): void {
      for (const [index, spec] of specs.entries()) {
        const present = outputs[spec.present]!;
        this.arrays[index] = tensorValues(present);
        this.capacity = present.dims[2]!;
      }
      this.lengths = this.lengths.map((length, row) => length + this.pending[row]!);
    }

    dispose(): void {
      this.arrays = [];
    }

    /** Copies the first `length` positions of one row into `target`, whose rows hold `capacity` positions. */
    copyRow(
      index: number,
      row: number,
      length: number,
      target: CacheValues,
      targetRow: number,
      capacity: number,
    ): void {
      const { heads, headDim } = specs[index]!;
      const used = length * headDim;
      for (let head = 0; head < heads; head++) {
        const from = (row * heads + head) * this.capacity * headDim;
        const to = (targetRow * heads + head) * capacity * headDim;
        target.set(this.arrays[index]!.subarray(from, from + used) as never, to);
      }
    }
  }

  return {
    name: 'cpu-growing',
    empty: (rows) =>
      new CpuCache(
        new Array(rows).fill(0),
        0,
        specs.map((spec) => emptyValues(spec, 0)),
      ),
    gather: (rows) => {
      const lengths = rowLengths(rows);
      const capacity = Math.max(...lengths);
      const arrays = specs.map((spec, index) => {
        const target = emptyValues(spec, rows.length * spec.heads * capacity * spec.headDim);
        for (const [targetRow, { cache, row }] of rows.entries()) {
          (cache as CpuCache).copyRow(index, row, lengths[targetRow]!, target, targetRow, capacity);
        }
        return target;
      });
      return new CpuCache(lengths, capacity, arrays);
    },
    release: () => {},
  };
}
