/**
 * The one owner of long work. One job runs, the others wait in line. A job stops when its signal fires, keeps what was
 * generated, and goes on by being run again. While the page answers on the playground, or does other short work, the
 * running job gives way and then goes on by itself. What runs or waits in another tab is left alone here.
 */
import { isWorkerEnd } from '../../client/index.ts';
import { TillerError } from '../../core/errors.ts';
import type { AnswerStore } from '../../lab/answers.ts';
import type { JobInput, JobKind, JobOptions, JobResult } from '../../lab/jobs.ts';
import { answerStore } from '../../storage/index.ts';
import {
  AT_REST,
  findJob,
  goesOnByItself,
  IN_OTHER_TAB,
  isFinished,
  isInOtherTab,
  isJobOf,
  type Job,
  jobModel,
  modelProblem,
  newJob,
  nextInLine,
  type PauseReason,
  surplusJobs,
  withChange,
  withJob,
  withoutJob,
} from '../jobs/jobs.ts';
import { type RunMeter, runNumbers, startMeter, withReport } from '../jobs/progress.ts';
import { isRunning } from '../selectors.ts';
import { type ActionContext, updateSlice } from './context.ts';
import { createJobKeeper } from './jobKeeper.ts';
import { createJobLocks, type JobLocks } from './jobLocks.ts';
import { createJobNews, type JobNews } from './jobNews.ts';

export interface JobActions {
  /** Reads the jobs of earlier visits. Those that were interrupted are paused. */
  readJobs(): Promise<void>;
  /**
   * Puts a job in line, or in the place of the one that runs, which then goes on afterwards.
   * @returns its id
   */
  startJob<K extends JobKind>(
    kind: K,
    input: JobInput<K>,
    options: { title: string; vectorIds?: readonly string[]; isUrgent?: boolean },
  ): string;
  /** A result that came from elsewhere, in the place of a job's own, or as a job that is done already. */
  putResult<K extends JobKind>(
    kind: K,
    input: JobInput<K>,
    result: JobResult<K>,
    options: { id?: string; title: string; vectorIds?: readonly string[] },
  ): void;
  pauseJob(id: string): void;
  /** Goes on with a paused, failed or cancelled job. */
  resumeJob(id: string): void;
  cancelJob(id: string): void;
  /** Forgets the job; its answers stay known. */
  removeJob(id: string): void;
  /** Takes what has ended off the progress bar; results stay. */
  dismissJobs(): void;
  /**
   * The job's result. Waits as long as the job is paused.
   * @throws TillerError what the job failed with; `aborted` when it was cancelled or removed; `bad_request` for an id
   *   that is no job of this kind
   */
  waitForJob<K extends JobKind>(kind: K, id: string): Promise<JobResult<K>>;
  /** Other work with the model, for which the running job gives way until it is done. */
  whileJobsWait<T>(work: () => Promise<T>): Promise<T>;
  /** Pauses what runs because its model goes away. */
  pauseForModel(): void;
}

/** Does the work of a job; `tasks.ts` of the lab, except in tests. */
export type RunJob = <K extends JobKind>(
  kind: K,
  input: JobInput<K>,
  store: AnswerStore,
  options: JobOptions<K>,
) => Promise<JobResult<K>>;

/** In line again, after a rest or an end. */
const WAITING = {
  phase: 'queued',
  pauseReason: null,
  error: null,
  isDismissed: false,
} satisfies Partial<Job>;

/** Drawing a chart at every frame would take from the model what it counts: milliseconds between two looks. */
const SHOW_EVERY_MS = 200;

interface Run {
  id: string;
  abort: AbortController;
  meter: RunMeter;
  /** what the job had when the run began */
  before: Pick<Job, 'newTokens' | 'elapsedMs'>;
  newTokens: number;
  /** what the page has not seen yet; null when it has seen all */
  unseen: Partial<Job> | null;
  /** the phase was set by whoever stopped the run */
  isStopped: boolean;
}

