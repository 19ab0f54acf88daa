import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { holdLeash, PATIENCE_MS } from './leash.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('tells once of an encoding that does not end', () => {
  const onOverdue = vi.fn();
  holdLeash(onOverdue).encoding(false);
  vi.advanceTimersByTime(PATIENCE_MS - 1);
  expect(onOverdue).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1 + 10 * PATIENCE_MS);
  expect(onOverdue).toHaveBeenCalledTimes(1);
});

it('is patient with each encoding anew', () => {
  const onOverdue = vi.fn();
  const leash = holdLeash(onOverdue);
  for (let prompt = 0; prompt < 3; prompt++) {
    leash.encoding(false);
    vi.advanceTimersByTime(PATIENCE_MS - 1);
    leash.encoding(true);
  }
  vi.advanceTimersByTime(10 * PATIENCE_MS);
  expect(onOverdue).not.toHaveBeenCalled();
});

it('takes no sleeping computer for one: its first timer is late, and the worker’s word comes right after', () => {
  const onOverdue = vi.fn();
  const leash = holdLeash(onOverdue);
  leash.encoding(false);
  vi.advanceTimersToNextTimer();
  leash.encoding(true);
  expect(vi.getTimerCount()).toBe(0);
  expect(onOverdue).not.toHaveBeenCalled();
});
