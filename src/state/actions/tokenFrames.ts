/** Collects tokens and hands them on once per frame; a hidden page has no frames and gets all at the end. */
import type { LaneToken } from '../playground/lane.ts';

export interface TokenFrames<Key extends string | number> {
  add(key: Key, token: LaneToken): void;
  /** Hands on what waits, now. */
  flush(): void;
}

/** @param take gets what arrived, by lane */
export function tokenFrames<Key extends string | number>(
  take: (arrived: { [key in Key]?: LaneToken[] }) => void,
): TokenFrames<Key> {
  let waiting: { [key in Key]?: LaneToken[] } = {};
  let frame = 0;

  function flush(): void {
    cancelAnimationFrame(frame);
    frame = 0;
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
    },
  };
}
