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
import { isRunning } from '../selectors.ts';
import { type ActionContext, updateSlice } from './context.ts';
import { createJobLocks, type JobLocks } from './jobLocks.ts';
import { createJobNews, type JobNews } from './jobNews.ts';
import { createRunReports, type JobRun, newRun } from './jobRun.ts';
import { createJobTabs } from './jobTabs.ts';

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
  const tabs = createJobTabs(context, locks, news, (id) => current?.id === id);
  const reports = createRunReports(jobOf, change);
  let current: JobRun | null = null;
  let holds = 0;
  let isPageAnswering = false;
  /** jobs that were cut off when the model was lost, and go on when it is back */
  const cutOff = new Set<string>();

  const isHeld = (): boolean => holds > 0 || isRunning(store.getState());

  function jobOf(id: string): Job | null {
    return findJob(store.getState().jobs, id);
  }

  function change(id: string, parts: Partial<Job>): void {
    if (!jobOf(id)) return;
    updateSlice(store, 'jobs', (jobs) => withChange(jobs, id, parts));
    tabs.changed(id);
  }

  /** As `change`, kept at once: what the user does must outlive a reload that follows. */
  function settle(id: string, parts: Partial<Job>): void {
    change(id, parts);
    void tabs.letGo(id);
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
    const { id, kind, input, model } = job;
    const each = newRun(job);
    current = each;
    try {
      if (!(await tabs.claim(id))) return;
      // another tab may have gone on with it since this one read it
      if (await tabs.catchUp(id)) {
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
        signal: each.abort.signal,
        onUpdate: (update) => reports.take(each, { update }),
        onProgress: (progress) => reports.take(each, { ...progress }),
        onToken: () => {
          each.newTokens += 1;
          reports.take(each, {});
        },
      });
      reports.show(each);
      if (jobOf(id)?.phase !== 'cancelled')
        settle(id, { ...AT_REST, phase: 'done', pauseReason: null, result });
    } catch (error) {
      reports.show(each);
      if (isWorkerEnd(error)) cutOff.add(id);
      if (!each.isStopped) settle(id, { ...AT_REST, ...failure(error) });
    } finally {
      current = null;
      const rested = jobOf(id);
      if (rested && !isInOtherTab(rested)) change(id, AT_REST);
      prune();
      pump();
      void tabs.letGo(id);
    }
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

  /** What another tab has is only taken from view. */
  function remove(id: string): void {
    const job = jobOf(id);
    stopRun(id);
    updateSlice(store, 'jobs', (jobs) => withoutJob(jobs, id));
    if (!job || isInOtherTab(job)) return;
    tabs.forget(id);
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
    readJobs: tabs.read,
    startJob(kind, input, { title, vectorIds = [], isUrgent = false }) {
      dismissJobs();
      const id = newId();
      const job = newJob({ id, kind, title, input, vectorIds, isUrgent, createdAt: Date.now() });
      updateSlice(store, 'jobs', (jobs) => withJob(jobs, job));
      settle(id, {});
      void tabs.claim(id).then(() => tabs.announce(id));
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
      void tabs.announce(id);
      prune();
    },
    pauseJob: (id) => pause(id, 'user'),
    resumeJob(id) {
      const job = jobOf(id);
      const canGoOn = job?.phase === 'paused' || job?.phase === 'failed' || job?.phase === 'cancelled';
      if (!job || !canGoOn || isInOtherTab(job)) return;
      change(id, WAITING);
      void tabs.claim(id);
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
