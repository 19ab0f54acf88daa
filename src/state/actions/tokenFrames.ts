/** Collects tokens and hands them on once per frame, or once a second in a hidden page, which has no frames. */
import type { LaneToken } from '../playground/lane.ts';

export interface TokenFrames<Key extends string | number> {
  add(key: Key, token: LaneToken): void;
  /** Hands on what waits, now. */
  flush(): void;
}

/** Milliseconds; what a hidden page has not been handed yet is lost if the browser ends it. */
const HIDDEN_MS = 1000;

/** @param take gets what arrived, by lane */
export function tokenFrames<Key extends string | number>(
  take: (arrived: { [key in Key]?: LaneToken[] }) => void,
): TokenFrames<Key> {
  let waiting: { [key in Key]?: LaneToken[] } = {};
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    frame = 0;
    timer = undefined;
    const arrived = waiting;
    waiting = {};
    if (Object.keys(arrived).length > 0) take(arrived);
  }

  return {
    flush,
    add(key, token) {
      const tokens: LaneToken[] = waiting[key] ?? [];
      waiting[key] = tokens;
      tokens.push(token);
      frame ||= requestAnimationFrame(flush);
      timer ??= setTimeout(flush, HIDDEN_MS);
    },
  };
}
