/**
 * What survives a reload: prompt, steering, checks, settings, the model choice, the last texts, the draft of a vector and
 * what the Evaluate place is set to. Written as plain JSON; read with suspicion, since an older version or another page of the same host may have
 * written it.
 */
import type { AppState } from './appState.ts';
import { type ChecksState, readCheckList, readChecks } from './checks/checks.ts';
import { readStoredEvaluate, type StoredEvaluate, toStoredEvaluate } from './evaluate/stored.ts';
import { readStoredLearn, type StoredLearn, toStoredLearn } from './learn/learn.ts';
import { type LastModel, type ModelChoice, readChoice, readLastModel } from './models/choice.ts';
import { breakLane, EMPTY_LANE, type LaneRun, type Verdict } from './playground/lane.ts';
import { isCount, isNumber, isRecord } from './playground/presets.ts';
import type { Question, RunsState } from './playground/runs.ts';
import {
  fits,
  SAMPLING_RANGES,
  type Sampling,
  type SettingsState,
  type Theme,
} from './playground/settings.ts';
import type { SteeringState } from './playground/steering.ts';
import { readSteering } from './playground/storedSteering.ts';
import { readStoredDraft, type StoredDraft, toStoredDraft } from './vectors/draft.ts';

/** A text this long was not made here; 1,024 tokens have some 6,000 characters. */
const MAX_CHARACTERS = 200_000;

type LastText = Pick<LaneRun, 'text' | 'tokenCount' | 'tokensPerSecond' | 'finishReason' | 'verdict'>;

export interface Persisted {
  prompt: string;
  steering: SteeringState;
  ownWords: string;
  checks: ChecksState;
  settings: SettingsState;
  choice: ModelChoice;
  lastModel: LastModel | null;
  vectorDraft: StoredDraft;
  evaluate: StoredEvaluate;
  learn: StoredLearn;
  question: Question | null;
  texts: Record<'unsteered' | 'steered', LastText>;
}

export function toPersisted(state: AppState): Persisted {
  const { unsteered, steered } = state.runs.lanes;
  return {
    prompt: state.prompt,
    steering: state.steering,
    ownWords: state.ownWords,
    checks: state.checks,
    settings: state.settings,
    choice: state.model.choice,
    lastModel: state.model.last,
    vectorDraft: toStoredDraft(state.vectorDraft),
    evaluate: toStoredEvaluate(state.evaluate),
    learn: toStoredLearn(state.learn),
    question: state.runs.question,
    texts: { unsteered: lastText(unsteered), steered: lastText(steered) },
  };
}

/** A lane that is still running is kept as if it had been stopped here. */
function lastText(lane: LaneRun): LastText {
  const { text, tokenCount, tokensPerSecond, finishReason, verdict } = breakLane(lane, 'stopped');
  return { text, tokenCount, tokensPerSecond, finishReason, verdict };
}

/** The state with every value from storage that is valid; whatever is not keeps its default. */
export function fromPersisted(stored: unknown, initial: AppState): AppState {
  if (!isRecord(stored)) return initial;
  const { model } = initial;
  const steering = readSteering(stored.steering, initial.steering);
  const settings = readSettings(stored.settings, initial.settings);
  return {
    ...initial,
    prompt: isShortText(stored.prompt) ? stored.prompt : initial.prompt,
    steering,
    ownWords: isShortText(stored.ownWords) ? stored.ownWords : '',
    checks: readChecks(stored.checks),
    settings,
    model: {
      ...model,
      choice: readChoice(stored.choice, model.choice),
      last: readLastModel(stored.lastModel),
    },
    vectorDraft: readStoredDraft(stored.vectorDraft),
    evaluate: readStoredEvaluate(stored.evaluate),
    learn: readStoredLearn(stored.learn),
    runs: readRuns(stored, initial.runs, settings.sampling, steering),
  };
}

function readSettings(stored: unknown, initial: SettingsState): SettingsState {
  if (!isRecord(stored)) return initial;
  return {
    sampling: readSampling(stored.sampling, initial.sampling),
    theme: oneOf<Theme>(stored.theme, ['system', 'light', 'dark'], initial.theme),
    loadsOnOpen: stored.loadsOnOpen === true,
    isPresenting: stored.isPresenting === true,
  };
}

function readSampling(stored: unknown, initial: Sampling): Sampling {
  if (!isRecord(stored)) return initial;
  const read = (key: keyof Sampling) => {
    const value = stored[key];
    return isNumber(value) && fits(value, SAMPLING_RANGES[key]) ? value : undefined;
  };
  return {
    maxNewTokens: read('maxNewTokens') ?? initial.maxNewTokens,
    temperature: read('temperature') ?? initial.temperature,
    topK: read('topK') ?? initial.topK,
    topP: read('topP') ?? initial.topP,
    repetitionPenalty: read('repetitionPenalty') ?? null,
    seed: read('seed') ?? initial.seed,
  };
}

function readRuns(
  stored: Record<string, unknown>,
  initial: RunsState,
  sampling: Sampling,
  steering: SteeringState,
): RunsState {
  const { question, texts } = stored;
  if (!isRecord(question) || !isShortText(question.prompt) || !isRecord(texts)) return initial;
  const unsteered = readLane(texts.unsteered);
  const steered = readLane(texts.steered);
  if (!unsteered || !steered) return initial;
  return {
    question: {
      prompt: question.prompt,
      sampling: readSampling(question.sampling, sampling),
      checks: readCheckList(question.checks),
      steering: readSteering(question.steering, steering),
      title: isShortText(question.title) ? question.title : null,
    },
    running: [],
    lanes: { unsteered, steered },
  };
}

function readLane(stored: unknown): LaneRun | null {
  if (!isRecord(stored) || !isShortText(stored.text) || !isCount(stored.tokenCount)) return null;
  const { text, tokenCount, tokensPerSecond } = stored;
  if (text === '' && tokenCount === 0) return EMPTY_LANE;
  const finishReason = oneOf<'stop' | 'length' | 'aborted'>(
    stored.finishReason,
    ['stop', 'length', 'aborted'],
    'aborted',
  );
  return {
    ...EMPTY_LANE,
    status: finishReason === 'aborted' ? 'stopped' : 'done',
    text,
    tokenCount,
    tokensPerSecond: isNumber(tokensPerSecond) ? tokensPerSecond : null,
    finishReason,
    verdict: readVerdict(stored.verdict),
  };
}

function readVerdict(stored: unknown): Verdict | null {
  if (!isRecord(stored) || !isShortText(stored.reason)) return null;
  const { word } = stored;
  if (word !== 'pass' && word !== 'fail' && word !== 'undecided' && word !== 'no check') return null;
  const flag = (value: unknown) => (typeof value === 'boolean' ? value : null);
  return {
    word,
    isFinal: stored.isFinal === true,
    reason: stored.reason,
    strict: flag(stored.strict),
    loose: flag(stored.loose),
    // Found anew when the checkers look at the text again.
    range: null,
    parts: [],
  };
}

const isShortText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= MAX_CHARACTERS;

function oneOf<T extends string>(value: unknown, allowed: readonly T[], fallback: T): T {
  return allowed.find((each) => each === value) ?? fallback;
}
