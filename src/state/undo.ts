/** The last destructive act and how it is taken back: one at a time. */
import type { AppState } from './appState.ts';
import type { SteeringCard } from './playground/card.ts';
import { type KeptLane, laneIds, MAX_LANES } from './playground/compare.ts';
import { isLive, type LaneRun } from './playground/lane.ts';
import { withCardInserted } from './playground/steering.ts';

/** `words`: what was done, as a sentence. */
export type Undo =
  | { kind: 'card'; words: string; card: SteeringCard; index: number }
  | { kind: 'lane'; words: string; lane: KeptLane; run: LaneRun | null }
  /** these slices as they were; for acts that replace a whole slice */
  | { kind: 'slices'; words: string; restore: Partial<AppState> };

/** The state with the last act taken back, and what was changed since kept; the same one where there was none. */
export function undone(state: AppState): AppState {
  const { undo, steering } = state;
  switch (undo?.kind) {
    case undefined:
      return state;
    case 'card':
      return { ...state, steering: withCardInserted(steering, undo.card, undo.index), undo: null };
    case 'lane':
      return { ...withLane(state, undo.lane, undo.run), undo: null };
    case 'slices':
      return { ...state, ...undo.restore, undo: null };
  }
}

/** Back at the end; without its text where it was being written. Not where its place was taken. */
function withLane(state: AppState, lane: KeptLane, run: LaneRun | null): AppState {
  const { compare, runs } = state;
  if (laneIds(compare).length >= MAX_LANES) return state;
  const isWhole = run !== null && !isLive(run);
  return {
    ...state,
    compare: { ...compare, kept: [...compare.kept, lane] },
    runs: isWhole ? { ...runs, lanes: { ...runs.lanes, [lane.id]: run } } : runs,
  };
}
