/**
 * The largest tensor of a model file that holds its weights itself, from some kilobytes of it: a tensor says how long it is
 * before its bytes begin, so that these are stepped over.
 */
import { HEAD_BYTES, type Span, spanAt } from './span.ts';
import type { Bytes } from './wire.ts';

/** A file far away, of which any part can be had. */
export interface RemoteBytes {
  readonly sizeBytes: number;
  /** the bytes from `start` up to `end` */
  read(start: number, end: number): Promise<Bytes>;
}

const MODEL_GRAPH = 7;
const GRAPH_INITIALIZER = 5;

/** First part after a jump; one close behind the one before, as in the long list of nodes, is twice as long. */
const FIRST_BYTES = 1 << 12;
const MOST_BYTES = 1 << 22;

/**
 * @param maxReads parts that may be read, one after the other
 * @returns bytes of the largest initializer, its name and shape included; null when so many parts do not do
 * @throws TillerError `file_corrupt` when the file is no protobuf; what `read` throws
 */
export async function largestTensorBytes(file: RemoteBytes, maxReads: number): Promise<number | null> {
  const ahead = new ReadAhead(file, maxReads);
  let largest = 0;
  for (let at = 0; at < file.sizeBytes; ) {
    const field = await ahead.field(at, file.sizeBytes);
    if (!field) return null;
    if (field.number === MODEL_GRAPH && field.isMessage) {
      // what is left may be too small to hold a larger one
      for (let inner = field.payloadStart; field.end - inner > largest; ) {
        const part = await ahead.field(inner, field.end);
        if (!part) return null;
        if (part.number === GRAPH_INITIALIZER) largest = Math.max(largest, part.end - part.payloadStart);
        inner = part.end;
      }
    }
    at = field.end;
  }
  return largest;
}

class ReadAhead {
  private readonly file: RemoteBytes;
  private readsLeft: number;
  private part: Bytes = new Uint8Array(0);
  private partStart = 0;
  /** of a part, as far as the file goes */
  private length = FIRST_BYTES;

  constructor(file: RemoteBytes, maxReads: number) {
    this.file = file;
    this.readsLeft = maxReads;
  }

  /** @returns null when another part would be needed, and no more may be read */
  async field(start: number, limit: number): Promise<Span | null> {
    const needed = Math.min(HEAD_BYTES, limit - start);
    if (start < this.partStart || start + needed > this.partStart + this.part.length) {
      if (this.readsLeft === 0) return null;
      this.readsLeft -= 1;
      const follows = start < this.partStart + this.part.length + FIRST_BYTES;
      this.length = follows ? Math.min(2 * this.length, MOST_BYTES) : FIRST_BYTES;
      this.part = await this.file.read(start, Math.min(start + this.length, this.file.sizeBytes));
      this.partStart = start;
    }
    const from = start - this.partStart;
    return spanAt(this.part.subarray(from, from + needed), start, limit);
  }
}
