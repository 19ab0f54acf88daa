import { beforeEach, describe, expect, it, vi } from 'vitest';
import { TillerError } from '../../core/errors.ts';
import { MODEL, type ScriptedTiller } from '../../lab/testing.ts';
import { memoryDatabase, type TillerDatabase } from '../../storage/index.ts';
import type { AppState } from '../appState.ts';
import { isJobOf, type Job } from '../jobs/jobs.ts';
import { INPUT, type Page, pageOn, tillerOf, until } from './testJobs.ts';

const setRunning = ({ store }: Page, running: AppState['runs']['running']): void =>
  store.setState(({ runs }) => ({ runs: { ...runs, running } }));

/** Runs on until so many tokens are there, then acts once. */
function atToken(page: Page, count: number, act: () => void): void {
  page.tiller.onGenerated = (generated) => {
    if (generated !== count) return;
    act();
  };
}

/** The database as a page uses it that is closed in mid-work: its jobs never get to say that they stopped. */
function withoutLastWords(database: TillerDatabase): TillerDatabase {
  return {
    ...database,
    update: async (store, key, change) =>
      database.update(store, key, (value) => {
        const changed = change(value);
        return store !== 'jobs' || (changed as Partial<Job>).phase === 'running'
          ? changed
          : (value as object);
      }),
  };
}

let database: TillerDatabase;
let page: Page;
const start = (title = 'French', on = page) => on.actions.startJob('evaluation', INPUT, { title });

beforeEach(() => {
  database = memoryDatabase();
  page = pageOn(database);
});

describe('a job', () => {
  it('goes from the line to its result, with progress on the way', async () => {
    const seen = new Set<string>();
    page.store.subscribe(({ jobs }) => seen.add(jobs.list[0]?.phase ?? 'none'));
    const id = start();
    const result = await page.actions.waitForJob('evaluation', id);
    expect(result.answers).toHaveLength(12);
    expect([...seen]).toEqual(['queued', 'running', 'done']);
    const job = page.job(id);
    expect(job).toMatchObject({ phase: 'done', title: 'French', error: null, remainingMs: null });
    expect(job.newTokens).toBe(page.tiller.generated);
    expect(job.done).toBe(job.total);
    if (isJobOf(job, 'evaluation')) expect(job.result).toEqual(result);
  });

  it('waits for its turn', async () => {
    const first = start('first');
    const second = start('second');
    await until(page, () => page.job(first).phase === 'running');
    expect(page.job(second).phase).toBe('queued');
    await page.actions.waitForJob('evaluation', second);
    expect(page.job(first).phase).toBe('done');
  });

  it('lets an urgent one go first, and goes on afterwards', async () => {
    const first = start('first');
    const finished: string[] = [];
    atToken(page, 20, () => {
      const urgent = page.actions.startJob('evaluation', INPUT, { title: 'urgent', isUrgent: true });
      expect(page.job(first).phase).toBe('queued');
      void page.actions.waitForJob('evaluation', urgent).then(() => finished.push('urgent'));
    });
    await page.actions.waitForJob('evaluation', first);
    expect(finished).toEqual(['urgent']);
  });

  it('fails with what the task says, and can be tried again', async () => {
    const id = page.actions.startJob('evaluation', { ...INPUT, prompts: [] }, { title: 'empty' });
    await expect(page.actions.waitForJob('evaluation', id)).rejects.toMatchObject({ code: 'bad_request' });
    expect(page.job(id)).toMatchObject({ phase: 'failed', error: { code: 'bad_request' } });
    page.actions.resumeJob(id);
    await until(page, () => page.job(id).phase === 'failed');
  });

  it('can be cancelled while it runs and while it waits', async () => {
    const first = start('first');
    const second = start('second');
    const results = Promise.allSettled(
      [first, second].map((id) => page.actions.waitForJob('evaluation', id)),
    );
    page.actions.cancelJob(second);
    atToken(page, 20, () => page.actions.cancelJob(first));
    for (const result of await results) expect(result).toMatchObject({ reason: { code: 'aborted' } });
    const third = start('third');
    await page.actions.waitForJob('evaluation', third);
    expect([first, second].map((id) => page.job(id).phase)).toEqual(['cancelled', 'cancelled']);
  });

  it('is gone when it is removed', async () => {
    const id = start();
    await page.actions.waitForJob('evaluation', id);
    page.actions.removeJob(id);
    expect(page.store.getState().jobs.list).toEqual([]);
    await vi.waitFor(async () => expect(await database.count('jobs')).toBe(0));
  });
});

