/** The pair of lanes on the page: what they were asked, and the transitions from Generate to done. */
import type { LaneResult } from '../../protocol/model.ts';
import {
  appendTokens,
  breakLane,
  EMPTY_LANE,
  finishLane,
  isLive,
  type LaneRun,
  restartLane,
  type Verdict,
} from './lane.ts';
import type { PresetCheck } from './presets.ts';
import type { Sampling } from './settings.ts';
import type { SteeringState } from './steering.ts';

export type LaneId = 'unsteered' | 'steered';
export const LANE_IDS: readonly LaneId[] = ['unsteered', 'steered'];

/** Everything the two texts are an answer to. */
export interface Question {
  prompt: string;
  sampling: Sampling;
  /** an answer passes when it passes all of them */
  checks: readonly PresetCheck[];
  steering: SteeringState;
  /** what the vector stands for; null: nothing was chosen */
  title: string | null;
}

export interface RunsState {
  question: Question | null;
  /** lanes of the run in progress; empty when idle */
  running: readonly LaneId[];
  lanes: Record<LaneId, LaneRun>;
}

export const INITIAL_RUNS: RunsState = {
  question: null,
  running: [],
  lanes: { unsteered: EMPTY_LANE, steered: EMPTY_LANE },
};

/** Both lanes from the start: old texts grey out and are replaced. */
export function beginPair(runs: RunsState, question: Question): RunsState {
  const { unsteered, steered } = runs.lanes;
  return {
    question,
    running: LANE_IDS,
    lanes: { unsteered: restartLane(unsteered, 'superseded'), steered: restartLane(steered, 'superseded') },
  };
}

/**
 * The steered lane anew under other steering. An unsteered lane that had not finished runs along again, its text held:
 * the same prompt and seed give the same answer.
 */
export function beginSteered(
  runs: RunsState,
  change: Pick<Question, 'steering' | 'checks' | 'title'>,
): RunsState {
  if (!runs.question) return runs;
  const { unsteered, steered } = runs.lanes;
  const runsAlong = isLive(unsteered);
  return {
    question: { ...runs.question, ...change },
    running: runsAlong ? LANE_IDS : ['steered'],
    lanes: {
      unsteered: runsAlong ? restartLane(unsteered, 'held') : unsteered,
      steered: restartLane(steered, 'superseded'),
    },
  };
}

/** @param pieces per lane, what arrived since the last frame @param now milliseconds */
export function addTokens(
  runs: RunsState,
  pieces: Partial<Record<LaneId, string[]>>,
  now: number,
): RunsState {
  return eachLane(runs, (lane, id) => appendTokens(lane, pieces[id] ?? [], now));
}

/** @param results in the order of `runs.running` */
export function finishRun(runs: RunsState, results: readonly LaneResult[]): RunsState {
  const byLane = new Map(runs.running.map((id, index) => [id, results[index]]));
  const finished = eachLane(runs, (lane, id) => {
    const result = byLane.get(id);
    return result ? finishLane(lane, result) : lane;
  });
  return { ...finished, running: [] };
}

/** Ends the run without results: texts stay, lanes that were live are marked. */
export function breakRun(runs: RunsState, status: 'failed' | 'stopped'): RunsState {
  return { ...eachLane(runs, (lane) => breakLane(lane, status)), running: [] };
}

/** The same texts under other checks, to be judged anew. */
export function withChecks(runs: RunsState, checks: readonly PresetCheck[]): RunsState {
  return runs.question ? { ...runs, question: { ...runs.question, checks } } : runs;
}

/** Every lane's verdict anew. @param judge null where there is nothing to judge yet */
export function withVerdicts(runs: RunsState, judge: (lane: LaneRun) => Verdict | null): RunsState {
  return eachLane(runs, (lane) => {
    const verdict = judge(lane);
    return isSameVerdict(verdict, lane.verdict) ? lane : { ...lane, verdict };
  });
}

/** Both come from the same function, so that their fields are in the same order. */
function isSameVerdict(a: Verdict | null, b: Verdict | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function eachLane(runs: RunsState, change: (lane: LaneRun, id: LaneId) => LaneRun): RunsState {
  const { unsteered, steered } = runs.lanes;
  return {
    ...runs,
    lanes: { unsteered: change(unsteered, 'unsteered'), steered: change(steered, 'steered') },
  };
}
