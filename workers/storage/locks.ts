/** Keeps tabs out of each other's way: one lock a model, shared by those that read it, exclusive for who writes. */
import { TillerError } from '../../src/core/errors.ts';

export interface LockOptions {
  mode: 'shared' | 'exclusive';
  signal?: AbortSignal | undefined;
  /** gives up at once instead of waiting */
  ifAvailable?: boolean;
}

/** Frees the lock; more than one call is one. */
export type Release = () => void;

/** The part of `navigator.locks` that is used. */
export interface LockSource {
  request(
    name: string,
    options: { mode: 'shared' | 'exclusive'; signal?: AbortSignal; ifAvailable?: boolean },
    work: (lock: unknown) => Promise<void> | undefined,
  ): Promise<unknown>;
}

/**
 * @param locks null where there are none (no secure context), and so nothing that two tabs could share
 * @returns null when `ifAvailable` and another holds it
 * @throws TillerError `aborted` when the signal fires first
 */
export function acquireLock(
  locks: LockSource | null,
  key: string,
  { mode, signal, ifAvailable }: LockOptions,
): Promise<Release | null> {
  if (!locks) return Promise.resolve(() => {});
  return new Promise((resolve, reject) => {
    // A signal and `ifAvailable` exclude each other: nothing is waited for.
    const how = ifAvailable ? { mode, ifAvailable } : { mode, ...(signal ? { signal } : {}) };
    locks
      .request(`tiller-model-${key}`, how, (lock) => {
        if (!lock) {
          resolve(null);
          return undefined;
        }
        return new Promise<void>((release) => resolve(release));
      })
      .catch((error: unknown) => {
        reject(
          signal?.aborted ? new TillerError('aborted', 'cancelled while waiting for another tab') : error,
        );
      });
  });
}
