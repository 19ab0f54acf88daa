/** Collects tokens and hands them on once per frame; a hidden page has no frames and gets all at the end. */
import type { LaneId } from '../playground/compare.ts';
import type { LaneToken } from '../playground/lane.ts';

export type ArrivedTokens = { [id in LaneId]?: LaneToken[] };

export interface TokenFrames {
  add(id: LaneId, token: LaneToken): void;
  /** Hands on what waits, now. */
  flush(): void;
}

export function tokenFrames(take: (arrived: ArrivedTokens) => void): TokenFrames {
  let waiting: ArrivedTokens = {};
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
    add(id, token) {
      const tokens = waiting[id] ?? [];
      waiting[id] = tokens;
      tokens.push(token);
      frame ||= requestAnimationFrame(flush);
    },
  };
}
