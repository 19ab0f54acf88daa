import { describe, expect, it } from 'vitest';
import { ProgressLine } from './progress.ts';

function lines(isTerminal: boolean) {
  const written: string[] = [];
  const clock = { now: 0 };
  const progress = new ProgressLine({
    parts: 3,
    isTerminal,
    write: (text) => written.push(text),
    now: () => clock.now,
  });
  return { written, clock, progress };
}

describe('the line of progress', () => {
  it('comes now and then in a log', () => {
    const { written, clock, progress } = lines(false);
    for (clock.now = 0; clock.now < 31_000; clock.now += 1000) progress.report('french: test', 1, 8);
    expect(written).toEqual(Array.from({ length: 3 }, () => '[1/3] french: test 1/8\n'));
  });

  it('is renewed in place on a terminal', () => {
    const { written, clock, progress } = lines(true);
    progress.report('french', 1, 8);
    clock.now = 1000;
    progress.report('french', 2, 8);
    progress.finish('french: done');
    const clear = '\r\u001b[2K';
    expect(written).toEqual([
      `${clear}[1/3] french 1/8`,
      `${clear}[1/3] french 2/8`,
      `${clear}french: done\n`,
    ]);
  });

  it('tells the time that is left from the parts that are done', () => {
    const { written, clock, progress } = lines(false);
    clock.now = 10 * 60_000;
    progress.finish('french: done');
    progress.report('german', 0, 8);
    clock.now = 15 * 60_000;
    progress.report('german', 4, 8);
    expect(written.slice(1)).toEqual([
      '[2/3] german 0/8, about 20 min left\n',
      '[2/3] german 4/8, about 30 min left\n',
    ]);
  });
});
