/** Keeps the jobs of the page in its database: the newest state of each, about twice a second. */
import { TillerError } from '../../core/errors.ts';
import { type JobStore, jobStore } from '../../storage/index.ts';
import { findJob, type Job, readJob, toStored, withStored } from '../jobs.ts';
import { type ActionContext, updateSlice } from './context.ts';

export interface JobKeeper {
  /** Adds the jobs of earlier visits to the page. */
  read(): Promise<void>;
  /** To be called after a job changed: it is written soon. */
  changed(id: string): void;
  /** Writes at once what waits: what the user does must outlive a reload that follows. */
  flush(): Promise<void>;
  forget(id: string): void;
}

/** Between two writes of a running job, in milliseconds: what is lost at a reload is a glance of progress, no answer. */
const WRITE_EVERY_MS = 500;

export function createJobKeeper({ store, database }: Pick<ActionContext, 'store' | 'database'>): JobKeeper {
  const waiting = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** A store that fails is no reason to stop working: the page says that nothing outlives it. */
  async function attempt(task: (records: JobStore<Job>) => Promise<unknown>): Promise<void> {
    try {
      const opened = await database();
      await task(jobStore(opened, readJob));
      note(opened.notice);
    } catch (error) {
      note(TillerError.toData(error).message);
    }
  }

  function note(notice: string | null): void {
    updateSlice(store, 'jobs', (jobs) => (jobs.notice === notice ? jobs : { ...jobs, notice }));
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const jobs = [...waiting].flatMap((id) => findJob(store.getState().jobs, id) ?? []);
    waiting.clear();
    if (jobs.length > 0)
      await attempt((records) => Promise.all(jobs.map((job) => records.put(toStored(job)))));
  }

  return {
    read: () =>
      attempt(async (records) => {
        const { jobs } = await records.list();
        updateSlice(store, 'jobs', (slice) => withStored(slice, jobs));
      }),
    changed(id) {
      waiting.add(id);
      timer ??= setTimeout(flush, WRITE_EVERY_MS);
    },
    flush,
    forget(id) {
      waiting.delete(id);
      void attempt((records) => records.delete(id));
    },
  };
}
