import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { inTime, StallClock } from './stallClock.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const MINUTE = 60_000;

describe('a stall clock', () => {
  it('calls once, when nothing has moved for as long as it was told', () => {
    const onStall = vi.fn();
    new StallClock(MINUTE, onStall);
    vi.advanceTimersByTime(MINUTE - 1);
    expect(onStall).not.toHaveBeenCalled();
    vi.advanceTimersByTime(10 * MINUTE);
    expect(onStall).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('begins anew at each move, and never calls once it is stopped', () => {
    const onStall = vi.fn();
    const clock = new StallClock(MINUTE, onStall);
    for (let moves = 0; moves < 5; moves++) {
      vi.advanceTimersByTime(MINUTE - 1000);
      clock.restart();
    }
    clock.stop();
    vi.advanceTimersByTime(MINUTE);
    expect(onStall).not.toHaveBeenCalled();
  });

  it('counts a sleep as one step, however long it was', () => {
    vi.useRealTimers();
    const onStall = vi.fn();
    const clock = new StallClock(200, onStall, 20);
    return new Promise<void>((done) => {
      // A thread that does not come to its timers is what a sleep looks like from inside.
      const wakeAt = performance.now() + 400;
      while (performance.now() < wakeAt);
      setTimeout(() => {
        expect(onStall).not.toHaveBeenCalled();
        clock.stop();
        done();
      }, 30);
    });
  });
});

describe('work that has to end in time', () => {
  const late = () => new Error('late');

  it('gives its value or its own failure, and leaves no timer behind', async () => {
    await expect(inTime(Promise.resolve(3), MINUTE, late)).resolves.toBe(3);
    await expect(inTime(Promise.reject(new Error('its own')), MINUTE, late)).rejects.toThrow('its own');
    await Promise.resolve();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that never ends fails with the problem', async () => {
    const waiting = expect(inTime(new Promise(() => {}), MINUTE, late)).rejects.toThrow('late');
    await vi.advanceTimersByTimeAsync(MINUTE);
    await waiting;
    expect(vi.getTimerCount()).toBe(0);
  });
});
