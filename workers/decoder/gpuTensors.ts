/**
 * Tensors that stay on the GPU from step to step. The runtime makes a buffer for every input it is given from the CPU and
 * for every output it gives back; here each has one that is used again, and grows when it has to.
 */
import type * as Ort from 'onnxruntime-web';
import type { Runtime } from '../runtime.ts';

export type InputValues = Float32Array | BigInt64Array | Int32Array;

const TYPES = { float32: 4, float16: 2, int32: 4, int64: 8 } as const;
type ElementType = keyof typeof TYPES;

interface Slot {
  buffer: GPUBuffer;
  tensor: Ort.Tensor;
  dims: readonly number[];
  /** what it was last written from */
  source: InputValues | null;
}

export class GpuTensors {
  private readonly runtime: Runtime;
  readonly device: GPUDevice;
  private readonly slots = new Map<string, Slot>();
  private staging: GPUBuffer | null = null;

  constructor(runtime: Runtime, device: GPUDevice) {
    this.runtime = runtime;
    this.device = device;
  }

  get sizeBytes(): number {
    const slots = [...this.slots.values()].reduce((total, { buffer }) => total + buffer.size, 0);
    return slots + (this.staging?.size ?? 0);
  }

  /**
   * An input under `key`. The same array as last time is taken to hold the same numbers, and nothing is sent.
   * @param values not empty
   */
  input(key: string, type: ElementType, values: InputValues, dims: readonly number[]): Ort.Tensor {
    const slot = this.slot(key, type, dims);
    if (slot.source !== values) {
      this.device.queue.writeBuffer(slot.buffer, 0, values as GPUAllowSharedBufferSource);
      slot.source = values;
    }
    return slot.tensor;
  }

  /** A tensor for the graph to write into. */
  output(key: string, type: ElementType, dims: readonly number[]): Ort.Tensor {
    return this.slot(key, type, dims).tensor;
  }

  /** Waits for the steps so far, then copies `count` bytes of an output from `offset` on. */
  async read(key: string, offset: number, count: number): Promise<ArrayBuffer> {
    const { buffer } = this.slots.get(key)!;
    // copies go by four bytes
    const from = offset - (offset % 4);
    const size = roundUp(offset + count - from, 4);
    if (!this.staging || this.staging.size < size) {
      this.staging?.destroy();
      this.staging = this.device.createBuffer({
        size: grown(size),
        usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
      });
    }
    const { staging } = this;
    const encoder = this.device.createCommandEncoder();
    encoder.copyBufferToBuffer(buffer, from, staging, 0, size);
    this.device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ, 0, size);
    const values = staging.getMappedRange(0, size).slice(offset - from, offset - from + count);
    staging.unmap();
    return values;
  }

  dispose(): void {
    for (const { buffer } of this.slots.values()) buffer.destroy();
    this.slots.clear();
    this.staging?.destroy();
    this.staging = null;
  }

  private slot(key: string, type: ElementType, dims: readonly number[]): Slot {
    const known = this.slots.get(key);
    if (known && isSame(known.dims, dims)) return known;
    const size = roundUp(
      dims.reduce((product, dim) => product * dim, TYPES[type]),
      4,
    );
    let buffer = known?.buffer;
    if (!buffer || buffer.size < size) {
      buffer?.destroy();
      buffer = this.device.createBuffer({
        size: grown(size),
        usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
      });
    }
    const tensor = this.runtime.Tensor.fromGpuBuffer(buffer, { dataType: type, dims: [...dims] });
    const slot: Slot = { buffer, tensor, dims: [...dims], source: null };
    this.slots.set(key, slot);
    return slot;
  }
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

/** With room for a few more rows or tokens: powers of two waste half at most, and large ones grow by an eighth. */
function grown(size: number): number {
  if (size < 65_536) return 2 ** Math.ceil(Math.log2(Math.max(size, 16)));
  return roundUp(size + size / 8, 256);
}

function roundUp(size: number, unit: number): number {
  return Math.ceil(size / unit) * unit;
}
