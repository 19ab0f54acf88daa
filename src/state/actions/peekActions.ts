/** Actions of a look at one token. What the page knows shows at once; the model is asked when the look rests. */
import { TillerError } from '../../core/errors.ts';
import { errorSentence } from '../alert.ts';
import type { AppState } from '../appState.ts';
import type { LaneId } from '../playground/compare.ts';
import { INITIAL_PEEK, selectPeekObstacle } from '../playground/peek.ts';
import { isRunning } from '../selectors.ts';
import type { Store } from '../store.ts';
import { updateSlice } from './context.ts';
import type { Measure } from './measure.ts';
import type { NextReader } from './nextReader.ts';

export interface PeekActions {
  /** Looks at a token of an answer, in the place of the one before. */
  peekAt(id: LaneId, token: number): void;
  /** Looks away. */
  closePeek(): void;
}

/** Milliseconds on one token before the model is asked: a pointer that passes over a text asks nothing. */
const REST_MS = 150;

const isBusy = (state: AppState): boolean => isRunning(state) || state.sweep.isRunning;

export function createPeekActions(store: Store, measure: Measure, reader: NextReader): PeekActions {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: AbortController | null = null;

  function cancel(): void {
    clearTimeout(timer);
    if (!current) return;
    current.abort();
    current = null;
    measure.begin();
  }

  /** Shows what was read before, or reads once the look has rested. */
  function rest(): void {
    cancel();
    const { place } = store.getState().peek;
    if (!place || selectPeekObstacle(store.getState()) !== null) return;
    const known = reader.known(place.id, place.token);
    if (known) updateSlice(store, 'peek', (peek) => ({ ...peek, next: known }));
    else timer = setTimeout(() => void read(place.id, place.token), REST_MS);
  }

  async function read(id: LaneId, token: number): Promise<void> {
    const abort = new AbortController();
    current = abort;
    measure.stop();
    try {
      const next = await reader.read(id, token, abort.signal);
      if (current === abort) updateSlice(store, 'peek', (peek) => ({ ...peek, next }));
    } catch (error) {
      if (!(error instanceof TillerError)) throw error;
      if (current === abort && error.code !== 'aborted')
        updateSlice(store, 'peek', (peek) => ({ ...peek, problem: errorSentence(error) }));
    } finally {
      if (current === abort) {
        current = null;
        measure.begin();
      }
    }
  }

  // A run has the model to itself, and may write another text; where the look rests still, it is answered afterwards.
  store.subscribe((state, before) => {
    if (!state.peek.place || isBusy(state) === isBusy(before)) return;
    updateSlice(store, 'peek', (peek) => ({ ...peek, next: null, problem: null }));
    rest();
  });

  return {
    peekAt(id, token) {
      const { place } = store.getState().peek;
      if (place?.id === id && place.token === token) return;
      store.setState({ peek: { ...INITIAL_PEEK, place: { id, token } } });
      rest();
    },
    closePeek() {
      if (!store.getState().peek.place) return;
      cancel();
      store.setState({ peek: INITIAL_PEEK });
    },
  };
}
