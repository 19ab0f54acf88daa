/**
 * A file that is made while it is read. ONNX Runtime takes external data as a Uint8Array and asks it for one
 * `subarray(start, end)` a tensor, which it copies at once; so the float32 weights of a lowered model never exist as a
 * whole on the JavaScript side.
 */
import { TillerError } from '../../src/core/errors.ts';
import type { Lowering } from '../../src/core/onnx/lower.ts';

export class LoweredFile extends Uint8Array<ArrayBuffer> {
  /** time spent dequantising so far */
  spentMs = 0;
  private readonly lowering: Lowering;
  private readonly onWeights: (done: number, total: number) => void;
  private readonly total: number;
  private done = 0;
  /** reused from tensor to tensor: the runtime has copied the last one by the time it asks again */
  private scratch = new Float32Array(0);

  constructor(lowering: Lowering, onWeights: (done: number, total: number) => void) {
    super(new ArrayBuffer(0));
    this.lowering = lowering;
    this.onWeights = onWeights;
    this.total = lowering.weights.reduce((sum, weight) => sum + weight.count, 0);
  }

  override get byteLength(): number {
    return this.lowering.sizeBytes;
  }

  override subarray(start = 0, end = this.byteLength): Uint8Array<ArrayBuffer> {
    const weight = this.lowering.weights.find(
      (item) => item.offset === start && item.offset + item.length === end,
    );
    if (!weight) {
      throw new TillerError(
        'internal',
        `the runtime asked for bytes ${start} to ${end}, which are no lowered tensor`,
      );
    }
    const startedAt = performance.now();
    if (this.scratch.length < weight.count) this.scratch = new Float32Array(weight.count);
    weight.write(this.scratch);
    this.spentMs += performance.now() - startedAt;
    this.done += weight.count;
    this.onWeights(this.done, this.total);
    return new Uint8Array(this.scratch.buffer, 0, weight.length);
  }
}
