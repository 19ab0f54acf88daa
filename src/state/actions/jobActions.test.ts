import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { TillerError } from '../../core/errors.ts';
import type { EvaluationInput } from '../../lab/evaluation.ts';
import { GREEDY, MODEL, type ScriptedTiller, scriptedTiller, scriptedVector } from '../../lab/testing.ts';
import { memoryDatabase, type TillerDatabase } from '../../storage/index.ts';
import { type AppState, INITIAL_STATE } from '../appState.ts';
import { findJob, isJobOf, type Job } from '../jobs/jobs.ts';
import type { Store } from '../store.ts';
import { createJobActions, type JobActions } from './jobActions.ts';
import { createJobLocks, type LockSource } from './jobLocks.ts';
import { createJobNews, type JobNews } from './jobNews.ts';
import { closeTab, lockManager } from './testLocks.ts';

const INPUT: EvaluationInput = {
  prompts: [{ text: 'one' }, { text: 'two' }, { text: 'three' }],
  phrasings: ['Use no commas.'],
  checks: [{ instructionId: 'punctuation:no_comma', kwargs: {} }],
  applied: [{ vector: scriptedVector(), setting: { layer: 3, operator: 'add', strength: 1 } }],
  decoding: GREEDY,
};

const tillerOf = (ending = ''): ScriptedTiller =>
  scriptedTiller(
    (text, lane) => {
      const isSteered = (lane.interventions ?? []).length > 0;
      return `this is ${isSteered ? 'steered' : 'plain, as ever'} and answers ${text} at some length${ending}`;
    },
    { score: async (_, text) => ({ logProbs: new Float32Array(1), perplexity: text.length }) },
  );

const NO_NEWS: JobNews = { announce: () => {}, listen: () => {} };

interface Page {
  store: Store;
  tiller: ScriptedTiller;
  actions: JobActions;
  job(id: string): Job;
}

/** A page over stored data: what a reload leaves is the database, and the model that is loaded again. */
function pageOn(
  database: TillerDatabase,
  tiller = tillerOf(),
  tab?: LockSource,
  news: JobNews = NO_NEWS,
): Page {
  const model = { ...INITIAL_STATE.model, phase: 'ready' as const, info: MODEL };
  const store = createStore<AppState>()(() => ({ ...INITIAL_STATE, model })) as Store;
  const context = { store, tiller, baseUrl: '', database: async () => database };
  const actions = createJobActions(context, undefined, createJobLocks(tab), news);
  return { store, tiller, actions, job: (id) => findJob(store.getState().jobs, id)! };
}

const setRunning = ({ store }: Page, running: AppState['runs']['running']): void =>
  store.setState(({ runs }) => ({ runs: { ...runs, running } }));

/** Resolves when a condition on the page's state holds. */
const until = (page: Page, holds: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    if (holds()) return resolve();
    const stop = page.store.subscribe(() => {
      if (!holds()) return;
      stop();
      resolve();
    });
  });

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

