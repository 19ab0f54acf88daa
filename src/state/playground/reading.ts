/** What the view "See inside" has read: every token of an answer projected at every layer, and what may come next. */

import { mean } from '../../core/evaluate/summary.ts';
import type { NextToken } from '../../core/nextTokens.ts';
import type { SteeringVector } from '../../core/steering/types.ts';
import type { LaneId } from './compare.ts';

/** One answer under one vector's directions, each layer with its own. */
export interface LaneReading {
  id: LaneId;
  /** of the answer as it was read; another text makes it stale */
  text: string;
  tokens: readonly string[];
  /** [layers][tokens] at the position that each token was predicted from, after steering */
  values: readonly (readonly number[])[];
}

export interface NextReading {
  id: LaneId;
  position: number;
  /** texts of the tokens beside their probabilities: without steering, and with */
  tokens: readonly (NextToken & { text: string })[];
}

export interface InsideState {
  phase: 'idle' | 'reading';
  vectorId: string | null;
  readings: readonly LaneReading[];
  /** what is looked at: a token of an answer */
  chosen: LaneId;
  place: number;
  next: NextReading | null;
  /** a sentence; null: nothing went wrong */
  problem: string | null;
}

export const INITIAL_INSIDE: InsideState = {
  phase: 'idle',
  vectorId: null,
  readings: [],
  chosen: 'steered',
  place: 0,
  next: null,
  problem: null,
};

export interface CurvePoint {
  layer: number;
  plain: number;
  instructed: number;
  /** means over the answer's tokens; by lane */
  lanes: { [id in LaneId]?: number };
}

/** How far answers lie along the vector at every layer, beside the means that it was made from. */
export function curveOf(readings: readonly LaneReading[], vector: SteeringVector): CurvePoint[] {
  return Array.from({ length: vector.numLayers }, (_, layer) => ({
    layer,
    plain: vector.projectionNegative[layer] ?? 0,
    instructed: vector.projectionPositive[layer] ?? 0,
    lanes: Object.fromEntries(
      readings.map(({ id, values }) => [id, mean([...(values[layer] ?? [])])]),
    ) as CurvePoint['lanes'],
  }));
}

/** A token as it can be seen: white space has a sign of its own. */
export function visibleToken(text: string): string {
  return text.replace(/\n/g, '⏎').replace(/^ /, '␣') || '∅';
}
