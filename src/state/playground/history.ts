/** Runs of before: what was asked and what came of it, newest first, kept over reloads in a bounded number. */
import { isCount, isNumber, isRecord } from './presets.ts';
import type { LaneId, Question, RunsState } from './runs.ts';
import { INITIAL_SETTINGS } from './settings.ts';
import { INITIAL_STEERING } from './steering.ts';
import { readRuns, type StoredTexts, toStoredRuns } from './storedRuns.ts';

export interface PastRun {
  /** counts up; unique in the history */
  id: number;
  /** milliseconds since 1970 */
  at: number;
  question: Question;
  texts: StoredTexts;
}

export const MAX_PAST_RUNS = 20;
/** Written anew with every change of the page; more would be felt while a text streams. */
const MAX_HISTORY_CHARACTERS = 200_000;

/** The same question again takes the place of the newest run; the oldest go where there are too many. */
export function withRun(history: readonly PastRun[], runs: RunsState, at: number): readonly PastRun[] {
  const { question, texts } = toStoredRuns(runs);
  if (!question) return history;
  const [newest, ...others] = history;
  const isSame = newest !== undefined && JSON.stringify(newest.question) === JSON.stringify(question);
  const before = isSame ? others : history;
  const id = 1 + Math.max(0, ...history.map((run) => run.id));
  return bounded([{ id, at, question, texts }, ...before]);
}

/** What was measured of a text after its run. The same list where none of the runs has that text unmeasured. */
export function withMeasured(
  history: readonly PastRun[],
  id: LaneId,
  text: string,
  perplexity: number,
): readonly PastRun[] {
  const isMeant = ({ texts }: PastRun) => texts[id]?.text === text && texts[id].perplexity === null;
  if (!history.some(isMeant)) return history;
  return history.map((run) => {
    const known = run.texts[id];
    return known && isMeant(run) ? { ...run, texts: { ...run.texts, [id]: { ...known, perplexity } } } : run;
  });
}

function bounded(history: readonly PastRun[]): readonly PastRun[] {
  let characters = 0;
  return history.slice(0, MAX_PAST_RUNS).filter((run) => {
    characters += JSON.stringify(run).length;
    return characters <= MAX_HISTORY_CHARACTERS;
  });
}

export function withoutRun(history: readonly PastRun[], id: number): readonly PastRun[] {
  return history.filter((run) => run.id !== id);
}

/** The texts as they were, complete. */
export function runsOf({ question, texts }: PastRun): RunsState {
  return readRuns({ question, texts }, INITIAL_SETTINGS.sampling, INITIAL_STEERING);
}

/** From storage: whole runs only. */
export function readHistory(stored: unknown): readonly PastRun[] {
  if (!Array.isArray(stored)) return [];
  const runs = stored.slice(0, MAX_PAST_RUNS).filter(isRecord);
  return runs.flatMap(({ id, at, question, texts }) => {
    const read = readRuns({ question, texts }, INITIAL_SETTINGS.sampling, INITIAL_STEERING);
    if (!isCount(id) || !isNumber(at) || !read.question) return [];
    return [{ id, at, question: read.question, texts: toStoredRuns(read).texts }];
  });
}
