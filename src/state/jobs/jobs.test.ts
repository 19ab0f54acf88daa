import { describe, expect, it } from 'vitest';
import { MODEL_INFO } from '../testValues.ts';
import {
  INITIAL_JOBS,
  type Job,
  jobModel,
  modelProblem,
  newJob,
  nextInLine,
  pauseWords,
  readJob,
  surplusJobs,
  toStored,
  withJob,
  withStored,
} from './jobs.ts';

const job = (parts: Partial<Job> = {}): Job =>
  newJob({ id: 'a', kind: 'evaluation', title: 'French', input: {}, createdAt: 1, ...parts });

const stateOf = (...list: Job[]) => ({ ...INITIAL_JOBS, list });

describe('the line', () => {
  it('takes the oldest that waits, an urgent one first, and nobody else', () => {
    expect(nextInLine(stateOf())).toBeNull();
    expect(nextInLine(stateOf(job({ phase: 'paused' }), job({ phase: 'done' })))).toBeNull();
    expect(nextInLine(stateOf(job({ id: 'a' }), job({ id: 'b' })))?.id).toBe('a');
    expect(nextInLine(stateOf(job({ id: 'a' }), job({ id: 'b', isUrgent: true })))?.id).toBe('b');
  });

  it('keeps thirty finished jobs and lets the oldest go, but none that is open', () => {
    const finished = Array.from({ length: 32 }, (_, index) => job({ id: `${index}`, phase: 'done' }));
    const state = stateOf(job({ phase: 'paused' }), ...finished);
    expect(surplusJobs(state).map(({ id }) => id)).toEqual(['0', '1']);
    expect(surplusJobs(stateOf(...finished.slice(2)))).toEqual([]);
  });
});

describe('a stored job', () => {
  it('comes back as it was, without news of what ended on an earlier visit', () => {
    const done = job({ phase: 'done', result: { answers: [] }, done: 8, total: 8 });
    expect(readJob(toStored(done))).toEqual({ ...done, isDismissed: true });
    const paused = job({ phase: 'paused', pauseReason: 'user', update: { done: 3 } });
    expect(readJob(toStored(paused))).toEqual(paused);
  });

  it.each([
    ['running', null],
    ['queued', null],
    ['paused', 'playground'],
  ] as const)('is paused by the reload when it was %s (%s), its partial result kept', (phase, pauseReason) => {
    const stored = toStored(
      job({ phase, pauseReason, update: { done: 3 }, remainingMs: 5, tokensPerSecond: 9 }),
    );
    expect(readJob(stored)).toMatchObject({
      phase: 'paused',
      pauseReason: 'reload',
      update: { done: 3 },
      remainingMs: null,
      tokensPerSecond: null,
    });
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'job'],
    ['another version', { ...toStored(job()), version: 0 }],
    ['an unknown kind', { ...toStored(job()), kind: 'alchemy' }],
    ['no title', { ...toStored(job()), title: undefined }],
    ['a count that is none', { ...toStored(job()), done: 'many' }],
  ])('is not read from %s', (_, stored) => {
    expect(readJob(stored)).toBeNull();
  });

  it('does not take the place of one that was started meanwhile', () => {
    const state = withJob(INITIAL_JOBS, job({ id: 'b', createdAt: 2 }));
    const read = withStored(state, [
      job({ id: 'a', createdAt: 1 }),
      job({ id: 'b', createdAt: 2, title: 'old' }),
    ]);
    expect(read.list.map(({ id, title }) => [id, title])).toEqual([
      ['a', 'French'],
      ['b', 'French'],
    ]);
  });
});

describe('the model of a job', () => {
  it('has to be the one it was begun with', () => {
    expect(modelProblem(job(), null)).toBe('noModel');
    expect(modelProblem(job(), MODEL_INFO)).toBeNull();
    const begun = job({ model: jobModel(MODEL_INFO) });
    expect(modelProblem(begun, { ...MODEL_INFO })).toBeNull();
    expect(modelProblem(begun, { ...MODEL_INFO, dtype: 'fp32' })).toBe('otherModel');
    expect(modelProblem(begun, { ...MODEL_INFO, id: 'other' })).toBe('otherModel');
  });

  it('is named where it has to be loaded', () => {
    const begun = job({ model: jobModel(MODEL_INFO), phase: 'paused', pauseReason: 'otherModel' });
    expect(pauseWords(begun)).toContain('embedded (q4, wasm)');
    expect(pauseWords(job({ phase: 'paused', pauseReason: 'reload' }))).toBe(
      'Interrupted by a reload; what was generated is kept.',
    );
  });
});
