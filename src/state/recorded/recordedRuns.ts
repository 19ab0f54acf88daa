/**
 * Runs of the embedded model that were recorded by `npm run record`: what the playground shows before there is a model.
 * Every token is there with its time, so that they replay as they were written.
 */
import { TillerError } from '../../core/errors.ts';
import type { SteeringSetting } from '../../core/steering/setting.ts';
import type { ProbeKey } from '../playground/inside.ts';
import { EMPTY_LANE, type LaneRun } from '../playground/lane.ts';
import { isCount, isNumber, isRecord, isText, type PresetCheck } from '../playground/presets.ts';

export interface RecordedToken {
  id: number;
  /** the piece of text that became final with it */
  text: string;
  /** milliseconds after the first token of the run */
  at: number;
  /** on the steering direction at the steered layer, at the position this token was predicted from */
  projection: number;
  /** natural, before the penalty; older recordings have none */
  logProb?: number;
}

export interface RecordedLane {
  tokens: readonly RecordedToken[];
  finishReason: 'stop' | 'length';
  tokensPerSecond: number;
  /** of the text under the unsteered model after the plain prompt */
  perplexity: number;
}

export interface RecordedRun {
  presetId: string;
  title: string;
  prompt: string;
  setting: SteeringSetting;
  check: PresetCheck | null;
  unsteered: RecordedLane;
  steered: RecordedLane;
}

export interface RecordedState {
  list: readonly RecordedRun[];
  /** what the panes show while nothing of one's own is there; null: nothing was recorded for it */
  shown: ShownRecording | null;
}

export interface ShownRecording {
  run: RecordedRun;
  lanes: Readonly<Record<'unsteered' | 'steered', LaneRun>>;
}

export const INITIAL_RECORDED: RecordedState = { list: [], shown: null };

/** The recording of this prompt and preset; null where there is none. */
export function findRecording(
  list: readonly RecordedRun[],
  prompt: string,
  presetId: string | null,
): RecordedRun | null {
  return list.find((run) => run.presetId === presetId && run.prompt === prompt.trim()) ?? null;
}

/**
 * @param elapsedMs since the replay began; Infinity: the whole text
 * @param probe what the tokens' projections are on
 * @returns the lane without a verdict
 */
export function laneAt(lane: RecordedLane, elapsedMs: number, probe: ProbeKey): LaneRun {
  const { tokens, finishReason, tokensPerSecond, perplexity } = lane;
  const shown = tokens.filter(({ at }) => at <= elapsedMs);
  const isDone = shown.length === tokens.length;
  return {
    ...EMPTY_LANE,
    status: isDone ? 'done' : shown.length > 0 ? 'streaming' : 'waiting',
    text: shown.map(({ text }) => text).join(''),
    tokenCount: shown.length,
    tokens: shown.map(({ text, projection, logProb = null }) => ({ text, projection, logProb })),
    probe,
    perplexity: isDone ? perplexity : null,
    tokensPerSecond: shown.length > 1 ? tokensPerSecond : null,
    finishReason: isDone ? finishReason : null,
  };
}

/**
 * @param json the parsed `recorded/runs.json`
 * @throws TillerError `file_corrupt`
 */
export function parseRecordedRuns(json: unknown): RecordedRun[] {
  const runs = isRecord(json) ? json.runs : null;
  if (!Array.isArray(runs)) throw corrupt('a list of runs');
  return runs.map((run: unknown, index) => {
    if (!isRecord(run)) throw corrupt(`an object as run ${index}`);
    const { presetId, title, prompt, setting, check, unsteered, steered } = run;
    if (!isText(presetId) || !isText(title) || !isText(prompt)) throw corrupt(`names in run ${index}`);
    if (!isSetting(setting)) throw corrupt(`a setting in run ${index}`);
    if (check !== null && !isCheck(check)) throw corrupt(`a check in run ${index}`);
    if (!isLane(unsteered) || !isLane(steered)) throw corrupt(`two lanes in run ${index}`);
    return { presetId, title, prompt, setting, check, unsteered, steered };
  });
}

function isSetting(value: unknown): value is SteeringSetting {
  return isRecord(value) && isCount(value.layer) && isNumber(value.strength) && isText(value.operator);
}

function isCheck(value: unknown): value is PresetCheck {
  return isRecord(value) && isText(value.instructionId) && isRecord(value.kwargs);
}

function isLane(value: unknown): value is RecordedLane {
  if (!isRecord(value) || !Array.isArray(value.tokens)) return false;
  if (!isNumber(value.tokensPerSecond) || !isNumber(value.perplexity)) return false;
  if (value.finishReason !== 'stop' && value.finishReason !== 'length') return false;
  return value.tokens.length > 0 && value.tokens.every(isToken);
}

function isToken(value: unknown): value is RecordedToken {
  if (!isRecord(value) || typeof value.text !== 'string') return false;
  const { id, at, projection, logProb } = value;
  return [at, projection, logProb ?? 0].every(isNumber) && isCount(id);
}

function corrupt(expected: string): TillerError {
  return new TillerError(
    'file_corrupt',
    `recorded/runs.json: expected ${expected}; make the file again with npm run record.`,
  );
}
