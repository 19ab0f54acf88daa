import { describe, expect, it } from 'vitest';
import { INITIAL_JOBS, type Job, newJob } from './jobs.ts';
import { announcementKey, formatRemaining, jobAnnouncement, jobText, shownJob } from './words.ts';

const job = (parts: Partial<Job> = {}): Job =>
  newJob({ id: 'a', kind: 'evaluation', title: 'French', input: {}, createdAt: 1, ...parts });
const shown = (...list: Job[]) => shownJob({ ...INITIAL_JOBS, list });

describe('the job on the progress bar', () => {
  it('is the one that runs, else one that could, else the last that ended', () => {
    expect(shown()).toBeNull();
    const done = job({ id: 'done', phase: 'done' });
    const paused = job({ id: 'paused', phase: 'paused' });
    const queued = job({ id: 'queued' });
    const running = job({ id: 'running', phase: 'running' });
    expect(shown(paused, running, queued, done)).toEqual({ job: running, others: 2 });
    expect(shown(paused, queued, done)).toEqual({ job: queued, others: 1 });
    expect(shown(paused, done)).toEqual({ job: paused, others: 0 });
    const elsewhere = job({ id: 'elsewhere', phase: 'paused', pauseReason: 'otherTab' });
    expect(shown(paused, elsewhere)?.job).toBe(paused);
    expect(shown(elsewhere, done)?.job).toBe(elsewhere);
    expect(shown(done)).toEqual({ job: done, others: 0 });
    expect(shown({ ...done, isDismissed: true })).toBeNull();
  });

  it.each([
    [job(), 'Waits for its turn.'],
    [job({ phase: 'running' }), 'Starting'],
    [
      job({ phase: 'running', done: 34, total: 104, tokensPerSecond: 41.4, remainingMs: 118_000 }),
      '34 of 104 answers · 41 tok/s · 2 min left',
    ],
    [job({ phase: 'paused', pauseReason: 'user', done: 3, total: 8 }), '3 of 8 answers · Paused.'],
    [
      job({ phase: 'paused', pauseReason: 'otherTab', done: 3, total: 8 }),
      'Runs in another tab; what comes of it appears here when it ends there.',
    ],
    [
      job({ phase: 'done', elapsedMs: 61_000, newTokens: 4212 }),
      'Done in 1 min 1 s, 4,212 tokens generated.',
    ],
    [
      job({ phase: 'failed', error: { code: 'storage_full', message: 'the browser gives no room' } }),
      'The browser gives no room.',
    ],
  ])('is described by what matters in its phase %#', (each, text) => {
    expect(jobText(each)).toBe(text);
  });

  it.each([
    [0, '5 s'],
    [6_000, '10 s'],
    [59_000, '1 min'],
    [61_000, '1 min 30 s'],
    [599_000, '10 min'],
    [601_000, '11 min'],
  ])('shows %d milliseconds left as %s', (milliseconds, text) => {
    expect(formatRemaining(milliseconds)).toBe(text);
  });

  it('is announced at its beginning, at every quarter and at its end only', () => {
    const at = (done: number) => ({ job: job({ phase: 'running', done, total: 8 }), others: 0 });
    expect([0, 1, 2, 3, 4].map((done) => announcementKey(at(done)))).toEqual(
      [0, 0, 1, 1, 2].map((quarter) => `a,running,,${quarter}`),
    );
    expect(jobAnnouncement(at(0))).toBe('French started, 8 answers.');
    expect(jobAnnouncement(at(4))).toBe('French: 50 percent.');
  });
});
