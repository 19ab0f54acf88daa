/** One request of a download: ends when nothing arrives for a while, and tells what may pass from what will not. */
import { TillerError } from '../../src/core/errors.ts';
import { isWebPage, request, statusError } from './http.ts';
import { isTransientStatus, retryAfter, TransientFailure } from './retry.ts';

interface Target {
  path: string;
  url: string;
}

export class Connection {
  private readonly controller = new AbortController();
  private readonly outer: AbortSignal;
  private readonly stallMs: number;
  private readonly abort = () => this.controller.abort();
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** @param outer cancels it as well */
  constructor(outer: AbortSignal, stallMs: number) {
    this.outer = outer;
    this.stallMs = stallMs;
    if (outer.aborted) this.abort();
    outer.addEventListener('abort', this.abort, { once: true });
    this.restartClock();
  }

  /** @throws TransientFailure when there is no answer */
  request({ url }: Target, headers: Record<string, string> = {}): Promise<Response> {
    // The bytes are kept by the storage: the browser's own cache need not hold them a second time.
    return transient(request(url, this.controller.signal, { headers, cache: 'no-store' }));
  }

  restartClock(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.abort, this.stallMs);
  }

  /** Whatever breaks after a cancel broke because of it. */
  asAborted(error: unknown, path: string): unknown {
    return this.outer.aborted
      ? new TillerError('aborted', `the download of ${path} was cancelled`, { path })
      : error;
  }

  end(): void {
    clearTimeout(this.timer);
    this.outer.removeEventListener('abort', this.abort);
    // an answer that nobody reads further
    this.abort();
  }
}

/** @throws TransientFailure for a status that may pass */
export function checkTransient(response: Response, { path, url }: Target): void {
  if (!isTransientStatus(response.status)) return;
  throw new TransientFailure(
    statusError(response, url, path),
    retryAfter(response.headers.get('retry-after')),
  );
}

/**
 * @throws TransientFailure for a status that may pass; TillerError for one that will not, and for a web page where a file
 * should be
 */
export function checkAnswer(response: Response, { path, url }: Target): void {
  checkTransient(response, { path, url });
  if (!response.ok) throw statusError(response, url, path);
  if (!isWebPage(response)) return;
  throw new TillerError(
    'file_corrupt',
    `expected the file ${path} at ${url}, found a web page. Check the address, and whether this network asks for a log-in first.`,
    { path, url, found: 'a web page' },
  );
}

/** @throws TransientFailure when the connection breaks or stalls */
export async function readBody(
  response: Response,
  { path, url }: Target,
  connection: Connection,
  onChunk: (chunk: Uint8Array) => void | Promise<void>,
): Promise<void> {
  const reader = response.body?.getReader();
  if (!reader) {
    throw new TransientFailure(
      new TillerError('download_failed', `expected bytes of ${path}, found an empty answer`, { path, url }),
    );
  }
  for (;;) {
    connection.restartClock();
    const { done, value } = await transient(reader.read());
    if (done) return;
    await onChunk(value);
  }
}

async function transient<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof TillerError && error.code === 'download_failed') throw new TransientFailure(error);
    // A stall is an `aborted` of this connection's own; a refusal is final.
    if (error instanceof TillerError && error.code === 'address_refused') throw error;
    const found = error instanceof Error && !(error instanceof TillerError) ? error.message : 'it stalled';
    throw new TransientFailure(
      new TillerError('download_failed', `the connection broke (${found}). Load the model again to go on.`, {
        found,
      }),
    );
  }
}
