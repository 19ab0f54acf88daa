/**
 * Reads finished answers once more: what went into one, and what could stand in the place of each of its tokens, with and
 * without steering. A place that was read is kept as long as its answer, so that a look back at it costs nothing.
 */
import type { Tiller } from '../../api/index.ts';
import { compareNextTokens } from '../../core/nextTokens.ts';
import { interventionsOf } from '../../core/steering/setting.ts';
import type { Intervention } from '../../core/steering/types.ts';
import type { SteeringCard } from '../playground/card.ts';
import type { LaneId } from '../playground/compare.ts';
import { isLive, type LaneRun } from '../playground/lane.ts';
import { appliedBy, cardsOf, laneFor } from '../playground/question.ts';
import type { NextReading } from '../playground/reading.ts';
import { activeCards } from '../playground/steering.ts';
import { isOwnWork } from '../selectors.ts';
import type { Store } from '../store.ts';
import type { Choice } from './choice.ts';

/** What a finished lane read: its prompt's ids, before its own, and what steered it. */
export interface LaneInput {
  lane: LaneRun;
  promptIds: readonly number[];
  interventions: Intervention[];
}

export interface NextReader {
  /** null where there is no finished answer of the loaded model */
  inputOf(id: LaneId): Promise<LaneInput | null>;
  /** What was read of that place before, under the stack as it is; null: nothing. */
  known(id: LaneId, position: number): NextReading | null;
  /**
   * The likeliest tokens where the answer's token number `position` was chosen; null as for `inputOf`.
   * @throws as the model, and `aborted`
   */
  read(id: LaneId, position: number, signal: AbortSignal): Promise<NextReading | null>;
}

/** Likeliest tokens of each side. */
const SHOWN_TOKENS = 8;

export function createNextReader(
  { store, tiller }: { store: Store; tiller: Pick<Tiller, 'tokenize' | 'logits' | 'projections'> },
  choice: Pick<Choice, 'read'>,
): NextReader {
  /** by the ids of an answer, which are another list for every answer; then by place and steering */
  const readings = new WeakMap<readonly number[], Map<string, NextReading>>();

  async function inputOf(id: LaneId): Promise<LaneInput | null> {
    const { runs, model } = store.getState();
    const lane = runs.lanes[id];
    const { question } = runs;
    if (!lane || !question || !model.info || isLive(lane) || lane.tokenIds.length === 0) return null;
    if (!isOwnWork(store.getState())) return null;
    const vectors = await choice.read(cardsOf(id, question));
    const promptIds = await tiller.tokenize(laneFor(id, question, vectors, model.info).prompt);
    const interventions = interventionsOf(appliedBy(cardsOf(id, question), vectors));
    return { lane, promptIds, interventions };
  }

  /** What steers the stack, also where the lane itself is not steered: that is the comparison. */
  function comparedCards(id: LaneId): readonly SteeringCard[] {
    const { runs, steering } = store.getState();
    const own = runs.question ? cardsOf(id, runs.question) : [];
    return own.length > 0 ? own : activeCards(steering);
  }

  function keyOf(id: LaneId, position: number): string {
    const { info } = store.getState().model;
    return JSON.stringify([position, comparedCards(id), info?.backend, info?.dtype]);
  }

  return {
    inputOf,
    known(id, position) {
      const { lanes } = store.getState().runs;
      return readings.get(lanes[id]?.tokenIds ?? [])?.get(keyOf(id, position)) ?? null;
    },
    async read(id, position, signal) {
      const key = keyOf(id, position);
      const cards = comparedCards(id);
      const input = await inputOf(id);
      if (!input) return null;
      const { lane, promptIds } = input;
      const interventions = interventionsOf(appliedBy(cards, await choice.read(cards)));
      const ids = [...promptIds, ...lane.tokenIds.slice(0, position)];
      const plain = await tiller.logits(ids, [], { signal });
      const steered = await tiller.logits(ids, interventions, { promptTokens: promptIds.length, signal });
      const next = compareNextTokens(plain, steered, SHOWN_TOKENS);
      // Any reading of ids says what they are as text.
      const { tokens } = await tiller.projections(
        next.map((each) => each.id),
        [],
        [],
        { signal },
      );
      const reading: NextReading = {
        id,
        position,
        tokens: next.map((each, index) => ({ ...each, text: tokens[index] ?? '' })),
      };
      const places = readings.get(lane.tokenIds) ?? new Map<string, NextReading>();
      readings.set(lane.tokenIds, places.set(key, reading));
      return reading;
    },
  };
}
