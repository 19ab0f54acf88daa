/**
 * Cache on the GPU for GroupQueryAttention: one buffer a tensor, [rows, heads, maxLength, headDim], bound as past and as
 * present, so that a step appends in place and nothing is copied.
 */
import type * as Ort from 'onnxruntime-web';
import { LENGTH_INPUTS } from '../../src/core/onnx/lengths.ts';
import type { GpuTensors } from '../decoder/gpuTensors.ts';
import type { Runtime } from '../runtime.ts';
import { BufferPool } from './bufferPool.ts';
import {
  type Cache,
  type CacheIo,
  type CachePolicy,
  type CacheSpec,
  type LengthReport,
  rightPaddedFeeds,
  rowLengths,
} from './cache.ts';

/** Buffers are sized in steps, so that runs of similar length reuse the pool. */
const LENGTH_STEP = 64;

export function gpuCachePolicy(
  runtime: Runtime,
  device: GPUDevice,
  gpu: GpuTensors,
  specs: CacheSpec[],
  report: LengthReport,
): CachePolicy {
  const pool = new BufferPool(device);

  class GpuCache implements Cache {
    lengths: number[];
    readonly maxLength: number;
    buffers: GPUBuffer[];
    private readonly tensors: Ort.Tensor[];
    private pending: readonly number[] = [];

    constructor(lengths: number[], maxLength: number, encoder: GPUCommandEncoder) {
      this.lengths = lengths;
      this.maxLength = maxLength;
      this.buffers = specs.map((spec) => pool.take(rowBytes(spec, maxLength) * lengths.length, encoder));
      this.tensors = this.buffers.map((buffer, index) => {
        const spec = specs[index]!;
        return runtime.Tensor.fromGpuBuffer(buffer, {
          dataType: spec.type,
          dims: [lengths.length, spec.heads, maxLength, spec.headDim],
        });
      });
    }

    get sizeBytes(): number {
      return this.buffers.reduce((total, buffer) => total + buffer.size, 0);
    }

    prepare(counts: readonly number[], width: number): CacheIo {
      const feeds = rightPaddedFeeds(runtime, this.lengths, counts, width, report);
      const last = feeds[LENGTH_INPUTS.lastPositions];
      if (last) {
        const values = last.data as Int32Array;
        feeds[LENGTH_INPUTS.lastPositions] = gpu.input(
          LENGTH_INPUTS.lastPositions,
          'int32',
          values,
          last.dims,
        );
      }
      this.pending = counts;
      const fetches: CacheIo['fetches'] = {};
      for (const [index, spec] of specs.entries()) {
        feeds[spec.past] = this.tensors[index]!;
        fetches[spec.present] = this.tensors[index]!;
      }
      return { feeds, fetches };
    }

    accept(): void {
      this.lengths = this.lengths.map((length, row) => length + this.pending[row]!);
    }

    dispose(): void {
      for (const buffer of this.buffers) pool.giveBack(buffer);
      this.buffers = [];
    }
  }

  return {
    name: 'gpu-buffer',
    empty: (rows, maxLength) => {
      const encoder = device.createCommandEncoder();
      const cache = new GpuCache(new Array(rows).fill(0), roundUp(maxLength), encoder);
      device.queue.submit([encoder.finish()]);
      return cache;
    },
    gather: (rows, maxLength) => {
      const own = rows as readonly { cache: GpuCache; row: number }[];
      const lengths = rowLengths(rows);
      const encoder = device.createCommandEncoder();
      const target = new GpuCache(lengths, roundUp(Math.max(maxLength, ...lengths)), encoder);
      for (const [index, spec] of specs.entries()) {
        for (const [targetRow, { cache, row }] of own.entries()) {
          copyRow(
            encoder,
            spec,
            cache,
            cache.buffers[index]!,
            row,
            target,
            target.buffers[index]!,
            targetRow,
          );
        }
      }
      device.queue.submit([encoder.finish()]);
      return target;
    },
    release: () => pool.clear(),
  };

  function copyRow(
    encoder: GPUCommandEncoder,
    spec: CacheSpec,
    from: GpuCache,
    fromBuffer: GPUBuffer,
    fromRow: number,
    to: GpuCache,
    toBuffer: GPUBuffer,
    toRow: number,
  ): void {
    const source = fromRow * rowBytes(spec, from.maxLength);
    const target = toRow * rowBytes(spec, to.maxLength);
    if (from.maxLength === to.maxLength) {
      encoder.copyBufferToBuffer(fromBuffer, source, toBuffer, target, rowBytes(spec, from.maxLength));
      return;
    }
    const perHead = (length: number) => rowBytes(spec, length) / spec.heads;
    const used = perHead(to.lengths[toRow]!);
    for (let head = 0; head < spec.heads && used > 0; head++) {
      const at = source + head * perHead(from.maxLength);
      encoder.copyBufferToBuffer(fromBuffer, at, toBuffer, target + head * perHead(to.maxLength), used);
    }
  }
}

function rowBytes(spec: CacheSpec, length: number): number {
  return spec.heads * length * spec.headDim * (spec.type === 'float16' ? 2 : 4);
}

function roundUp(length: number): number {
  return Math.ceil(length / LENGTH_STEP) * LENGTH_STEP;
}
