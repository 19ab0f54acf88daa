import { describe, expect, it } from 'vitest';
import { TillerError } from '../../src/core/errors.ts';
import {
  isTransientStatus,
  type Patience,
  pause,
  retryAfter,
  TransientFailure,
  withRetries,
} from './retry.ts';

const QUICK: Patience = { tries: 3, firstDelayMs: 1, maxDelayMs: 1, maxRetryAfterMs: 50, stallMs: 1000 };
const failure = (retryAfterMs: number | null = null) =>
  new TransientFailure(new TillerError('download_failed', 'no luck'), retryAfterMs);
const never = new AbortController().signal;

describe('Retry-After', () => {
  const now = Date.UTC(2026, 0, 1, 12, 0, 0);
  it.each([
    [null, null],
    ['5', 5000],
    [' 0 ', 0],
    ['Thu, 01 Jan 2026 12:00:30 GMT', 30_000],
    ['Thu, 01 Jan 2026 11:00:00 GMT', 0],
    ['soon', null],
  ])('%j is a pause of %j ms', (value, expected) => {
    expect(retryAfter(value, now)).toBe(expected);
  });
});

describe('a status', () => {
  it.each([408, 425, 429, 500, 502, 503, 504])('%i may pass', (status) => {
    expect(isTransientStatus(status)).toBe(true);
  });
  it.each([200, 206, 301, 400, 401, 403, 404, 410, 416])('%i will not', (status) => {
    expect(isTransientStatus(status)).toBe(false);
  });
});

describe('retries', () => {
  it('end with the first success', async () => {
    let attempts = 0;
    const result = await withRetries(
      async () => {
        attempts += 1;
        if (attempts < 3) throw failure();
        return 'done';
      },
      QUICK,
      never,
    );
    expect([result, attempts]).toEqual(['done', 3]);
  });

  it('give up after as many failures in a row as the patience has, with their own error', async () => {
    let attempts = 0;
    const trying = withRetries(
      async () => {
        attempts += 1;
        throw failure();
      },
      QUICK,
      never,
    );
    await expect(trying).rejects.toMatchObject({ code: 'download_failed', message: 'no luck' });
    expect(attempts).toBe(3);
  });

  it('count anew after progress', async () => {
    let attempts = 0;
    await withRetries(
      async (onProgress) => {
        attempts += 1;
        onProgress();
        if (attempts < 10) throw failure();
      },
      QUICK,
      never,
    );
    expect(attempts).toBe(10);
  });

  it('are not made for what will not pass, nor for a server that wants too long a pause', async () => {
    let attempts = 0;
    const failing = (error: Error) => async () => {
      attempts += 1;
      throw error;
    };
    await expect(
      withRetries(failing(new TillerError('file_missing', 'x')), QUICK, never),
    ).rejects.toMatchObject({
      code: 'file_missing',
    });
    await expect(withRetries(failing(failure(51)), QUICK, never)).rejects.toMatchObject({
      code: 'download_failed',
    });
    expect(attempts).toBe(2);
  });

  it('end at once when they are cancelled, in the middle of a pause', async () => {
    const cancel = new AbortController();
    const patience = { ...QUICK, firstDelayMs: 60_000, maxDelayMs: 60_000 };
    const waiting = withRetries(
      async () => {
        throw failure();
      },
      patience,
      cancel.signal,
    );
    setTimeout(() => cancel.abort(), 5);
    await expect(waiting).rejects.toMatchObject({ code: 'aborted' });
  });

  it('tell of each failure that is waited out, and not of the last one', async () => {
    const heard: string[] = [];
    const trying = withRetries(
      async () => {
        throw failure();
      },
      QUICK,
      never,
      ({ message }) => heard.push(message),
    );
    await expect(trying).rejects.toMatchObject({ code: 'download_failed' });
    expect(heard).toEqual(['no luck', 'no luck']);
  });
});

describe('a pause', () => {
  it('ends when the connection is back, and hears nothing afterwards', async () => {
    const scope = new EventTarget();
    const pausing = pause(60_000, never, scope);
    scope.dispatchEvent(new Event('online'));
    await pausing;
  });
});
