/** Texts as they are kept over a reload and in the history: without what only a run in progress needs. */
import { readCheckList } from '../checks/checks.ts';
import { type CompareState, isKeptId, type LaneId, laneIds, readKept } from './compare.ts';
import { breakLane, EMPTY_LANE, type LaneRun, type Verdict } from './lane.ts';
import { isCount, isNumber, isRecord } from './presets.ts';
import { INITIAL_RUNS, laneEntries, type Question, type RunsState } from './runs.ts';
import { readSampling, type Sampling } from './settings.ts';
import type { SteeringState } from './steering.ts';
import { readSteering } from './storedSteering.ts';

/** A text this long was not made here; 1,024 tokens have some 6,000 characters. */
const MAX_CHARACTERS = 200_000;
/** As many tokens as an answer can have after it was continued a few times. */
const MAX_TOKENS = 8192;

export type StoredText = Pick<
  LaneRun,
  'text' | 'tokenCount' | 'tokensPerSecond' | 'finishReason' | 'verdict' | 'tokenIds' | 'perplexity'
>;
export type StoredTexts = { [id in LaneId]?: StoredText };

export interface StoredRuns {
  question: Question | null;
  texts: StoredTexts;
}

/** Lanes that are still running are kept as if they had been stopped here. */
export function toStoredRuns({ question, lanes }: RunsState): StoredRuns {
  return { question, texts: Object.fromEntries(laneEntries(lanes).map(([id, lane]) => [id, toText(lane)])) };
}

function toText(lane: LaneRun): StoredText {
  const { text, tokenCount, tokensPerSecond, finishReason, verdict, tokenIds, perplexity } = breakLane(
    lane,
    'stopped',
  );
  return { text, tokenCount, tokensPerSecond, finishReason, verdict, tokenIds, perplexity };
}

/** @returns `INITIAL_RUNS` where one of the two texts of a pair is none */
export function readRuns(stored: unknown, sampling: Sampling, steering: SteeringState): RunsState {
  if (!isRecord(stored) || !isRecord(stored.question) || !isRecord(stored.texts)) return INITIAL_RUNS;
  const { question, texts } = stored;
  const unsteered = readLane(texts.unsteered);
  const steered = readLane(texts.steered);
  if (!unsteered || !steered || !isShortText(question.prompt)) return INITIAL_RUNS;
  const others = Object.entries(texts).flatMap(([id, text]) => {
    const lane = id === 'words' || id === 'wordsSteered' || isKeptId(id) ? readLane(text) : null;
    return lane ? [[id, lane]] : [];
  });
  return {
    question: {
      prompt: question.prompt,
      systemPrompt: isShortText(question.systemPrompt) ? question.systemPrompt : '',
      sampling: readSampling(question.sampling, sampling),
      checks: readCheckList(question.checks),
      steering: readSteering(question.steering, steering),
      title: isShortText(question.title) ? question.title : null,
      words: isShortText(question.words) ? question.words : '',
      kept: readKept(question.kept),
      modelId: isShortText(question.modelId) ? question.modelId : null,
    },
    running: [],
    lanes: { unsteered, steered, ...Object.fromEntries(others) },
  };
}

/** Only lanes that are shown. */
export function withShownLanes(runs: RunsState, compare: CompareState): RunsState {
  const ids = laneIds(compare);
  const shown = laneEntries(runs.lanes).filter(([id]) => ids.includes(id));
  return { ...runs, lanes: { ...INITIAL_RUNS.lanes, ...Object.fromEntries(shown) } };
}

function readLane(stored: unknown): LaneRun | null {
  if (!isRecord(stored) || !isShortText(stored.text) || !isCount(stored.tokenCount)) return null;
  const { text, tokenCount, tokensPerSecond, perplexity, tokenIds } = stored;
  if (text === '' && tokenCount === 0) return EMPTY_LANE;
  const finishReason = REASONS.find((each) => each === stored.finishReason) ?? 'aborted';
  return {
    ...EMPTY_LANE,
    status: finishReason === 'aborted' ? 'stopped' : 'done',
    text,
    tokenCount,
    tokensPerSecond: isNumber(tokensPerSecond) ? tokensPerSecond : null,
    tokenIds: isTokens(tokenIds) ? tokenIds : [],
    perplexity: isNumber(perplexity) ? perplexity : null,
    finishReason,
    verdict: readVerdict(stored.verdict),
  };
}

const REASONS = ['stop', 'length', 'aborted'] as const;

const isTokens = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length <= MAX_TOKENS && value.every(isCount);

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

export const isShortText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= MAX_CHARACTERS;
