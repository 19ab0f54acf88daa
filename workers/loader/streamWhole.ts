/** Fetches a file in one go and hands it over in pieces: for servers without byte ranges, or without an announced length. */
import { TillerError } from '../../src/core/errors.ts';
import { Connection, checkAnswer, readBody } from './connection.ts';
import type { WantedFile } from './download.ts';
import { contentLength, validatorOf } from './http.ts';
import { type Patience, TransientFailure, withRetries } from './retry.ts';

export interface StreamOptions {
  patience: Patience;
  pieceBytes: number;
  signal: AbortSignal;
  /** new bytes; negative when some were thrown away */
  onBytes(count: number): void;
  /** hears of each failure that is waited out */
  onWait?: (() => void) | undefined;
  write(at: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** @throws as `fetchPiece`; a broken connection begins anew, for as long as the patience lasts */
export function streamWhole(
  file: WantedFile,
  { patience, pieceBytes, signal, onBytes, onWait, write }: StreamOptions,
): Promise<{ sizeBytes: number; validator: string | null }> {
  return withRetries(
    async () => {
      const connection = new Connection(signal, patience.stallMs);
      const buffer = new Uint8Array(pieceBytes);
      let filled = 0;
      let written = 0;
      const flush = async () => {
        // an empty file is a file, too
        if (filled > 0 || written === 0) await write(written, buffer.slice(0, filled));
        written += filled;
        filled = 0;
      };
      try {
        const response = await connection.request(file);
        checkAnswer(response, file);
        await readBody(response, file, connection, async (chunk) => {
          onBytes(chunk.length);
          for (let at = 0; at < chunk.length; ) {
            const count = Math.min(chunk.length - at, buffer.length - filled);
            buffer.set(chunk.subarray(at, at + count), filled);
            filled += count;
            at += count;
            if (filled === buffer.length) await flush();
          }
        });
        await flush();
        const expected = contentLength(response) ?? file.sizeBytes;
        if (expected !== null && written !== expected) {
          throw new TransientFailure(
            new TillerError(
              'download_failed',
              `expected ${expected} bytes of ${file.path}, found ${written}. Load the model again.`,
              { path: file.path, url: file.url, expected, found: written },
            ),
          );
        }
        return { sizeBytes: written, validator: validatorOf(response) };
      } catch (error) {
        onBytes(-(written + filled));
        throw connection.asAborted(error, file.path);
      } finally {
        connection.end();
      }
    },
    patience,
    signal,
    onWait,
  );
}
