import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LaneToken } from '../playground/lane.ts';
import { tokenFrames } from './tokenFrames.ts';

/** The page's next frame; null where it has none to come. */
let frame: (() => void) | null = null;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => {
    frame = draw;
    return 1;
  });
  vi.stubGlobal('cancelAnimationFrame', () => {
    frame = null;
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const token = (text: string): LaneToken => ({ text, projection: null, logProb: 0 });
const textsOf = (take: ReturnType<typeof vi.fn>) =>
  take.mock.calls.map(([arrived]) => arrived.steered.map(({ text }: LaneToken) => text).join(''));

it('hands on once a frame what came since the last one', () => {
  const take = vi.fn();
  const frames = tokenFrames<'steered'>(take);
  frames.add('steered', token('a'));
  frames.add('steered', token('b'));
  expect(take).not.toHaveBeenCalled();
  frame?.();
  frames.add('steered', token('c'));
  frame?.();
  expect(textsOf(take)).toEqual(['ab', 'c']);
  vi.advanceTimersByTime(10_000);
  expect(take).toHaveBeenCalledTimes(2);
});

it('hands on once a second in a hidden page, and nothing twice when it is shown again', () => {
  const take = vi.fn();
  const frames = tokenFrames<'steered'>(take);
  frames.add('steered', token('a'));
  vi.advanceTimersByTime(1000);
  expect(textsOf(take)).toEqual(['a']);
  frames.add('steered', token('b'));
  vi.advanceTimersByTime(500);
  frame?.();
  vi.advanceTimersByTime(10_000);
  expect(textsOf(take)).toEqual(['a', 'b']);
});

it('hands on at once when it is asked to', () => {
  const take = vi.fn();
  const frames = tokenFrames<'steered'>(take);
  frames.add('steered', token('a'));
  frames.flush();
  frames.flush();
  expect(textsOf(take)).toEqual(['a']);
  expect(vi.getTimerCount()).toBe(0);
});
