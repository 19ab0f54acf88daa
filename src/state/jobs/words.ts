/** Jobs in the words of the page. */
import { errorSentence } from '../alert.ts';
import { formatSeconds } from '../format.ts';
import { isFinished, isInOtherTab, type Job, type JobsState, pauseWords } from './jobs.ts';

export interface ShownJob {
  job: Job;
  /** how many others run or wait */
  others: number;
}

/** The job that the progress bar is about: what runs, else what could, else what ended last. Null: nothing to show. */
export function shownJob({ list }: JobsState): ShownJob | null {
  const shown = list.filter(({ isDismissed }) => !isDismissed);
  const open = shown.filter((job) => !isFinished(job));
  const job =
    open.find(({ phase }) => phase === 'running') ??
    open.find(({ phase }) => phase === 'queued') ??
    open.findLast((each) => each.phase === 'paused' && !isInOtherTab(each)) ??
    open.findLast(isInOtherTab) ??
    shown.at(-1);
  return job ? { job, others: open.filter((each) => each !== job).length } : null;
}

/** `34 of 104 answers · 41 tok/s · 2 min left`, or why it does not go on. */
export function jobText(job: Job): string {
  const { phase, error, elapsedMs, newTokens } = job;
  switch (phase) {
    case 'queued':
      return 'Waits for its turn.';
    case 'running':
      return runningText(job);
    case 'paused':
      // how far it is by now, only the other tab knows
      return isInOtherTab(job)
        ? pauseWords(job)
        : [countText(job), pauseWords(job)].filter(Boolean).join(' · ');
    case 'done':
      return `Done in ${formatSeconds(elapsedMs / 1000)}, ${countWords(newTokens)} generated.`;
    case 'failed':
      return errorSentence(error ? new Error(error.message) : new Error('it failed'));
    case 'cancelled':
      return 'Cancelled. What was generated is kept, so that it can go on.';
  }
}

function runningText(job: Job): string {
  const { tokensPerSecond, remainingMs } = job;
  const parts = [
    countText(job) || 'Starting',
    tokensPerSecond === null ? '' : `${tokensPerSecond.toFixed(tokensPerSecond < 10 ? 1 : 0)} tok/s`,
    remainingMs === null ? '' : `${formatRemaining(remainingMs)} left`,
  ];
  return parts.filter(Boolean).join(' · ');
}

function countText({ done, total, unit }: Job): string {
  if (total === 0) return '';
  return unit === 'percent' ? `${done} percent` : `${done} of ${total} ${unit}`;
}

const countWords = (tokens: number): string =>
  `${tokens.toLocaleString('en-US')} ${tokens === 1 ? 'token' : 'tokens'}`;

/** In steps that do not flicker: of five seconds below a minute, of half a minute below ten, then of minutes. */
export function formatRemaining(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  const step = seconds < 60 ? 5 : seconds < 600 ? 30 : 60;
  return formatSeconds(Math.max(step, Math.ceil(seconds / step) * step));
}

/** What a screen reader is told: changes when something begins or ends, and at every quarter of the way. */
export function jobAnnouncement({ job }: ShownJob): string {
  const { title, phase, done, total, unit, remainingMs } = job;
  if (phase !== 'running') return `${title}: ${jobText(job)}`;
  if (total === 0) return `${title} started.`;
  const quarter = Math.floor((4 * done) / total);
  if (quarter === 0) return `${title} started, ${total} ${unit}.`;
  const left = remainingMs === null ? '' : `, ${formatRemaining(remainingMs)} left`;
  return `${title}: ${quarter * 25} percent${left}.`;
}

/** Two announcements with the same key say the same. */
export function announcementKey({ job }: ShownJob): string {
  const { id, phase, pauseReason, done, total } = job;
  return [id, phase, pauseReason, total > 0 ? Math.floor((4 * done) / total) : 0].join();
}
