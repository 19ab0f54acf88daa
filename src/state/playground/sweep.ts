/** The sweep strip: the same prompt at several strengths or layers of the selected card, as one batch of short lanes. */
import { decimal } from '../../text/numbers.ts';
import { t } from '../../text/text.ts';
import type { SteeringCard } from './card.ts';
import { breakLane, EMPTY_LANE, type LaneRun, restartLane } from './lane.ts';
import type { Question } from './runs.ts';
import { type SteeringState, withCard } from './steering.ts';

export type SweepAxis = 'strength' | 'layer';

export interface SweepCell {
  /** strength, or layer */
  value: number;
  lane: LaneRun;
}

export interface SweepState {
  axis: SweepAxis;
  /** what the texts are answers to; null before the first sweep */
  question: Question | null;
  /** the card whose strength or layer the cells have */
  cardId: string | null;
  cells: readonly SweepCell[];
  isRunning: boolean;
}

export const INITIAL_SWEEP: SweepState = {
  axis: 'strength',
  question: null,
  cardId: null,
  cells: [],
  isRunning: false,
};

/** Enough to see a language, a form and whether a text holds together. */
export const SWEEP_TOKENS = 32;
const MAX_CELLS = 7;
/** From plain to well past instructed, where most vectors break. */
const STRENGTHS = [0, 0.5, 1, 1.5, 2, 2.5, 3];

/** 5 to 9 values in order: fixed strengths with the card's own among them, or layers over the depth with its own. */
export function sweepValues(axis: SweepAxis, card: SteeringCard, numLayers: number): number[] {
  const own = card[axis];
  const values = axis === 'strength' ? STRENGTHS : spreadLayers(numLayers);
  return [...new Set([...values, own])].toSorted((a, b) => a - b);
}

/** From a fifth of the depth to the last one. */
function spreadLayers(numLayers: number): number[] {
  const first = Math.floor(numLayers / 5);
  const last = numLayers - 1;
  const count = Math.min(MAX_CELLS, last - first + 1);
  return Array.from({ length: count }, (_, index) =>
    count === 1 ? last : Math.round(first + (index * (last - first)) / (count - 1)),
  );
}

/** The stack with one card at one value of the sweep, switched on. */
export function steeringAt(
  steering: SteeringState,
  cardId: string,
  axis: SweepAxis,
  value: number,
): SteeringState {
  return withCard(steering, cardId, (card) => ({ ...card, [axis]: value, isOn: true }));
}

export function beginSweep(
  sweep: SweepState,
  question: Question,
  cardId: string,
  values: readonly number[],
): SweepState {
  const cells = values.map((value) => ({ value, lane: restartLane(EMPTY_LANE, 'superseded') }));
  return { ...sweep, question, cardId, cells, isRunning: true };
}

export function withCells(sweep: SweepState, change: (lane: LaneRun, index: number) => LaneRun): SweepState {
  return {
    ...sweep,
    cells: sweep.cells.map((cell, index) => ({ ...cell, lane: change(cell.lane, index) })),
  };
}

export function endSweep(sweep: SweepState, status: 'failed' | 'stopped'): SweepState {
  return { ...withCells(sweep, (lane) => breakLane(lane, status)), isRunning: false };
}

/** `1.50`, or a layer's number. */
export function sweepValueText(axis: SweepAxis, value: number): string {
  return axis === 'layer' ? t('playground.sweepLayer', { layer: value }) : decimal(value, 2);
}

/** What was done with a cell, as a sentence. */
export function sweepTakenText(axis: SweepAxis, value: number): string {
  return axis === 'layer'
    ? t('playground.sweepTookLayer', { value })
    : t('playground.sweepTookStrength', { value: decimal(value, 2) });
}
