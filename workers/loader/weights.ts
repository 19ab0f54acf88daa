/**
 * Weights on their way into the runtime, one tensor at a time: a file of 2 GB never exists as a whole on the JavaScript
 * side. Counts the bytes that the loader holds meanwhile.
 */
import { TillerError } from '../../src/core/errors.ts';
import type { ByteReader } from '../storage/fileStore.ts';

export class Weights {
  /** most bytes in ArrayBuffers of the loader at any one time */
  peakBytes = 0;
  /** what reading failed with; the runtime, in whose call it failed, does not pass it on */
  problem: unknown = null;
  private heldBytes = 0;
  private copiedBytes = 0;
  private scratch = new Uint8Array(0);
  private readonly readers: ByteReader[] = [];

  hold(count: number): void {
    this.heldBytes += count;
    this.peakBytes = Math.max(this.peakBytes, this.heldBytes);
  }

  free(count: number): void {
    this.heldBytes -= count;
  }

  /** A file to be read in parts; it stays open until `close`. */
  open(reader: ByteReader): Uint8Array<ArrayBuffer> {
    this.readers.push(reader);
    return new StreamedFile(reader, this);
  }

  /** Makes room for the largest tensor once, so that growing leaves no smaller buffers behind. */
  reserve(largestBytes: number): void {
    if (this.readers.length === 0 || this.scratch.length >= largestBytes) return;
    this.free(this.scratch.length);
    this.scratch = allocate(largestBytes);
    this.hold(largestBytes);
  }

  /** @returns a view that is good until the next call: the runtime copies it at once */
  view(reader: ByteReader, start: number, end: number): Uint8Array<ArrayBuffer> {
    this.reserve(end - start);
    const part = this.scratch.subarray(0, end - start);
    this.read(reader, part, start);
    return part;
  }

  copy(reader: ByteReader, start: number, end: number): Uint8Array<ArrayBuffer> {
    const part = allocate(end - start);
    this.hold(part.length);
    this.copiedBytes += part.length;
    this.read(reader, part, start);
    return part;
  }

  /** Says that nobody uses the copies made so far any more. */
  forgetCopies(): void {
    this.free(this.copiedBytes);
    this.copiedBytes = 0;
  }

  close(): void {
    for (const reader of this.readers.splice(0)) reader.close();
    this.forgetCopies();
    this.free(this.scratch.length);
    this.scratch = new Uint8Array(0);
  }

  private read(reader: ByteReader, into: Uint8Array, at: number): void {
    try {
      reader.read(into, at);
    } catch (error) {
      this.problem = new TillerError(
        'file_corrupt',
        `the weights cannot be read from this device (${error instanceof Error ? error.message : String(error)}). Delete the stored model and load it again, or choose the folder again.`,
      );
      throw this.problem;
    }
  }
}

/**
 * A file that is read while the runtime asks for it: external data is given as a Uint8Array, of which ONNX Runtime takes
 * one `subarray(start, end)` a tensor and copies it at once. `slice` gives a copy that lasts.
 */
class StreamedFile extends Uint8Array<ArrayBuffer> {
  private readonly reader: ByteReader;
  private readonly weights: Weights;

  constructor(reader: ByteReader, weights: Weights) {
    super(new ArrayBuffer(0));
    this.reader = reader;
    this.weights = weights;
  }

  override get byteLength(): number {
    return this.reader.sizeBytes;
  }

  override get length(): number {
    return this.reader.sizeBytes;
  }

  override subarray(start = 0, end = this.byteLength): Uint8Array<ArrayBuffer> {
    return this.weights.view(this.reader, start, end);
  }

  override slice(start = 0, end = this.byteLength): Uint8Array<ArrayBuffer> {
    return this.weights.copy(this.reader, start, end);
  }
}

export function isStreamed(bytes: Uint8Array): boolean {
  return bytes instanceof StreamedFile;
}

function allocate(sizeBytes: number): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(sizeBytes);
  } catch {
    throw new TillerError(
      'out_of_memory',
      `a tensor needs ${sizeBytes} bytes in one piece, which this browser does not give. ` +
        'Close other tabs, or choose a smaller model or dtype.',
      { expected: sizeBytes },
    );
  }
}
