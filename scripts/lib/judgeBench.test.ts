import { expect, it } from 'vitest';
import { JUDGE_BARS, measureJudge } from './judgeBench.ts';

/** A shared machine may be this many times slower than a quiet core. */
const SLACK = 5;

it('the judge keeps within five times its time bars', { timeout: 60_000 }, async () => {
  const times = await measureJudge();
  expect(times.goldenCases).toBe(5596);
  expect(times.goldenMs).toBeLessThan(SLACK * JUDGE_BARS.goldenMs);
  expect(times.slowestRecheckMs).toBeLessThan(SLACK * JUDGE_BARS.recheckMs);
});
