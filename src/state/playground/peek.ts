/** The token that the pointer or the keyboard is on: what the page knows of it, and what else could stand there. */
import type { NextToken } from '../../core/nextTokens.ts';
import { strengthToValue } from '../../core/steering/strength.ts';
import type { AppState } from '../appState.ts';
import { selectRecording, selectShownLanes } from '../recorded/shown.ts';
import { isOwnWork, isRunning, selectProbe } from '../selectors.ts';
import type { LaneId } from './compare.ts';
import { sameProbe } from './inside.ts';
import { shownTokens } from './lane.ts';
import type { NextReading } from './reading.ts';
import { selectedCard } from './steering.ts';

export interface TokenPlace {
  id: LaneId;
  /** number of the token in the lane's answer */
  token: number;
}

export interface PeekState {
  /** null: nothing is looked at */
  place: TokenPlace | null;
  /** of that place; null until it is read */
  next: NextReading | null;
  /** a sentence; null: nothing went wrong */
  problem: string | null;
}

export const INITIAL_PEEK: PeekState = { place: null, next: null, problem: null };

/** What is known of a token without asking the model. */
export interface TokenFacts {
  text: string;
  /** from 1 */
  number: number;
  count: number;
  layer: number;
  projection: number;
  /** means of the vector's prompts at that layer */
  plain: number;
  instructed: number;
  /** where the selected card sets the projection; null: by another operator it sets none */
  target: number | null;
  logProb: number | null;
}

/** null where nothing is looked at, or its token is not there any more. A new object each time. */
export function selectTokenFacts(state: AppState): TokenFacts | null {
  const { place } = state.peek;
  const lane = place && selectShownLanes(state)[place.id];
  const probe = selectProbe(state);
  if (!lane || !probe || !sameProbe(lane.probe, probe)) return null;
  const tokens = shownTokens(lane);
  const token = tokens[place.token];
  if (!token || token.projection === null) return null;
  const { vector, layer } = probe;
  const { operator, strength } = selectedCard(state.steering);
  return {
    text: token.text,
    number: place.token + 1,
    count: tokens.length,
    layer,
    projection: token.projection,
    plain: vector.projectionNegative[layer] ?? 0,
    instructed: vector.projectionPositive[layer] ?? 0,
    target: operator === 'setProjection' ? strengthToValue(vector, layer, operator, strength) : null,
    logProb: token.logProb,
  };
}

/** Why the model cannot be asked about the place now; null where it can. */
export function selectPeekObstacle(state: AppState): 'recorded' | 'running' | 'other model' | null {
  if (selectRecording(state)) return 'recorded';
  if (isRunning(state) || state.sweep.isRunning) return 'running';
  const { place } = state.peek;
  const ids = place ? state.runs.lanes[place.id]?.tokenIds : [];
  return state.model.phase === 'ready' && isOwnWork(state) && ids?.length ? null : 'other model';
}

/** The likeliest tokens of one side alone, likeliest first. @param side 0: without steering, 1: with */
export function topOf<T extends NextToken>(tokens: readonly T[], side: 0 | 1, count: number): readonly T[] {
  return tokens.toSorted((a, b) => b.probabilities[side] - a.probabilities[side]).slice(0, count);
}
