/** Reads a byte stream into one buffer, of the announced size from the start, so that a large file is held only once. */
import { TillerError } from '../../src/core/errors.ts';
import { StallClock } from '../stallClock.ts';
import { PATIENCE } from './retry.ts';

/** @param total 0 when unknown */
export type OnBytes = (loaded: number, total: number) => void;

interface StreamedFile {
  /** for messages */
  path: string;
  url: string | null;
  /** as announced; null when unknown. Only a hint: a compressed body can be longer. */
  sizeBytes: number | null;
  onBytes?: OnBytes | undefined;
  signal?: AbortSignal | undefined;
  /** how long nothing may come, in milliseconds; default: as in a download */
  stallMs?: number | undefined;
}

/** The part of a ReadableStream that is used, which the stream classes of browsers and of Node share. */
interface ByteStream {
  getReader(): {
    read(): Promise<{ done: true; value?: unknown } | { done: false; value: Uint8Array }>;
    cancel(): Promise<void>;
  };
}

/** First buffer of a file of unknown size, in bytes; it doubles when full. */
const INITIAL_BYTES = 1 << 16;

/** @throws TillerError `aborted`, `download_failed` (the stream broke) or `out_of_memory` */
export async function readStream(stream: ByteStream, file: StreamedFile): Promise<Uint8Array<ArrayBuffer>> {
  const { path, url, sizeBytes, onBytes, signal, stallMs = PATIENCE.stallMs } = file;
  const reader = stream.getReader();
  const stop = () => void reader.cancel().catch(() => {});
  let isStalled = false;
  const clock = new StallClock(stallMs, () => {
    isStalled = true;
    stop();
  });
  signal?.addEventListener('abort', stop, { once: true });
  let buffer = new Uint8Array(0);
  let loaded = 0;
  try {
    buffer = allocate(sizeBytes ?? INITIAL_BYTES, path);
    while (!signal?.aborted) {
      const { done, value } = await reader.read();
      // what was cancelled ends as if it were whole
      if (isStalled) throw new Error('nothing came any more');
      if (done) break;
      clock.restart();
      if (loaded + value.length > buffer.length) {
        const larger = allocate(Math.max(2 * buffer.length, loaded + value.length), path);
        larger.set(buffer.subarray(0, loaded));
        buffer = larger;
      }
      buffer.set(value, loaded);
      loaded += value.length;
      onBytes?.(loaded, sizeBytes === null || loaded > sizeBytes ? 0 : sizeBytes);
    }
  } catch (error) {
    stop();
    if (error instanceof TillerError) throw error;
    if (!signal?.aborted) {
      const found = error instanceof Error ? error.message : String(error);
      throw new TillerError(
        'download_failed',
        `expected ${sizeBytes ?? 'more'} bytes of ${url ?? path}, the stream broke after ${loaded} (${found}). Try again.`,
        { path, url, expected: sizeBytes, found: loaded },
      );
    }
  } finally {
    clock.stop();
    signal?.removeEventListener('abort', stop);
  }
  if (signal?.aborted)
    throw new TillerError('aborted', `the download of ${path} was cancelled`, { path, url });
  // A copy of a short rest keeps the buffer exactly as long as the file, as the runtime takes whole buffers.
  return loaded === buffer.length ? buffer : buffer.slice(0, loaded);
}

function allocate(sizeBytes: number, path: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(sizeBytes);
  } catch {
    throw new TillerError(
      'out_of_memory',
      `${path} needs ${sizeBytes} bytes in one piece, which this browser does not give. ` +
        'Close other tabs, or choose a smaller model or dtype.',
      { path, expected: sizeBytes },
    );
  }
}
