/** Keeps the verdicts up to date while texts stream. */

import { isLive, type LaneRun, type Verdict } from '../playground/lane.ts';
import type { PresetCheck } from '../playground/presets.ts';
import { type Question, type RunsState, withVerdicts } from '../playground/runs.ts';
import { verdictFor } from '../playground/verdict.ts';
import { prepareLanguages } from '../prepareLanguages.ts';
import type { Store } from '../store.ts';
import { updateSlice } from './context.ts';

export interface Judge {
  /** Reads what tells languages apart, a chunk of its own; texts stay undecided when it cannot be read. */
  prepare(): Promise<void>;
  /** Judges all texts in the next frame; many calls in a row make one. */
  look(): void;
  /** On one text as it stands, under a question's checks. */
  verdict(lane: LaneRun, question: Pick<Question, 'checks' | 'prompt'>): Verdict | null;
  /** The same runs with final verdicts. */
  settle(runs: RunsState): RunsState;
}

export function createJudge(store: Store): Judge {
  let canCheck = false;
  let isLookDue = false;
  /** what all texts were last judged by */
  let lastChecks: readonly PresetCheck[] | null = null;

  function judged(runs: RunsState): RunsState {
    const { question } = runs;
    if (!question) return runs;
    const isUnchanged = question.checks === lastChecks;
    lastChecks = canCheck ? question.checks : null;
    return withVerdicts(runs, (lane) =>
      isUnchanged && isSettled(lane)
        ? lane.verdict
        : verdictFor(lane, question.checks, question.prompt, canCheck),
    );
  }

  return {
    prepare: () =>
      prepareLanguages().then(
        () => {
          canCheck = true;
        },
        () => undefined,
      ),
    look() {
      if (isLookDue) return;
      isLookDue = true;
      requestAnimationFrame(() => {
        isLookDue = false;
        updateSlice(store, 'runs', judged);
      });
    },
    verdict: (lane, { checks, prompt }) => verdictFor(lane, checks, prompt, canCheck),
    settle: judged,
  };
}

/** A complete text that was judged in both ways: only other checks can change that. */
function isSettled(lane: LaneRun): boolean {
  return !isLive(lane) && typeof lane.verdict?.strict === 'boolean';
}
