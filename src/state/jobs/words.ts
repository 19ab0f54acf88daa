/** Jobs in the words of the page. */
import { TillerError } from '../../core/errors.ts';
import { decimal, grouped } from '../../text/numbers.ts';
import { inEnglish, t, textOf } from '../../text/text.ts';
import { errorSentence } from '../alert.ts';
import { formatSeconds } from '../format.ts';
import { shownTitles } from '../playground/presets.ts';
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

/** `Layer search: Answer in French`, in the page's language; a title that was made otherwise stays as it is. */
export function jobTitle({ kind, title }: Pick<Job, 'kind' | 'title'>): string {
  const titled = (subject: string) => t(`jobs.title_${kind}`, { subject });
  const [before = '', after = ''] = inEnglish(() => titled('\n')).split('\n');
  if (!title.startsWith(before) || !title.endsWith(after)) return title;
  return titled(shownTitles(title.slice(before.length, title.length - after.length)));
}

/** `34 of 104 answers · 41 tok/s · 2 min left`, or why it does not go on. */
export function jobText(job: Job): string {
  const { phase, error, elapsedMs, newTokens } = job;
  switch (phase) {
    case 'queued':
      return t('jobs.waits');
    case 'running':
      return runningText(job);
    case 'paused':
      // how far it is by now, only the other tab knows
      return isInOtherTab(job)
        ? pauseWords(job)
        : [countText(job), pauseWords(job)].filter(Boolean).join(' · ');
    case 'done':
      return t('jobs.doneIn', { time: formatSeconds(elapsedMs / 1000), tokens: countWords(newTokens) });
    case 'failed':
      return errorSentence(error ? TillerError.fromData(error) : new Error(t('jobs.itFailed')));
    case 'cancelled':
      return t('jobs.cancelled');
  }
}

function runningText(job: Job): string {
  const { tokensPerSecond, remainingMs } = job;
  const parts = [
    countText(job) || t('jobs.starting'),
    tokensPerSecond === null
      ? ''
      : t('playground.speed', { rate: decimal(tokensPerSecond, tokensPerSecond < 10 ? 1 : 0) }),
    remainingMs === null ? '' : t('jobs.left', { time: formatRemaining(remainingMs) }),
  ];
  return parts.filter(Boolean).join(' · ');
}

function countText({ done, total, unit }: Job): string {
  if (total === 0) return '';
  return unit === 'percent'
    ? t('jobs.percent', { done })
    : t('jobs.counted', { done, total, unit: unitText(unit) });
}

const unitText = (unit: string): string => textOf(`jobs.unit_${unit}`, unit);

const countWords = (count: number): string => t('jobs.tokens', { count, number: grouped(count) });

/** In steps that do not flicker: of five seconds below a minute, of half a minute below ten, then of minutes. */
export function formatRemaining(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  const step = seconds < 60 ? 5 : seconds < 600 ? 30 : 60;
  return formatSeconds(Math.max(step, Math.ceil(seconds / step) * step));
}

/** What a screen reader is told: changes when something begins or ends, and at every quarter of the way. */
export function jobAnnouncement({ job }: ShownJob): string {
  const title = jobTitle(job);
  const { phase, done, total, unit, remainingMs } = job;
  if (phase !== 'running') return t('jobs.saidState', { title, state: jobText(job) });
  if (total === 0) return t('jobs.saidStarted', { title });
  const quarter = Math.floor((4 * done) / total);
  if (quarter === 0) return t('jobs.saidStartedWith', { title, total, unit: unitText(unit) });
  const percent = quarter * 25;
  return remainingMs === null
    ? t('jobs.saidPercent', { title, percent })
    : t('jobs.saidPercentLeft', { title, percent, time: formatRemaining(remainingMs) });
}

/** Two announcements with the same key say the same. */
export function announcementKey({ job }: ShownJob): string {
  const { id, phase, pauseReason, done, total } = job;
  return [id, phase, pauseReason, total > 0 ? Math.floor((4 * done) / total) : 0].join();
}
