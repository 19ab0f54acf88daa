/** Keeps the verdicts up to date while texts stream. */
import { loadLanguages } from '../../core/ifeval/index.ts';
import { type RunsState, withVerdicts } from '../runs.ts';
import type { Store } from '../store.ts';
import { verdictFor } from '../verdict.ts';
import { updateSlice } from './context.ts';

export interface Judge {
  /** Reads what tells languages apart, a chunk of its own; texts stay undecided when it cannot be read. */
  prepare(): Promise<void>;
  /** Judges all texts soon; many calls in a row make one. */
  look(): void;
  /** The same runs with final verdicts. */
  settle(runs: RunsState): RunsState;
}

/** Milliseconds between two looks: finding a text's language costs a few milliseconds. */
const LOOK_EVERY_MS = 150;

export function createJudge(store: Store): Judge {
  let canCheck = false;
  let isLookDue = false;

  function judged(runs: RunsState): RunsState {
    const { question } = runs;
    if (!question) return runs;
    return withVerdicts(runs, (lane) => verdictFor(lane, question.check, question.prompt, canCheck));
  }

  return {
    prepare: () =>
      loadLanguages().then(
        () => {
          canCheck = true;
        },
        () => undefined,
      ),
    look() {
      if (isLookDue) return;
      isLookDue = true;
      setTimeout(() => {
        isLookDue = false;
        updateSlice(store, 'runs', judged);
      }, LOOK_EVERY_MS);
    },
    settle: judged,
  };
}
