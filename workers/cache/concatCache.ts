/**
 * Cache for graphs that concatenate past and new themselves. Rows of a batch are padded on the left, so that distances
 * between columns are distances between tokens (sliding windows count columns), and positions are given explicitly.
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
  positionIds,
  rowLengths,
  tensorValues,
} from './cache.ts';

export function concatCachePolicy(
  runtime: Runtime,
  specs: CacheSpec[],
  inputs: readonly string[],
): CachePolicy {
  class ConcatCache implements Cache {
    lengths: number[];
    /** per row, one entry a column: 1 where the column holds a token of the row */
    private columns: number[][];
    private arrays: CacheValues[];
    private pending: { counts: readonly number[]; width: number } = { counts: [], width: 0 };

    constructor(lengths: number[], columns: number[][], arrays: CacheValues[]) {
      this.lengths = lengths;
      this.columns = columns;
      this.arrays = arrays;
    }

    get sizeBytes(): number {
      return this.arrays.reduce((total, array) => total + array.byteLength, 0);
    }

    prepare(counts: readonly number[], width: number): CacheIo {
      const rows = this.lengths.length;
      const past = this.columns[0]!.length;
      this.pending = { counts, width };
      const mask = this.columns.flatMap((columns, row) => [...columns, ...newColumns(counts[row]!, width)]);
      const available: CacheIo['feeds'] = {
        attention_mask: new runtime.Tensor('int64', BigInt64Array.from(mask, BigInt), [rows, past + width]),
        position_ids: new runtime.Tensor('int64', positionIds(this.lengths, counts, width), [rows, width]),
      };
      const feeds = Object.fromEntries(Object.entries(available).filter(([name]) => inputs.includes(name)));
      return arraysIo(runtime, specs, this.arrays, { rows, positions: past }, feeds);
    }

    accept(outputs: Parameters<Cache['accept']>[0]): void {
      const { counts, width } = this.pending;
      this.arrays = specs.map((spec) => tensorValues(outputs[spec.present]!));
      this.columns = this.columns.map((columns, row) => [...columns, ...newColumns(counts[row]!, width)]);
      this.lengths = this.lengths.map((length, row) => length + counts[row]!);
    }

    dispose(): void {
      this.arrays = [];
    }

    /** Copies a row's first `length` tokens, without its padding, to the right end of a row of `capacity` columns. */
    copyRow(
      index: number,
      row: number,
      length: number,
      target: CacheValues,
      targetRow: number,
      capacity: number,
    ): void {
      const { heads, headDim } = specs[index]!;
      const own = this.columns[row]!;
      for (let head = 0; head < heads; head++) {
        const from = (row * heads + head) * own.length * headDim;
        const end = (targetRow * heads + head + 1) * capacity * headDim;
        let to = end - length * headDim;
        for (const [column, isToken] of own.entries()) {
          if (!isToken || to === end) continue;
          const at = from + column * headDim;
          target.set(this.arrays[index]!.subarray(at, at + headDim) as never, to);
          to += headDim;
        }
      }
    }
  }

  return {
    name: 'concat',
    empty: (rows) =>
      new ConcatCache(
        new Array(rows).fill(0),
        Array.from({ length: rows }, () => []),
        specs.map((spec) => emptyValues(spec, 0)),
      ),
    gather: (rows) => {
      const lengths = rowLengths(rows);
      const capacity = Math.max(...lengths);
      const columns = lengths.map((length) => [
        ...new Array<number>(capacity - length).fill(0),
        ...new Array<number>(length).fill(1),
      ]);
      const arrays = specs.map((spec, index) => {
        const target = emptyValues(spec, rows.length * spec.heads * capacity * spec.headDim);
        for (const [targetRow, { cache, row }] of rows.entries()) {
          (cache as ConcatCache).copyRow(index, row, lengths[targetRow]!, target, targetRow, capacity);
        }
        return target;
      });
      return new ConcatCache(lengths, columns, arrays);
    },
    release: () => {},
  };
}

function newColumns(count: number, width: number): number[] {
  return Array.from({ length: width }, (_, i) => (i < count ? 1 : 0));
}
