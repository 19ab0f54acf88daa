/** Web Locks for tests, as far as models use them: shared and exclusive, waiting or not, given up by a signal. */
import type { LockSource } from './locks.ts';

interface Request {
  name: string;
  isShared: boolean;
  grant(): void;
}

export class TestLocks implements LockSource {
  private held: Request[] = [];
  private waiting: Request[] = [];

  request: LockSource['request'] = (name, { mode, signal, ifAvailable }, work) =>
    new Promise((resolve, reject) => {
      const request: Request = {
        name,
        isShared: mode === 'shared',
        grant: () => {
          this.held.push(request);
          void Promise.resolve(work(request)).then(() => {
            this.held = this.held.filter((each) => each !== request);
            this.grantNext();
            resolve(undefined);
          });
        },
      };
      if (ifAvailable && this.isBlocked(request, this.waiting)) {
        void Promise.resolve(work(null)).then(resolve);
        return;
      }
      this.waiting.push(request);
      signal?.addEventListener('abort', () => {
        if (!this.waiting.includes(request)) return;
        this.waiting = this.waiting.filter((each) => each !== request);
        reject(signal.reason);
      });
      this.grantNext();
    });

  /** A request waits for those that hold the name, and for those that asked before. */
  private isBlocked(request: Request, before: Request[]): boolean {
    return [...this.held, ...before].some(
      (other) => other.name === request.name && !(other.isShared && request.isShared),
    );
  }

  private grantNext(): void {
    for (const request of [...this.waiting]) {
      if (this.isBlocked(request, this.waiting.slice(0, this.waiting.indexOf(request)))) continue;
      this.waiting = this.waiting.filter((each) => each !== request);
      request.grant();
    }
  }
}
