/**
 * GPU buffers that were given back, for the next cache of the same size: a run like the one before makes none. A buffer
 * comes out as a new one would, all zeros, so that nothing of another text can be read.
 */

/** Kept for later at most, in bytes; more is freed at once. */
const MAX_KEPT = 256 * 1024 ** 2;

export class BufferPool {
  private readonly device: GPUDevice;
  private readonly free = new Map<number, GPUBuffer[]>();
  private keptBytes = 0;

  constructor(device: GPUDevice) {
    this.device = device;
  }

  /** @param encoder clears a buffer that was used before */
  take(size: number, encoder: GPUCommandEncoder): GPUBuffer {
    const buffer = this.free.get(size)?.pop();
    if (!buffer) {
      return this.device.createBuffer({
        size,
        usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
      });
    }
    this.keptBytes -= size;
    encoder.clearBuffer(buffer);
    return buffer;
  }

  giveBack(buffer: GPUBuffer): void {
    if (this.keptBytes + buffer.size > MAX_KEPT) {
      buffer.destroy();
      return;
    }
    this.keptBytes += buffer.size;
    const same = this.free.get(buffer.size);
    if (same) same.push(buffer);
    else this.free.set(buffer.size, [buffer]);
  }

  clear(): void {
    for (const buffers of this.free.values()) for (const buffer of buffers) buffer.destroy();
    this.free.clear();
    this.keptBytes = 0;
  }
}
