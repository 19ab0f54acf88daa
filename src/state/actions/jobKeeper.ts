/**
 * Keeps the jobs of the page in its database: the newest state of each, about twice a second. Other tabs keep theirs in
 * the same place: whoever holds a job writes about it, and whoever does not, only while nobody else has written since.
 */
import { TillerError } from '../../core/errors.ts';
import { type JobStore, jobStore } from '../../storage/index.ts';
import {
  findJob,
  IN_OTHER_TAB,
  isInOtherTab,
  type Job,
  readJob,
  toStored,
  withNews,
  withStored,
} from '../jobs/jobs.ts';
import { type ActionContext, updateSlice } from './context.ts';
import type { JobLocks } from './jobLocks.ts';

export interface JobKeeper {
  /**
   * Adds the jobs of earlier visits, and of other tabs, to the page.
   * @param elsewhere ids of those that other tabs have
   */
  read(elsewhere: ReadonlySet<string>): Promise<void>;
  /** To be called after a job changed: it is written soon. */
  changed(id: string): void;
  /** Writes at once what waits: what the user does must outlive a reload that follows. */
  flush(): Promise<void>;
  /** Takes over what another tab wrote about a job since. @returns whether there was anything */
  catchUp(id: string): Promise<boolean>;
  forget(id: string): Promise<void>;
}

/** Between two writes of a running job, in milliseconds: what is lost at a reload is a glance of progress, no answer. */
const WRITE_EVERY_MS = 500;

/** @param onStale called for a job about which another tab has written meanwhile; nothing was written here */
export function createJobKeeper(
  { store, database }: Pick<ActionContext, 'store' | 'database'>,
  locks: Pick<JobLocks, 'isHeld'>,
  onStale: (id: string) => void,
): JobKeeper {
  const waiting = new Set<string>();
  /** how often each record had been written when this page saw it last */
  const known = new Map<string, number>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Records are read and written one after the other, so that their counts are those of this page's last step. */
  let latest: Promise<unknown> = Promise.resolve();

  /** A store that fails is no reason to stop working: the page says that nothing outlives it. */
  function attempt<T>(task: (records: JobStore<Job>) => Promise<T>): Promise<T | null> {
    const turn = latest.then(async () => {
      try {
        const opened = await database();
        const done = await task(jobStore(opened, readJob));
        note(opened.notice);
        return done;
      } catch (error) {
        note(TillerError.toData(error).message);
        return null;
      }
    });
    latest = turn;
    return turn;
  }

  function note(notice: string | null): void {
    updateSlice(store, 'jobs', (jobs) => (jobs.notice === notice ? jobs : { ...jobs, notice }));
  }

  /** Nothing for a job that another tab has, or that is gone. */
  async function write(records: JobStore<Job>, id: string): Promise<void> {
    const job = findJob(store.getState().jobs, id);
    if (!job || isInOtherTab(job)) return;
    const count = await records.put(toStored(job), locks.isHeld(id) ? null : (known.get(id) ?? 0));
    if (count === null) onStale(id);
    else known.set(id, count);
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const ids = [...waiting];
    waiting.clear();
    await attempt((records) => Promise.all(ids.map((id) => write(records, id))));
  }

  return {
    read: async (elsewhere) => {
      await attempt(async (records) => {
        const { jobs } = await records.list();
        for (const { job, writes } of jobs) {
          // what the page has already is not read anew: see catchUp
          if (!findJob(store.getState().jobs, job.id)) known.set(job.id, writes);
        }
        const shown = jobs.map(({ job }) => (elsewhere.has(job.id) ? { ...job, ...IN_OTHER_TAB } : job));
        updateSlice(store, 'jobs', (slice) => withStored(slice, shown));
      });
    },
    changed(id) {
      waiting.add(id);
      timer ??= setTimeout(flush, WRITE_EVERY_MS);
    },
    flush,
    catchUp: async (id) => {
      const isNews = await attempt(async (records) => {
        const kept = await records.get(id);
        const before = findJob(store.getState().jobs, id);
        const isOld = (kept?.writes ?? 0) <= (known.get(id) ?? 0);
        if (!before || (isOld && !isInOtherTab(before))) return false;
        known.set(id, kept?.writes ?? 0);
        updateSlice(store, 'jobs', (slice) => withNews(slice, id, kept?.job ?? null));
        return true;
      });
      return isNews ?? false;
    },
    async forget(id) {
      waiting.delete(id);
      known.delete(id);
      await attempt((records) => records.delete(id));
    },
  };
}
