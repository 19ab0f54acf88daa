/** The lanes on the page: what they were asked, and the transitions from Generate to done. */
import type { LaneResult } from '../../protocol/model.ts';
import { followsStack, type KeptLane, type LaneId } from './compare.ts';
import { type ProbeKey, sameProbe } from './inside.ts';
import {
  appendTokens,
  breakLane,
  continueLane,
  EMPTY_LANE,
  finishLane,
  isLive,
  type LaneRun,
  type LaneToken,
  restartLane,
  type Verdict,
} from './lane.ts';
import type { PresetCheck } from './presets.ts';
import type { Sampling } from './settings.ts';
import type { SteeringState } from './steering.ts';

export type { LaneId } from './compare.ts';

const LANE_IDS: readonly LaneId[] = ['unsteered', 'steered'];

/** Everything the texts are an answer to. */
export interface Question {
  prompt: string;
  /** empty: the model's own */
  systemPrompt: string;
  sampling: Sampling;
  /** an answer passes when it passes all of them */
  checks: readonly PresetCheck[];
  steering: SteeringState;
  /** what the vectors stand for; null: nothing was chosen */
  title: string | null;
  /** the same in words, for the lanes that say it in the prompt; empty where none are known */
  words: string;
  kept: readonly KeptLane[];
  /** id of the model that wrote them; null: not known, as for texts that came with a session */
  modelId: string | null;
}

/** The two that are always there, and others in any number. */
export type Lanes = Readonly<Record<'unsteered' | 'steered', LaneRun> & { [id in LaneId]?: LaneRun }>;

export interface RunsState {
  question: Question | null;
  /** lanes of the run in progress; empty when idle */
  running: readonly LaneId[];
  lanes: Lanes;
}

export const INITIAL_RUNS: RunsState = {
  question: null,
  running: [],
  lanes: { unsteered: EMPTY_LANE, steered: EMPTY_LANE },
};

/** All lanes from the start: old texts grey out and are replaced; lanes that are not shown any more go. */
export function beginPair(runs: RunsState, question: Question, ids: readonly LaneId[] = LANE_IDS): RunsState {
  const lanes = Object.fromEntries(
    ids.map((id) => [id, restartLane(runs.lanes[id] ?? EMPTY_LANE, 'superseded')]),
  );
  return { question, running: ids, lanes: { ...INITIAL_RUNS.lanes, ...lanes } };
}

/** What a change of the stack changes about a question. */
export type QuestionChange = Partial<Omit<Question, 'prompt' | 'systemPrompt' | 'sampling'>>;

/**
 * What follows the stack anew, under other steering. Lanes that had not finished run along again, their texts held: the
 * same prompt and seed give the same answer. Lanes that are shown and have no text yet are run as well.
 */
export function beginSteered(
  runs: RunsState,
  change: QuestionChange,
  ids: readonly LaneId[] = LANE_IDS,
): RunsState {
  return beginAgain(runs, change, ids, followsStack);
}

/** What is shown and has no text yet; nothing else is made anew. */
export function beginMissing(runs: RunsState, change: QuestionChange, ids: readonly LaneId[]): RunsState {
  return beginAgain(runs, change, ids, () => false);
}

function beginAgain(
  runs: RunsState,
  change: QuestionChange,
  ids: readonly LaneId[],
  isChanged: (id: LaneId) => boolean,
): RunsState {
  if (!runs.question) return runs;
  const running: LaneId[] = [];
  const lanes: Record<string, LaneRun> = {};
  for (const id of ids) {
    const lane = runs.lanes[id] ?? EMPTY_LANE;
    const mustRun = isChanged(id) || isLive(lane) || lane.status === 'empty';
    if (mustRun) running.push(id);
    lanes[id] = mustRun ? restartLane(lane, isChanged(id) ? 'superseded' : 'held') : lane;
  }
  return {
    question: { ...runs.question, ...change },
    running,
    lanes: { ...INITIAL_RUNS.lanes, ...lanes },
  };
}

/** One lane goes on after its text. */
export function beginContinued(runs: RunsState, id: LaneId): RunsState {
  const lane = runs.lanes[id];
  if (!lane) return runs;
  return { ...runs, running: [id], lanes: { ...runs.lanes, [id]: continueLane(lane) } };
}

/** @param tokens per lane, what arrived since the last frame @param now milliseconds */
export function addTokens(runs: RunsState, tokens: { [id in LaneId]?: LaneToken[] }, now: number): RunsState {
  return eachLane(runs, (lane, id) => appendTokens(lane, tokens[id] ?? [], now));
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

/** How likely the unsteered model finds a lane's text; nothing where that is not the text any more. */
export function withPerplexity(runs: RunsState, id: LaneId, text: string, perplexity: number): RunsState {
  const lane = runs.lanes[id];
  if (!lane || lane.text !== text || isLive(lane)) return runs;
  return { ...runs, lanes: { ...runs.lanes, [id]: { ...lane, perplexity } } };
}

/** What the tokens of the running lanes are projected on. */
export function withProbe(runs: RunsState, probe: ProbeKey | null): RunsState {
  const key = probe && { vectorId: probe.vectorId, layer: probe.layer };
  return eachLane(runs, (lane, id) => {
    if (!runs.running.includes(id)) return lane;
    // Tokens that were there before may be projected on something else: then all are measured anew at the end.
    const isMixed = lane.tokens.length > 0 && !sameProbe(lane.probe, probe);
    return { ...lane, probe: isMixed ? null : key };
  });
}

/** A finished lane's tokens projected on something else; nothing where it is another text by now. */
export function withProjections(
  runs: RunsState,
  id: LaneId,
  text: string,
  tokens: readonly LaneToken[],
  { vectorId, layer }: ProbeKey,
): RunsState {
  const lane = runs.lanes[id];
  if (!lane || lane.text !== text || isLive(lane)) return runs;
  const probe = { vectorId, layer };
  return { ...runs, lanes: { ...runs.lanes, [id]: { ...lane, tokens, probe } } };
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

/** The lanes that are there, with their ids. */
export function laneEntries(lanes: Lanes): [LaneId, LaneRun][] {
  return Object.entries(lanes) as [LaneId, LaneRun][];
}

function eachLane(runs: RunsState, change: (lane: LaneRun, id: LaneId) => LaneRun): RunsState {
  const changed = Object.fromEntries(laneEntries(runs.lanes).map(([id, lane]) => [id, change(lane, id)]));
  return { ...runs, lanes: { ...runs.lanes, ...changed } };
}
