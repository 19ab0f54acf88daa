/** One lane as the page shows it: its text while it streams, what it replaces, its speed and its verdict. */
import type { LaneResult } from '../../protocol/model.ts';
import type { ProbeKey } from './inside.ts';

/** `waiting`: sent, no token yet. `stopped`: ended by the user, text kept. */
export type LaneStatus = 'empty' | 'waiting' | 'streaming' | 'done' | 'stopped' | 'failed';

export type VerdictWord = 'pass' | 'fail' | 'undecided' | 'no check';

/** What one check says. */
export interface CheckVerdict {
  word: VerdictWord;
  /** false while more text could change it */
  isFinal: boolean;
  reason: string;
  /** both ways of checking, once the text is complete */
  strict: boolean | null;
  loose: boolean | null;
}

/** What all checks say together, with the reason of the one that decides. */
export interface Verdict extends CheckVerdict {
  /** place in the text that the reason speaks of: half-open, in UTF-16 units */
  range: readonly [start: number, end: number] | null;
  /** one for each check, in order */
  parts: readonly (CheckVerdict & { id: string; title: string })[];
}

/**
 * What a lane showed before it was started anew. Its first `heldLength` characters stand for the same answer, which is
 * made once more, and stay in full ink until the new text has caught up; the rest is greyed and replaced.
 */
export interface Previous {
  text: string;
  tokenCount: number;
  heldLength: number;
  heldTokenCount: number;
  /** of the held text */
  tokens: readonly LaneToken[];
}

/** A piece of a lane's text, with what the ribbon shows of it. */
export interface LaneToken {
  text: string;
  /** h . direction of the selected vector at its layer, where the token was predicted; null where not measured */
  projection: number | null;
  /** natural, before penalties and temperature; null where the token was not chosen on this page */
  logProb: number | null;
}

export interface LaneRun {
  status: LaneStatus;
  text: string;
  tokenCount: number;
  tokensPerSecond: number | null;
  /** milliseconds of the first token, to measure the speed while it streams */
  firstTokenAt: number | null;
  /** tokens that were there before this run, where it goes on after them */
  tokensBefore: number;
  /** joined they are the text, or begin as it does; empty for a text from an earlier visit */
  tokens: readonly LaneToken[];
  /** what the tokens' projections are on; null where there are none */
  probe: ProbeKey | null;
  /** to go on after; empty where that cannot be */
  tokenIds: readonly number[];
  /** of the text under the unsteered model after the plain prompt; null until it is measured */
  perplexity: number | null;
  finishReason: LaneResult['finishReason'] | null;
  previous: Previous | null;
  verdict: Verdict | null;
}

export const EMPTY_LANE: LaneRun = {
  status: 'empty',
  text: '',
  tokenCount: 0,
  tokensPerSecond: null,
  firstTokenAt: null,
  tokensBefore: 0,
  tokens: [],
  probe: null,
  tokenIds: [],
  perplexity: null,
  finishReason: null,
  previous: null,
  verdict: null,
};

/**
 * A fresh start. The text so far stays visible: greyed, or `held` in full ink where the new run gives the same answer.
 * Such a lane keeps its verdict.
 */
export function restartLane(lane: LaneRun, role: 'superseded' | 'held'): LaneRun {
  const { text, superseded } = shownText(lane);
  if (text === '' && superseded === '') return { ...EMPTY_LANE, status: 'waiting' };
  const tokenCount = shownTokenCount(lane);
  const isHeld = role === 'held';
  return {
    ...EMPTY_LANE,
    status: 'waiting',
    previous: {
      text: text + superseded,
      tokenCount: superseded === '' ? tokenCount : (lane.previous?.tokenCount ?? tokenCount),
      heldLength: isHeld ? text.length : 0,
      heldTokenCount: isHeld ? tokenCount : 0,
      tokens: isHeld ? shownTokens(lane) : [],
    },
    verdict: isHeld ? lane.verdict : null,
  };
}

/** Goes on after the text that is there. */
export function continueLane(lane: LaneRun): LaneRun {
  const { tokenCount: tokensBefore } = lane;
  return {
    ...lane,
    status: 'streaming',
    firstTokenAt: null,
    tokensBefore,
    perplexity: null,
    finishReason: null,
  };
}

