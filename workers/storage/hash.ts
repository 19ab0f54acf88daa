/** SHA-256 of a file that is never in memory as a whole, which the browser's own digest cannot do. */
import { createSHA256 } from 'hash-wasm';
import { TillerError } from '../../src/core/errors.ts';
import { inTime } from '../stallClock.ts';
import { yieldToMessages } from '../yieldToMessages.ts';
import { ANSWER_MS, noAnswer } from './carefulStore.ts';
import type { ByteReader } from './fileStore.ts';

/** Bytes hashed at a time, some 10 ms of work: between two slices downloads and messages get their turn. */
const SLICE_BYTES = 4 << 20;

/**
 * @param onBytes hears of each slice's length
 * @returns lower-case hexadecimal
 * @throws TillerError `aborted`, or `storage_failed` where the browser does not go on
 */
export async function hashFile(
  reader: ByteReader,
  { onBytes, signal }: { onBytes?: (count: number) => void; signal?: AbortSignal | undefined } = {},
): Promise<string> {
  const hasher = await answered(createSHA256());
  const slice = new Uint8Array(Math.min(SLICE_BYTES, reader.sizeBytes));
  for (let at = 0; at < reader.sizeBytes; at += slice.length) {
    if (signal?.aborted) throw new TillerError('aborted', 'checking the files was cancelled');
    const part = slice.subarray(0, Math.min(slice.length, reader.sizeBytes - at));
    reader.read(part, at);
    hasher.update(part);
    onBytes?.(part.length);
    await answered(yieldToMessages());
  }
  return hasher.digest('hex');
}

function answered<T>(step: Promise<T>): Promise<T> {
  return inTime(step, ANSWER_MS, () => noAnswer('checking a file', ANSWER_MS));
}
