/** Web Locks for tests, as far as jobs use them: several tabs over one manager. */
import type { LockSource } from './jobLocks.ts';

interface Request {
  name: string;
  tab: LockSource;
  isShared: boolean;
  grant: () => unknown;
  settle: { resolve: (value: unknown) => void; reject: (reason: unknown) => void };
}

const closers = new WeakMap<LockSource, () => void>();

/** Frees what the tab holds, as the browser does when it is closed. */
export function closeTab(tab: LockSource): void {
  closers.get(tab)?.();
}

export function lockManager(): { tab(): LockSource } {
  let held: Request[] = [];
  let waiting: Request[] = [];

  function grantNext(): void {
    for (const request of [...waiting]) {
      const isBlocked = (other: Request) =>
        other.name === request.name && !(other.isShared && request.isShared);
      const isAhead = waiting.slice(0, waiting.indexOf(request)).some(isBlocked);
      if (isAhead || held.some(isBlocked)) continue;
      waiting = waiting.filter((each) => each !== request);
      held.push(request);
      void Promise.resolve(request.grant()).then((value) => {
        request.settle.resolve(value);
        free(request);
      });
    }
  }

  function free(request: Request): void {
    held = held.filter((each) => each !== request);
    grantNext();
  }

  function tab(): LockSource {
    const source = {
      request: (name: string, options: LockOptions, grant: () => unknown) =>
        new Promise((resolve, reject) => {
          const isShared = options.mode === 'shared';
          const request: Request = { name, tab: source, isShared, grant, settle: { resolve, reject } };
          waiting.push(request);
          options.signal?.addEventListener('abort', () => {
            if (!waiting.includes(request)) return;
            waiting = waiting.filter((each) => each !== request);
            reject(options.signal?.reason);
          });
          queueMicrotask(grantNext);
        }),
      query: async () => ({ held: held.map(({ name }) => ({ name })), pending: [] }),
    } as unknown as LockSource;
    closers.set(source, () => {
      held = held.filter((each) => each.tab !== source);
      waiting = waiting.filter((each) => each.tab !== source);
      grantNext();
    });
    return source;
  }

  return { tab };
}
