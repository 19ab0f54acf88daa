/** Fetches one piece of a file, going on where a connection broke, and makes sure that it is a piece of that very file. */
import { TillerError } from '../../src/core/errors.ts';
import { Connection, checkAnswer, readBody } from './connection.ts';
import { contentLength, rangeTotal, validatorOf } from './http.ts';
import { type Patience, TransientFailure, withRetries } from './retry.ts';

export interface Piece {
  path: string;
  url: string;
  start: number;
  end: number;
  /** of the whole file */
  sizeBytes: number;
  /** as earlier pieces of the file had it; null: not known yet */
  validator: string | null;
  /** see `RemoteFile` */
  isPinned: boolean;
}

export interface FetchOptions {
  patience: Patience;
  signal: AbortSignal;
  /** new bytes; negative when some were thrown away */
  onBytes(count: number): void;
  /** hears of each failure that is waited out */
  onWait?: (() => void) | undefined;
}

/** The file is another one than its earlier pieces came from: it has to be fetched from its beginning. */
export class FileChanged extends Error {}

/** The server sends whole files only. */
export class RangesIgnored extends Error {}

/**
 * @returns the bytes, and what to compare later pieces with
 * @throws FileChanged, RangesIgnored, or TillerError `download_failed`, `file_missing`, `file_corrupt`, `model_gated`,
 * `model_not_found`, `aborted`
 */
export async function fetchPiece(
  piece: Piece,
  options: FetchOptions,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; validator: string | null }> {
  const { patience, signal, onBytes, onWait } = options;
  const bytes = new Uint8Array(piece.end - piece.start);
  let filled = 0;
  let { validator } = piece;
  try {
    await withRetries(
      async (onProgress) => {
        validator = await receive({ ...piece, validator }, filled, options, (chunk) => {
          if (filled + chunk.length > bytes.length) throw wrongLength(piece, `more than ${bytes.length}`);
          bytes.set(chunk, filled);
          filled += chunk.length;
          onBytes(chunk.length);
          onProgress();
        });
        if (filled < bytes.length) throw new TransientFailure(wrongLength(piece, String(filled)));
      },
      patience,
      signal,
      onWait,
    );
  } catch (error) {
    onBytes(-filled);
    throw error;
  }
  return { bytes, validator };
}

/** One request for what is missing of the piece. @returns the file's validator */
async function receive(
  piece: Piece,
  filled: number,
  { patience, signal }: FetchOptions,
  onChunk: (chunk: Uint8Array) => void,
): Promise<string | null> {
  const start = piece.start + filled;
  const isWhole = start === 0 && piece.end === piece.sizeBytes;
  const connection = new Connection(signal, patience.stallMs);
  try {
    const response = await connection.request(
      piece,
      isWhole ? {} : { Range: `bytes=${start}-${piece.end - 1}` },
    );
    // 416: the file is shorter than it was.
    if (response.status === 416) throw new FileChanged(piece.path);
    checkAnswer(response, piece);
    if (!isWhole && response.status === 200) throw new RangesIgnored(piece.path);
    const total = isWhole ? contentLength(response) : rangeTotal(response);
    if (total !== null && total !== piece.sizeBytes) throw new FileChanged(piece.path);
    const validator = piece.isPinned ? null : (validatorOf(response) ?? piece.validator);
    if (!piece.isPinned && piece.validator !== null && validator !== piece.validator) {
      throw new FileChanged(piece.path);
    }
    await readBody(response, piece, connection, onChunk);
    return validator;
  } catch (error) {
    throw connection.asAborted(error, piece.path);
  } finally {
    connection.end();
  }
}

function wrongLength(piece: Piece, found: string): TillerError {
  return new TillerError(
    'download_failed',
    `expected ${piece.end - piece.start} bytes of ${piece.path} from ${piece.start} on, found ${found}. Load the model again to go on.`,
    { path: piece.path, url: piece.url, expected: piece.end - piece.start, found },
  );
}
