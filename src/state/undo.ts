/** The last destructive act and how it is taken back: one at a time. */
import type { AppState } from './appState.ts';
import type { SteeringCard } from './playground/card.ts';
import { withCardInserted } from './playground/steering.ts';

/** `words`: what was done, as a sentence. */
export type Undo =
  | { kind: 'card'; words: string; card: SteeringCard; index: number }
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
    case 'slices':
      return { ...state, ...undo.restore, undo: null };
  }
}
