import { describe, expect, it } from 'vitest';
import { restartDelay } from './restart.ts';

describe('restartDelay', () => {
  it('replaces a run of Generate at once', () => {
    expect(restartDelay({ startedAt: 1000, isRestart: false, hasFirstToken: false }, 1001)).toBe(0);
  });

  it('gives a restarted run 120 ms once it shows a token', () => {
    const run = { startedAt: 1000, isRestart: true, hasFirstToken: true };
    expect([1000, 1050, 1120, 2000].map((now) => restartDelay(run, now))).toEqual([120, 70, 0, 0]);
  });

  it('waits for the first token of a restarted run, but not for ever', () => {
    const run = { startedAt: 1000, isRestart: true, hasFirstToken: false };
    expect([1120, 1600].map((now) => restartDelay(run, now))).toEqual([480, 0]);
  });
});
