import { describe, expect, it } from 'vitest';
import { type RunMeter, runNumbers, startMeter, withReport } from './progress.ts';

/** Reports one a second: [done, tokens] each. */
function reported(total: number, reports: readonly (readonly [done: number, tokens: number])[]): RunMeter {
  return reports.reduce(
    (meter, [done, newTokens], index) => withReport(meter, { done, total, newTokens }, index * 1000),
    startMeter(0),
  );
}

describe('the speed and the end of a run', () => {
  it('says nothing before there is something to measure', () => {
    expect(runNumbers(startMeter(0), 5000)).toEqual({ tokensPerSecond: null, remainingMs: null });
    expect(runNumbers(reported(100, [[0, 10]]), 500)).toEqual({ tokensPerSecond: null, remainingMs: null });
  });

  it('counts the tokens of the run', () => {
    const meter = reported(100, [
      [0, 0],
      [0, 40],
      [0, 90],
    ]);
    expect(runNumbers(meter, 2000).tokensPerSecond).toBe(45);
  });

  it('goes on as fast as so far', () => {
    const meter = reported(20, [
      [0, 0],
      [5, 50],
    ]);
    // 5 of 20 in a second
    expect(runNumbers(meter, 1000).remainingMs).toBe(3000);
    expect(runNumbers(meter, 1500).remainingMs).toBe(2500);
    expect(runNumbers(meter, 9000).remainingMs).toBe(0);
  });

  it('takes what was known before the run for no work of its own', () => {
    const meter = reported(20, [
      [10, 0],
      [15, 50],
    ]);
    expect(runNumbers(meter, 1000).remainingMs).toBe(1000);
  });

  it('waits for a few answers before it promises an end', () => {
    const meter = reported(1000, [
      [0, 0],
      [30, 300],
    ]);
    expect(runNumbers(meter, 1000).remainingMs).toBeNull();
  });

  it('measures anew when the count begins again with the next part of the work', () => {
    const meter = reported(20, [
      [0, 0],
      [20, 200],
      [0, 200],
      [5, 200],
    ]);
    expect(runNumbers(meter, 3000).remainingMs).toBe(3000);
  });

  it('moves steadily when the work slows down', () => {
    const meter = reported(20, [
      [0, 0],
      [5, 50],
      [5, 60],
    ]);
    const { remainingMs } = runNumbers(meter, 2000);
    // the new estimate alone would be 6000, the old one 2000
    expect(remainingMs).toBeGreaterThan(2000);
    expect(remainingMs).toBeLessThan(3000);
  });
});