/** Whether a lane ended before the model had said that it is done, and can go on. */
export function canContinue({ status, finishReason, tokenIds }: LaneRun): boolean {
  return (status === 'done' || status === 'stopped') && finishReason !== 'stop' && tokenIds.length > 0;
}

/** Adds what arrived since the last frame. @param now milliseconds */
export function appendTokens(lane: LaneRun, tokens: readonly LaneToken[], now: number): LaneRun {
  if (tokens.length === 0) return lane;
  const firstTokenAt = lane.firstTokenAt ?? now;
  const tokenCount = lane.tokenCount + tokens.length;
  const elapsed = now - firstTokenAt;
  // The pieces of the first frame came before the clock ran; a rate over a few milliseconds says nothing.
  const tokensPerSecond =
    elapsed < 200 ? lane.tokensPerSecond : ((tokenCount - lane.tokensBefore - 1) * 1000) / elapsed;
  return {
    ...lane,
    status: 'streaming',
    text: lane.text + tokens.map(({ text }) => text).join(''),
    tokens: [...lane.tokens, ...tokens],
    tokenCount,
    firstTokenAt,
    tokensPerSecond,
  };
}

/**
 * Ends the lane with what the model reports. An aborted lane keeps what it held, where that is longer; stopped before its
 * first token, it keeps the earlier text greyed.
 */
export function finishLane(lane: LaneRun, result: LaneResult): LaneRun {
  const isAborted = result.finishReason === 'aborted';
  if (isAborted && result.tokenIds.length === 0) return breakLane(lane, 'stopped');
  const isHeld = isAborted && isHolding(lane);
  return {
    ...lane,
    status: isAborted ? 'stopped' : 'done',
    text: isHeld ? shownText(lane).text : result.text,
    tokenCount: isHeld ? shownTokenCount(lane) : result.tokenIds.length,
    tokensPerSecond: result.tokenIds.length > 0 ? result.tokensPerSecond : null,
    finishReason: result.finishReason,
    tokenIds: isHeld ? [] : result.tokenIds,
    tokens: shownTokens(lane),
    previous: null,
  };
}

/**
 * Ends a lane without a result, because its run broke or was stopped early: what was visible stays visible. A text that
 * another setting wrote stays greyed, since it is no answer to what is set now.
 */
export function breakLane(lane: LaneRun, status: 'failed' | 'stopped'): LaneRun {
  if (!isLive(lane)) return lane;
  const { text } = shownText(lane);
  if (text === '' && lane.previous) return { ...lane, status, verdict: null };
  return { ...lane, status, text, tokenCount: shownTokenCount(lane), previous: null, verdict: null };
}

export function isLive(lane: LaneRun): boolean {
  return lane.status === 'waiting' || lane.status === 'streaming';
}

/** The text in full ink, and the greyed rest of the previous text that the new one has not reached yet. */
export function shownText(lane: LaneRun): { text: string; superseded: string } {
  const { previous } = lane;
  if (!previous) return { text: lane.text, superseded: '' };
  const text = isHolding(lane) ? previous.text.slice(0, previous.heldLength) : lane.text;
  return { text, superseded: restFromNextWord(previous.text, text.length) };
}

export function shownTokenCount(lane: LaneRun): number {
  return isHolding(lane) ? Math.max(lane.previous?.heldTokenCount ?? 0, lane.tokenCount) : lane.tokenCount;
}

/** Of the text in full ink. */
export function shownTokens(lane: LaneRun): readonly LaneToken[] {
  return isHolding(lane) ? (lane.previous?.tokens ?? []) : lane.tokens;
}

/** The new text is still the beginning of the held one. */
function isHolding({ text, previous }: LaneRun): boolean {
  if (!previous || previous.heldLength < text.length) return false;
  return previous.heldLength > 0 && previous.text.startsWith(text);
}

/** `text` from the first word that begins at or after `start`, with the white space before it. */
function restFromNextWord(text: string, start: number): string {
  if (start === 0) return text;
  const offset = text.slice(start).search(/\s/);
  return offset < 0 ? '' : text.slice(start + offset);
}
