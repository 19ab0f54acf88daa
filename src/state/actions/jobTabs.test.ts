import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EvaluationInput } from '../../lab/evaluation.ts';
import { GREEDY, type ScriptedTiller } from '../../lab/testing.ts';
import { memoryDatabase, type TillerDatabase } from '../../storage/index.ts';
import type { LockSource } from './jobLocks.ts';
import { createJobNews, type JobNews } from './jobNews.ts';
import { INPUT, type Page, pageOn, tillerOf, until } from './testJobs.ts';
import { closeTab, lockManager } from './testLocks.ts';

describe('two tabs', () => {
  /** Long enough for the other tab to be opened meanwhile. */
  const LONG: EvaluationInput = { ...INPUT, decoding: { ...GREEDY, maxNewTokens: 500 } };
  const talkative = (): ScriptedTiller => tillerOf(' and so on'.repeat(40));
  const startLong = (on: Page, title = 'French'): string =>
    on.actions.startJob('evaluation', LONG, { title });
  let database: TillerDatabase;
  let left: Page;
  let right: Page;
  let leftTab: LockSource;
  /** the model of both, which counts what either generates */
  let tiller: ScriptedTiller;

  beforeEach(() => {
    database = memoryDatabase();
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