describe('a job that stops half-way', () => {
  /** What an undisturbed run comes to. */
  async function undisturbed() {
    const other = pageOn(memoryDatabase());
    const result = await other.actions.waitForJob('evaluation', start('French', other));
    return { result, tokens: other.tiller.generated };
  }

  it('goes on after a pause without generating a token twice', async () => {
    const whole = await undisturbed();
    const id = start();
    atToken(page, Math.floor(whole.tokens / 2), () => page.actions.pauseJob(id));
    await until(page, () => page.job(id).phase === 'paused');
    expect(page.job(id).pauseReason).toBe('user');
    page.actions.resumeJob(id);
    expect(await page.actions.waitForJob('evaluation', id)).toEqual(whole.result);
    expect(page.tiller.generated).toBe(whole.tokens);
    expect(page.job(id).newTokens).toBe(whole.tokens);
  });

  it('goes on after a reload, with the same result and no token generated twice', async () => {
    const whole = await undisturbed();
    const left = pageOn(withoutLastWords(database), page.tiller);
    const id = start('French', left);
    atToken(left, Math.floor(whole.tokens / 2), () => left.actions.pauseJob(id));
    await until(left, () => left.job(id).phase === 'paused' && left.job(id).newTokens > 0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const kept = page.tiller.generated;
    expect(kept).toBeLessThan(whole.tokens);

    const again = pageOn(database, page.tiller);
    await again.actions.readJobs();
    expect(again.job(id)).toMatchObject({ phase: 'paused', pauseReason: 'reload', title: 'French' });
    again.actions.resumeJob(id);
    expect(await again.actions.waitForJob('evaluation', id)).toEqual(whole.result);
    expect(page.tiller.generated).toBe(whole.tokens);
    expect(again.job(id).newTokens).toBe(whole.tokens - kept);
  });

  it('gives way while the playground answers, and goes on by itself', async () => {
    const whole = await undisturbed();
    const id = start();
    atToken(page, 20, () => setRunning(page, ['steered']));
    await until(page, () => page.job(id).phase === 'paused');
    expect(page.job(id).pauseReason).toBe('playground');
    setRunning(page, []);
    expect(await page.actions.waitForJob('evaluation', id)).toEqual(whole.result);
    expect(page.tiller.generated).toBe(whole.tokens);
  });

  it('gives way to other work with the model', async () => {
    const id = start();
    await until(page, () => page.job(id).phase === 'running');
    const phase = await page.actions.whileJobsWait(async () => page.job(id).phase);
    expect(phase).toBe('paused');
    await page.actions.waitForJob('evaluation', id);
  });

  it('stays paused by the user while the playground answers', async () => {
    const id = start();
    atToken(page, 20, () => page.actions.pauseJob(id));
    await until(page, () => page.job(id).phase === 'paused');
    setRunning(page, ['steered']);
    setRunning(page, []);
    expect(page.job(id)).toMatchObject({ phase: 'paused', pauseReason: 'user' });
  });
});

describe('the model of a job', () => {
  it('is waited for while it loads', async () => {
    page.store.setState(({ model }) => ({ model: { ...model, phase: 'loading' } }));
    const id = start();
    expect(page.job(id).phase).toBe('queued');
    page.store.setState(({ model }) => ({ model: { ...model, phase: 'ready' } }));
    await page.actions.waitForJob('evaluation', id);
  });

  it('pauses the job when it is missing or another one', async () => {
    page.tiller.model = null;
    const id = start();
    expect(page.job(id)).toMatchObject({ phase: 'paused', pauseReason: 'noModel' });
    page.tiller.model = MODEL;
    atToken(page, 20, () => page.actions.pauseForModel());
    page.actions.resumeJob(id);
    await until(page, () => page.job(id).phase === 'paused');
    expect(page.job(id)).toMatchObject({ pauseReason: 'model', model: { id: 'scripted' } });
    page.tiller.model = { ...MODEL, id: 'other' };
    page.actions.resumeJob(id);
    await until(page, () => page.job(id).pauseReason === 'otherModel');
  });
});

describe('a job whose model is lost', () => {
  const lost = () => new TillerError('device_lost', 'the device was lost', { workerEnded: true });
  const phase = (on: Page, value: AppState['model']['phase']): void =>
    on.store.setState(({ model }) => ({ model: { ...model, phase: value } }));

  /** A model that is lost after so many tokens, once. */
  function failingOnce(after: number): ScriptedTiller {
    const tiller = tillerOf();
    const { generate } = tiller;
    let isLost = false;
    tiller.generate = async (lanes, options) => {
      const stop = new AbortController();
      const signal = AbortSignal.any([stop.signal, ...(options?.signal ? [options.signal] : [])]);
      tiller.onGenerated = (count) => {
        if (count >= after && !isLost) stop.abort();
      };
      const results = await generate(lanes, { ...options, signal });
      if (!stop.signal.aborted) return results;
      isLost = true;
      throw lost();
    };
    return tiller;
  }

  it('pauses, waits for the model and goes on by itself, to the same result', async () => {
    const whole = await page.actions.waitForJob('evaluation', start());
    const other = pageOn(memoryDatabase(), failingOnce(20));
    const id = start('French', other);
    await until(other, () => other.job(id).pauseReason === 'workerDied');
    phase(other, 'loading');
    expect(other.job(id).phase).toBe('paused');
    phase(other, 'ready');
    expect(await other.actions.waitForJob('evaluation', id)).toEqual(whole);
  });

  it('is taken for interrupted on the next visit', async () => {
    const other = pageOn(database, failingOnce(20));
    const id = start('French', other);
    await until(other, () => other.job(id).pauseReason === 'workerDied');
    await vi.waitFor(async () => {
      const later = pageOn(database);
      await later.actions.readJobs();
      expect(later.job(id).pauseReason).toBe('reload');
    });
  });
});
