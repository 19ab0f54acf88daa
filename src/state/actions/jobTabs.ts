/**
 * The jobs of the page among its tabs. A job belongs to one tab while it runs or will go on by itself; the others show that,
 * and what came of it as soon as that tab lets it go. What this tab has is kept in the database, for the next visit and
 * for them.
 */
import { findJob, goesOnByItself, IN_OTHER_TAB, isInOtherTab, withChange, withoutJob } from '../jobs/jobs.ts';
import { type ActionContext, updateSlice } from './context.ts';
import { createJobKeeper } from './jobKeeper.ts';
import type { JobLocks } from './jobLocks.ts';
import type { JobNews } from './jobNews.ts';

export interface JobTabs {
  /** Reads the jobs of earlier visits, and of other tabs. */
  read(): Promise<void>;
  /** To be called after a job changed: it is kept soon. */
  changed(id: string): void;
  /** Keeps other tabs off a job until it is at rest. @returns false: one of them has it already */
  claim(id: string): Promise<boolean>;
  /** Lets other tabs have a job that does not go on here by itself, once they can read how far it is. */
  letGo(id: string): Promise<void>;
  /** Takes over what another tab wrote about a job since. @returns whether there was anything */
  catchUp(id: string): Promise<boolean>;
  /** Shows a new job to the others. They look when there is something to read, and its lock says whose it is. */
  announce(id: string): Promise<void>;
  /** Forgets a job, in all tabs. */
  forget(id: string): void;
}

/** @param isRunningHere of a job, by its id */
export function createJobTabs(
  context: Pick<ActionContext, 'store' | 'database'>,
  locks: JobLocks,
  news: JobNews,
  isRunningHere: (id: string) => boolean,
): JobTabs {
  const { store } = context;
  const keeper = createJobKeeper(context, locks, (id) => void look(id));
  /** jobs of other tabs that are waited for */
  const followed = new Set<string>();

  const jobOf = (id: string) => findJob(store.getState().jobs, id);

  async function letGo(id: string): Promise<void> {
    await keeper.flush();
    const job = jobOf(id);
    const isBusy = isRunningHere(id) || (job !== null && goesOnByItself(job));
    if (!isBusy) locks.release(id);
  }

  /** Shows that another tab has the job, and what came of it as soon as that tab lets it go. */
  function leaveToOther(id: string): void {
    updateSlice(store, 'jobs', (jobs) => withChange(jobs, id, IN_OTHER_TAB));
    if (followed.has(id)) return;
    followed.add(id);
    void locks
      .whenFree(id)
      .finally(() => followed.delete(id))
      .then(() => look(id));
  }

  /** Whose a job is now, and what it has come to. */
  async function look(id: string): Promise<void> {
    // looked at first: a job that nobody holds has been written to its end
    const elsewhere = await locks.heldElsewhere();
    await keeper.catchUp(id);
    if (elsewhere.has(id)) leaveToOther(id);
  }

  async function read(): Promise<void> {
    await keeper.read(await locks.heldElsewhere());
    for (const job of store.getState().jobs.list) if (isInOtherTab(job)) leaveToOther(job.id);
  }

  // Another tab has a new job, or has removed one.
  news.listen(({ id, what }) => {
    if (what === 'added' && !jobOf(id)) void read();
    if (what === 'removed' && !locks.isHeld(id)) updateSlice(store, 'jobs', (jobs) => withoutJob(jobs, id));
  });

  return {
    read,
    changed: keeper.changed,
    async claim(id) {
      if (await locks.hold(id)) return true;
      leaveToOther(id);
      return false;
    },
    letGo,
    catchUp: keeper.catchUp,
    async announce(id) {
      await keeper.flush();
      news.announce({ id, what: 'added' });
    },
    forget(id) {
      void keeper.forget(id).then(() => news.announce({ id, what: 'removed' }));
      void letGo(id);
    },
  };
}