describe('two tabs', () => {
  /** Long enough for the other tab to be opened meanwhile. */
  const LONG: EvaluationInput = { ...INPUT, decoding: { ...GREEDY, maxNewTokens: 500 } };
  const talkative = (): ScriptedTiller => tillerOf(' and so on'.repeat(40));
  const startLong = (on: Page, title = 'French'): string =>
    on.actions.startJob('evaluation', LONG, { title });
  let left: Page;
  let right: Page;
  let leftTab: LockSource;
  /** the model of both, which counts what either generates */
  let tiller: ScriptedTiller;

  beforeEach(() => {
    const manager = lockManager();
    leftTab = manager.tab();
    tiller = talkative();
    left = pageOn(database, tiller, leftTab);
    right = pageOn(database, tiller, manager.tab());
  });

  /** What one tab alone comes to. */
  async function undisturbed() {
    const alone = pageOn(memoryDatabase(), talkative());
    const result = await alone.actions.waitForJob('evaluation', startLong(alone));
    return { result, tokens: alone.tiller.generated };
  }

  /** The left tab is in the midst of a job when the right one is opened. */
  async function halfWay(): Promise<string> {
    const id = startLong(left);
    await vi.waitFor(() => expect(tiller.generated).toBeGreaterThan(0));
    await right.actions.readJobs();
    expect(left.job(id).phase).toBe('running');
    return id;
  }

  /** A job that the left tab began, and the right one is about to go on with. */
  async function paused(): Promise<string> {
    const id = await halfWay();
    left.actions.pauseJob(id);
    await until(right, () => right.job(id).pauseReason === 'user');
    return id;
  }

  it('run a job once: the other one shows that it runs elsewhere, and then what came of it', async () => {
    const id = await halfWay();
    expect(right.job(id)).toMatchObject({ phase: 'paused', pauseReason: 'otherTab' });
    right.actions.resumeJob(id);
    right.actions.cancelJob(id);
    expect(right.job(id).pauseReason).toBe('otherTab');
    const result = await left.actions.waitForJob('evaluation', id);
    expect(await right.actions.waitForJob('evaluation', id)).toEqual(result);
    expect(tiller.generated).toBe((await undisturbed()).tokens);
  });

  it('take over from each other: what is paused in one goes on in the other, with no token twice', async () => {
    const whole = await undisturbed();
    const id = await paused();
    expect(tiller.generated).toBeLessThan(whole.tokens);
    right.actions.resumeJob(id);
    expect(await right.actions.waitForJob('evaluation', id)).toEqual(whole.result);
    expect(tiller.generated).toBe(whole.tokens);
  });

  it('find a job interrupted when the one that ran it is closed', async () => {
    const id = await halfWay();
    closeTab(leftTab);
    await until(right, () => right.job(id).pauseReason === 'reload');
    await left.actions.waitForJob('evaluation', id);
  });

  it('do not overwrite what the other wrote with an old copy of their own', async () => {
    const id = await paused();
    right.actions.resumeJob(id);
    await right.actions.waitForJob('evaluation', id);
    expect(left.job(id).phase).toBe('paused');
    left.actions.cancelJob(id);
    await until(left, () => left.job(id).phase === 'done');
    const later = pageOn(database);
    await later.actions.readJobs();
    expect(later.job(id).phase).toBe('done');
  });

  it('see at Resume that the other one finished it', async () => {
    const id = await paused();
    right.actions.resumeJob(id);
    const result = await right.actions.waitForJob('evaluation', id);
    const { generated } = tiller;
    left.actions.resumeJob(id);
    expect(await left.actions.waitForJob('evaluation', id)).toEqual(result);
    expect(tiller.generated).toBe(generated);
  });

  it('keep a job that waits in line as well', async () => {
    const first = startLong(left, 'first');
    const second = startLong(left, 'second');
    await until(left, () => left.job(first).phase === 'running');
    await vi.waitFor(async () => expect(await database.count('jobs')).toBe(2));
    await right.actions.readJobs();
    expect(right.job(second).pauseReason).toBe('otherTab');
    left.actions.cancelJob(second);
    await until(right, () => right.job(second).phase === 'cancelled');
    left.actions.cancelJob(first);
  });

  describe('that are open at once', () => {
    const channels: BroadcastChannel[] = [];
    const channel = (): JobNews =>
      createJobNews(() => {
        const opened = new BroadcastChannel('test-jobs');
        channels.push(opened);
        return opened;
      });
    afterEach(() => {
      for (const each of channels.splice(0)) each.close();
    });
    beforeEach(() => {
      const manager = lockManager();
      left = pageOn(database, tiller, manager.tab(), channel());
      right = pageOn(database, tiller, manager.tab(), channel());
    });

    it('show each other’s new jobs without a reload, and what came of them', async () => {
      const id = startLong(left);
      await until(right, () => right.store.getState().jobs.list.length === 1);
      expect(right.job(id)).toMatchObject({ title: 'French', phase: 'paused', pauseReason: 'otherTab' });
      const result = await left.actions.waitForJob('evaluation', id);
      expect(await right.actions.waitForJob('evaluation', id)).toEqual(result);
    });

    it('take off what the other one removes', async () => {
      const id = startLong(left);
      await left.actions.waitForJob('evaluation', id);
      await until(right, () => right.store.getState().jobs.list[0]?.phase === 'done');
      left.actions.removeJob(id);
      await until(right, () => right.store.getState().jobs.list.length === 0);
    });

    it('leave a job alone that this one knows better', async () => {
      const mine = startLong(left, 'mine');
      const theirs = right.actions.startJob('evaluation', INPUT, { title: 'theirs' });
      await until(left, () => left.store.getState().jobs.list.length === 2);
      expect(left.job(mine).phase).toBe('running');
      await Promise.all([
        left.actions.waitForJob('evaluation', mine),
        right.actions.waitForJob('evaluation', theirs),
      ]);
      await until(left, () => left.job(theirs).phase === 'done');
    });
  });
});
