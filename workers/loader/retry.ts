/** When a request is worth repeating, and how long to wait before. */
import { TillerError } from '../../src/core/errors.ts';

export interface Patience {
  /** failures in a row, without a single new byte between them, after which a download gives up */
  tries: number;
  /** before the first repetition; doubles each time, up to `maxDelayMs` */
  firstDelayMs: number;
  maxDelayMs: number;
  /** a server that asks for a longer pause is not waited for */
  maxRetryAfterMs: number;
  /** a connection that delivers nothing for so long is given up */
  stallMs: number;
}

/** Some two minutes of a lost connection in all, as when a laptop moves between networks. */
export const PATIENCE: Patience = {
  tries: 8,
  firstDelayMs: 500,
  maxDelayMs: 30_000,
  maxRetryAfterMs: 120_000,
  stallMs: 30_000,
};

/** For the first questions about a model, while there is nothing to see yet: some two seconds in all. */
export const SHORT_PATIENCE: Patience = { ...PATIENCE, tries: 3, maxRetryAfterMs: 10_000 };

/** A failure that may pass by itself. `retryAfterMs`: what the server asks for; null without a wish. */
export class TransientFailure extends Error {
  readonly retryAfterMs: number | null;
  readonly error: TillerError;

  constructor(error: TillerError, retryAfterMs: number | null = null) {
    super(error.message);
    this.error = error;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Too many requests, time-outs and faults of the server; anything else says the same the next time. */
export function isTransientStatus(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

/** @param value of the header, seconds or a date */
export function retryAfter(value: string | null, now = Date.now()): number | null {
  if (value === null) return null;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/**
 * Runs `attempt` until it succeeds.
 * @param attempt reports progress by returning normally or by `onProgress`, which makes all tries available again
 * @param onWait hears of each failure that is waited out
 * @throws what `attempt` throws, or the last transient failure's own error
 */
export async function withRetries<T>(
  attempt: (onProgress: () => void) => Promise<T>,
  patience: Patience,
  signal: AbortSignal,
  onWait: (failure: TransientFailure) => void = () => {},
): Promise<T> {
  let failures = 0;
  for (;;) {
    try {
      return await attempt(() => {
        failures = 0;
      });
    } catch (failure) {
      if (!(failure instanceof TransientFailure)) throw failure;
      failures += 1;
      const wish = failure.retryAfterMs;
      if (failures >= patience.tries || (wish ?? 0) > patience.maxRetryAfterMs) throw failure.error;
      const backoff = Math.min(patience.firstDelayMs * 2 ** (failures - 1), patience.maxDelayMs);
      onWait(failure);
      // Spread out, so that pieces which failed together do not come back together.
      await pause(wish ?? backoff * (0.75 + Math.random() / 2), signal);
    }
  }
}

/**
 * Ends early when the browser says that its connection is back.
 * @param scope where it says so: a worker's global scope
 * @throws TillerError `aborted` as soon as the signal fires
 */
export function pause(
  durationMs: number,
  signal: AbortSignal,
  scope: Partial<Pick<EventTarget, 'addEventListener' | 'removeEventListener'>> = globalThis,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      scope.removeEventListener?.('online', go);
    };
    const go = () => {
      leave();
      resolve();
    };
    const stop = () => {
      leave();
      reject(new TillerError('aborted', 'the download was cancelled'));
    };
    const timer = setTimeout(go, durationMs);
    scope.addEventListener?.('online', go, { once: true });
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
