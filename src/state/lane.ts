/** One lane as the page shows it: its text while it streams, what it replaces, its speed and its verdict. */
import type { LaneResult } from '../protocol/model.ts';

/** `waiting`: sent, no token yet. `stopped`: ended by the user, text kept. */
export type LaneStatus = 'empty' | 'waiting' | 'streaming' | 'done' | 'stopped' | 'failed';

export type VerdictWord = 'pass' | 'fail' | 'undecided' | 'no check';

export interface Verdict {
  word: VerdictWord;
  /** false while more text could change it */
  isFinal: boolean;
  reason: string;
  /** both ways of checking, once the text is complete */
  strict: boolean | null;
  loose: boolean | null;
}

/** What a lane showed before it was started anew. */
export interface Previous {
  text: string;
  tokenCount: number;
  /** `superseded`: greyed and replaced. `held`: the same answer again, shown until the new text has caught up. */
  role: 'superseded' | 'held';
}

export interface LaneRun {
  status: LaneStatus;
  text: string;
  tokenCount: number;
  tokensPerSecond: number | null;
  /** milliseconds of the first token, to measure the speed while it streams */
  firstTokenAt: number | null;
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
  finishReason: null,
  previous: null,
  verdict: null,
};

/** A fresh start; the old text, if any, stays visible in the given role. */
export function restartLane(lane: LaneRun, role: Previous['role']): LaneRun {
  const shown = shownText(lane);
  // Nothing new to hold yet: what was to be replaced still is.
  if (role === 'held' && shown.text === '')
    return { ...EMPTY_LANE, status: 'waiting', previous: lane.previous };
  const text = role === 'held' ? shown.text : shown.text + shown.superseded;
  const previous = text === '' ? null : { text, tokenCount: shownTokenCount(lane), role };
  return { ...EMPTY_LANE, status: 'waiting', previous, verdict: role === 'held' ? lane.verdict : null };
}

/** Adds the pieces that arrived since the last frame. @param now milliseconds */
export function appendTokens(lane: LaneRun, pieces: readonly string[], now: number): LaneRun {
  if (pieces.length === 0) return lane;
  const firstTokenAt = lane.firstTokenAt ?? now;
  const tokenCount = lane.tokenCount + pieces.length;
  const elapsed = now - firstTokenAt;
  // The pieces of the first frame came before the clock ran; a rate over a few milliseconds says nothing.
  const tokensPerSecond = elapsed < 200 ? lane.tokensPerSecond : ((tokenCount - 1) * 1000) / elapsed;
  return {
    ...lane,
    status: 'streaming',
    text: lane.text + pieces.join(''),
    tokenCount,
    firstTokenAt,
    tokensPerSecond,
  };
}

/** Ends the lane with what the model reports. An aborted lane keeps the longer of its own and a held text. */
export function finishLane(lane: LaneRun, result: LaneResult): LaneRun {
  const isAborted = result.finishReason === 'aborted';
  const held = isAborted && lane.previous?.role === 'held' ? shownText(lane).text : null;
  return {
    ...lane,
    status: isAborted ? 'stopped' : 'done',
    text: held ?? result.text,
    tokenCount: held === null ? result.tokenIds.length : shownTokenCount(lane),
    tokensPerSecond: result.tokenIds.length > 0 ? result.tokensPerSecond : null,
    finishReason: result.finishReason,
    previous: null,
  };
}

/** Ends a lane without a result, because its run broke or was stopped early: what was visible stays visible. */
export function breakLane(lane: LaneRun, status: 'failed' | 'stopped'): LaneRun {
  if (!isLive(lane)) return lane;
  const { text } = shownText(lane);
  const kept = text === '' && lane.previous ? lane.previous : { text, tokenCount: shownTokenCount(lane) };
  return { ...lane, status, text: kept.text, tokenCount: kept.tokenCount, previous: null, verdict: null };
}

export function isLive(lane: LaneRun): boolean {
  return lane.status === 'waiting' || lane.status === 'streaming';
}

/** The text in full ink, and the greyed rest of a superseded text that the new one has not reached yet. */
export function shownText(lane: LaneRun): { text: string; superseded: string } {
  const { previous, text } = lane;
  if (!previous) return { text, superseded: '' };
  if (previous.role === 'held') {
    return { text: previous.text.startsWith(text) ? previous.text : text, superseded: '' };
  }
  return { text, superseded: restFromNextWord(previous.text, text.length) };
}

export function shownTokenCount(lane: LaneRun): number {
  const { previous } = lane;
  if (previous?.role !== 'held' || !previous.text.startsWith(lane.text)) return lane.tokenCount;
  return Math.max(previous.tokenCount, lane.tokenCount);
}

/** `text` from the first word that begins at or after `start`, with the white space before it. */
function restFromNextWord(text: string, start: number): string {
  if (start === 0) return text;
  const offset = text.slice(start).search(/\s/);
  return offset < 0 ? '' : text.slice(start + offset);
}