export function createJobActions(
  context: ActionContext,
  run: RunJob = async (kind, input, answers, options) => {
    const { runTask } = await import('../../lab/tasks.ts');
    return runTask(kind, input, context.tiller, answers, options);
  },
  locks: JobLocks = createJobLocks(),
  news: JobNews = createJobNews(),
): JobActions {
  const { store, tiller, database } = context;
  const keeper = createJobKeeper(context, locks, (id) => void catchUp(id));
  let current: Run | null = null;
  let holds = 0;
  let isPageAnswering = false;
  /** jobs that were cut off when the model was lost, and go on when it is back */
  const cutOff = new Set<string>();
  /** jobs of other tabs that are waited for */
  const followed = new Set<string>();
  let showTimer: ReturnType<typeof setTimeout> | undefined;

  const jobOf = (id: string): Job | null => findJob(store.getState().jobs, id);
  const isHeld = (): boolean => holds > 0 || isRunning(store.getState());

  function change(id: string, parts: Partial<Job>): void {
    if (!jobOf(id)) return;
    updateSlice(store, 'jobs', (jobs) => withChange(jobs, id, parts));
    keeper.changed(id);
  }

  /** As `change`, kept at once: what the user does must outlive a reload that follows. */
  function settle(id: string, parts: Partial<Job>): void {
    change(id, parts);
    void letGo(id);
  }

  /** Keeps other tabs off a job until it is at rest. @returns false: one of them has it already */
  async function claim(id: string): Promise<boolean> {
    if (await locks.hold(id)) return true;
    leaveToOther(id);
    return false;
  }

  /** Lets other tabs have a job that does not go on here by itself, once they can read how far it is. */
  async function letGo(id: string): Promise<void> {
    await keeper.flush();
    const job = jobOf(id);
    const isBusy = current?.id === id || (job !== null && goesOnByItself(job));
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
      .then(() => catchUp(id));
  }

  /** @returns whether another tab had written about the job */
  async function catchUp(id: string): Promise<boolean> {
    // looked at first: a job that nobody holds has been written to its end
    const elsewhere = await locks.heldElsewhere();
    const isNews = await keeper.catchUp(id);
    if (elsewhere.has(id)) leaveToOther(id);
    return isNews;
  }

  /** Starts the next in line when nothing runs and nothing holds it up. A model that is being loaded is waited for. */
  function pump(): void {
    if (current || isHeld()) return;
    const job = nextInLine(store.getState().jobs);
    if (!job || store.getState().model.phase === 'loading') return;
    const problem = modelProblem(job, tiller.model);
    if (problem) {
      settle(job.id, { phase: 'paused', pauseReason: problem });
      pump();
      return;
    }
    void start(job);
  }

  async function start(job: Job): Promise<void> {
    const { id, kind, input, newTokens, elapsedMs, model } = job;
    const abort = new AbortController();
    const each: Run = {
      id,
      abort,
      meter: startMeter(performance.now()),
      before: { newTokens, elapsedMs },
      newTokens: 0,
      unseen: null,
      isStopped: false,
    };
    current = each;
    try {
      if (!(await claim(id))) return;
      // another tab may have gone on with it since this one read it
      if (await keeper.catchUp(id)) {
        if (!each.isStopped && jobOf(id)?.phase !== 'done') change(id, WAITING);
        return;
      }
      if (each.isStopped || !jobOf(id)) return;
      const info = tiller.model;
      settle(id, {
        phase: 'running',
        pauseReason: null,
        error: null,
        model: model ?? (info && jobModel(info)),
      });
      // the kind says what the input is: a record holds both as `startJob` was given them
      const result = await run(kind, input as JobInput<typeof kind>, answerStore(await database()), {
        signal: abort.signal,
        onUpdate: (update) => see(each, { update }),
        onProgress: (progress) => see(each, { ...progress }),
        onToken: () => {
          each.newTokens += 1;
          see(each, {});
        },
      });
      show(each);
      if (jobOf(id)?.phase !== 'cancelled')
        settle(id, { ...AT_REST, phase: 'done', pauseReason: null, result });
    } catch (error) {
      show(each);
      if (isWorkerEnd(error)) cutOff.add(id);
      if (!each.isStopped) settle(id, { ...AT_REST, ...failure(error) });
    } finally {
      current = null;
      const rested = jobOf(id);
      if (rested && !isInOtherTab(rested)) change(id, AT_REST);
      prune();
      pump();
      void letGo(id);
    }
  }

  /** Takes a report in; the page sees it a little later. */
  function see(each: Run, parts: Partial<Job>): void {
    each.unseen = { ...each.unseen, ...parts };
    showTimer ??= setTimeout(() => show(each), SHOW_EVERY_MS);
  }

  function show(each: Run): void {
    clearTimeout(showTimer);
    showTimer = undefined;
    const { unseen, id } = each;
    const job = jobOf(id);
    if (!unseen || !job) return;
    each.unseen = null;
    const now = performance.now();
    const { done, total } = { ...job, ...unseen };
    each.meter = withReport(each.meter, { done, total, newTokens: each.newTokens }, now);
    change(id, {
      ...unseen,
      ...(job.phase === 'running' ? runNumbers(each.meter, now) : AT_REST),
      newTokens: each.before.newTokens + each.newTokens,
      elapsedMs: each.before.elapsedMs + (now - each.meter.startedAt),
    });
  }

  /** Ends the run in progress, if it is this job's; the phase that it gets is the caller's. */
  function stopRun(id: string): void {
    if (current?.id !== id) return;
    current.isStopped = true;
    current.abort.abort();
  }

  function pause(id: string, pauseReason: PauseReason): void {
    const phase = jobOf(id)?.phase;
    if (phase !== 'running' && phase !== 'queued') return;
    stopRun(id);
    settle(id, { ...AT_REST, phase: 'paused', pauseReason });
  }

  function hold(): void {
    if (current && !current.isStopped) pause(current.id, 'playground');
  }

  function release(): void {
    if (isHeld()) return;
    for (const { id, pauseReason, phase } of store.getState().jobs.list) {
      if (phase === 'paused' && pauseReason === 'playground')
        change(id, { phase: 'queued', pauseReason: null });
    }
    pump();
  }

  /** With what the loss of the model cut off. */
  function goOn(): void {
    for (const id of cutOff) {
      const job = jobOf(id);
      if (job?.phase === 'paused' && job.pauseReason === 'workerDied') change(id, WAITING);
    }
    cutOff.clear();
  }

  /** Other tabs look when there is something to read, and its lock says whose it is. */
  async function tell(id: string): Promise<void> {
    await keeper.flush();
    news.announce({ id, what: 'added' });
  }

  /** What another tab has is only taken from view. */
  function remove(id: string): void {
    const job = jobOf(id);
    stopRun(id);
    updateSlice(store, 'jobs', (jobs) => withoutJob(jobs, id));
    if (!job || isInOtherTab(job)) return;
    void keeper.forget(id).then(() => news.announce({ id, what: 'removed' }));
    void letGo(id);
  }

  function dismissJobs(): void {
    for (const job of store.getState().jobs.list) {
      // not written: on the next visit it is no news anyway
      if (isFinished(job) && !job.isDismissed) {
        updateSlice(store, 'jobs', (jobs) => withChange(jobs, job.id, { isDismissed: true }));
      }
    }
  }

  function prune(): void {
    for (const { id } of surplusJobs(store.getState().jobs)) remove(id);
  }

  async function readJobs(): Promise<void> {
    await keeper.read(await locks.heldElsewhere());
    for (const job of store.getState().jobs.list) if (isInOtherTab(job)) leaveToOther(job.id);
  }

  // Another tab has a new job, or has removed one.
  news.listen(({ id, what }) => {
    if (what === 'added' && !jobOf(id)) void readJobs();
    if (what === 'removed' && !locks.isHeld(id)) updateSlice(store, 'jobs', (jobs) => withoutJob(jobs, id));
  });

  store.subscribe((state, before) => {
    if (isRunning(state) !== isPageAnswering) {
      isPageAnswering = isRunning(state);
      if (isPageAnswering) hold();
      else release();
    }
    if (state.model.phase !== before.model.phase) {
      if (state.model.phase === 'ready') goOn();
      pump();
    }
  });

  return {
    readJobs,
    startJob(kind, input, { title, vectorIds = [], isUrgent = false }) {
      dismissJobs();
      const id = newId();
      const job = newJob({ id, kind, title, input, vectorIds, isUrgent, createdAt: Date.now() });
      updateSlice(store, 'jobs', (jobs) => withJob(jobs, job));
      settle(id, {});
      void claim(id).then(() => tell(id));
      if (isUrgent && current && !current.isStopped) {
        stopRun(current.id);
        settle(current.id, { ...AT_REST, phase: 'queued' });
      }
      pump();
      return id;
    },
    putResult(kind, input, result, { id = newId(), title, vectorIds = [] }) {
      const done = { phase: 'done', pauseReason: null, error: null, result, isDismissed: true } as const;
      if (!jobOf(id)) {
        const job = newJob({ id, kind, title, input, vectorIds, createdAt: Date.now() });
        updateSlice(store, 'jobs', (jobs) => withJob(jobs, job));
      }
      stopRun(id);
      settle(id, { ...AT_REST, ...done });
      void tell(id);
      prune();
    },
    pauseJob: (id) => pause(id, 'user'),
    resumeJob(id) {
      const job = jobOf(id);
      const canGoOn = job?.phase === 'paused' || job?.phase === 'failed' || job?.phase === 'cancelled';
      if (!job || !canGoOn || isInOtherTab(job)) return;
      change(id, WAITING);
      void claim(id);
      pump();
    },
    cancelJob(id) {
      const job = jobOf(id);
      if (!job || isFinished(job) || isInOtherTab(job)) return;
      stopRun(id);
      settle(id, { ...AT_REST, phase: 'cancelled', pauseReason: null });
    },
    removeJob: remove,
    dismissJobs,
    waitForJob: (kind, id) =>
      new Promise((resolve, reject) => {
        const look = (): boolean => {
          const job = jobOf(id);
          if (!job) reject(new TillerError('aborted', 'the job was removed.'));
          else if (!isJobOf(job, kind)) {
            reject(new TillerError('bad_request', `job ${id} is of kind ${job.kind}, not ${kind}.`));
          } else if (job.phase === 'cancelled') reject(new TillerError('aborted', 'the job was cancelled.'));
          else if (job.phase === 'failed' && job.error) reject(TillerError.fromData(job.error));
          else if (job.phase === 'done' && job.result !== null) resolve(job.result);
          else return false;
          return true;
        };
        if (look()) return;
        const stop = store.subscribe(() => {
          if (look()) stop();
        });
      }),
    async whileJobsWait(work) {
      holds += 1;
      hold();
      try {
        return await work();
      } finally {
        holds -= 1;
        release();
      }
    },
    pauseForModel() {
      if (current && !current.isStopped) pause(current.id, 'model');
    },
  };
}

/** How a run that nobody stopped ended. */
function failure(error: unknown): Partial<Job> {
  const data = TillerError.toData(error);
  if (isWorkerEnd(error)) return { phase: 'paused', pauseReason: 'workerDied' };
  if (data.code === 'model_not_loaded') return { phase: 'paused', pauseReason: 'noModel' };
  return { phase: 'failed', pauseReason: null, error: data };
}

function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
