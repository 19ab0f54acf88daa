/** One run of a job, and what the page sees of it: how far it is, how fast, how long it will take. */
import { AT_REST, type Job } from '../jobs/jobs.ts';
import { type RunMeter, runNumbers, startMeter, withReport } from '../jobs/progress.ts';

export interface JobRun {
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

export function newRun({ id, newTokens, elapsedMs }: Job): JobRun {
  return {
    id,
    abort: new AbortController(),
    meter: startMeter(performance.now()),
    before: { newTokens, elapsedMs },
    newTokens: 0,
    unseen: null,
    isStopped: false,
  };
}

export interface RunReports {
  /** Takes a report in; the page sees it a little later. */
  take(run: JobRun, parts: Partial<Job>): void;
  /** Shows at once what the page has not seen. */
  show(run: JobRun): void;
}

/** Drawing a chart at every frame would take from the model what it counts: milliseconds between two looks. */
const SHOW_EVERY_MS = 200;

export function createRunReports(
  jobOf: (id: string) => Job | null,
  change: (id: string, parts: Partial<Job>) => void,
): RunReports {
  let timer: ReturnType<typeof setTimeout> | undefined;

  function show(run: JobRun): void {
    clearTimeout(timer);
    timer = undefined;
    const { unseen, id } = run;
    const job = jobOf(id);
    if (!unseen || !job) return;
    run.unseen = null;
    const now = performance.now();
    const { done, total } = { ...job, ...unseen };
    run.meter = withReport(run.meter, { done, total, newTokens: run.newTokens }, now);
    change(id, {
      ...unseen,
      ...(job.phase === 'running' ? runNumbers(run.meter, now) : AT_REST),
      newTokens: run.before.newTokens + run.newTokens,
      elapsedMs: run.before.elapsedMs + (now - run.meter.startedAt),
    });
  }

  return {
    show,
    take(run, parts) {
      run.unseen = { ...run.unseen, ...parts };
      timer ??= setTimeout(() => show(run), SHOW_EVERY_MS);
    },
  };
}
