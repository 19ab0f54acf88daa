/**
 * Which tab a job belongs to. While a job runs, or will go on by itself, its tab holds the Web Lock `tiller-job-<id>`:
 * no other tab runs it or writes about it. The browser frees the lock when the tab is closed or reloaded.
 *
 * Where there are no Web Locks (pages that are not served securely) nothing keeps two tabs from running the same job:
 * each then generates for itself, and the last one to write is believed.
 */

export interface JobLocks {
  /** Asking again for what is held changes nothing. @returns false: another tab has it */
  hold(id: string): Promise<boolean>;
  isHeld(id: string): boolean;
  release(id: string): void;
  /** Of the jobs that other tabs hold now. */
  heldElsewhere(): Promise<ReadonlySet<string>>;
  /** Resolves as soon as no tab holds it. */
  whenFree(id: string): Promise<void>;
}

export type LockSource = Pick<LockManager, 'request' | 'query'>;

interface OwnLock {
  isHeld: boolean;
  isGranted: Promise<boolean>;
  release: () => void;
}

/** For a page that is refused locks, as a sandboxed frame is: it goes on as if there were none. */
const NOTHING_HELD: LockManagerSnapshot = {};

const PREFIX = 'tiller-job-';
/** Milliseconds: another tab that only looks whether a lock is free has it for less. */
const PATIENCE_MS = 300;

export function createJobLocks(source: LockSource | undefined = globalThis.navigator?.locks): JobLocks {
  return source ? webLocks(source) : NO_LOCKS;
}

function webLocks(source: LockSource): JobLocks {
  /** what this tab has, or asks for */
  const own = new Map<string, OwnLock>();

  function ask(id: string): Promise<boolean> {
    let release = (): void => {};
    // the lock is held until this promise resolves
    const ended = new Promise<void>((resolve) => {
      release = resolve;
    });
    const lock: OwnLock = { isHeld: false, isGranted: Promise.resolve(false), release };
    lock.isGranted = new Promise((resolve) => {
      const grant = (): Promise<void> => {
        lock.isHeld = true;
        resolve(true);
        return ended;
      };
      const signal = AbortSignal.timeout(PATIENCE_MS);
      source.request(PREFIX + id, { signal }, grant).catch(() => {
        if (own.get(id) === lock) own.delete(id);
        // when time is not what ran out, this page is refused locks
        resolve(!signal.aborted);
      });
    });
    own.set(id, lock);
    return lock.isGranted;
  }

  return {
    hold: (id) => own.get(id)?.isGranted ?? ask(id),
    isHeld: (id) => own.get(id)?.isHeld ?? false,
    release(id) {
      own.get(id)?.release();
      own.delete(id);
    },
    async heldElsewhere() {
      const { held = [] } = await source.query().catch(() => NOTHING_HELD);
      const ids = held.flatMap(({ name }) => (name?.startsWith(PREFIX) ? name.slice(PREFIX.length) : []));
      return new Set(ids.filter((id) => !own.has(id)));
    },
    whenFree: async (id) => source.request(PREFIX + id, { mode: 'shared' }, () => {}),
  };
}

const NO_LOCKS: JobLocks = {
  hold: async () => true,
  isHeld: () => true,
  release: () => {},
  heldElsewhere: async () => new Set(),
  whenFree: async () => {},
};
