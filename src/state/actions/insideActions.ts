/** Actions of "See inside": read answers layer by layer, and ask what may come next at one of their tokens. */

import { TillerError } from '../../core/errors.ts';
import { compareNextTokens } from '../../core/nextTokens.ts';
import { interventionsOf } from '../../core/steering/setting.ts';
import { errorSentence } from '../alert.ts';
import type { LaneId } from '../playground/compare.ts';
import { probeOf } from '../playground/inside.ts';
import { isLive } from '../playground/lane.ts';
import { appliedBy, cardsOf, laneFor } from '../playground/question.ts';
import type { InsideState, LaneReading } from '../playground/reading.ts';
import { laneEntries } from '../playground/runs.ts';
import { selectedCard } from '../playground/steering.ts';
import { isOwnWork, isRunning, selectVector } from '../selectors.ts';
import type { Choice } from './choice.ts';
import { type ActionContext, updateSlice } from './context.ts';
import type { Measure } from './measure.ts';

export interface InsideActions {
  /** Projects every token of the finished answers on the selected vector at every layer. */
  readInside(): Promise<void>;
  /** Looks at a token of an answer; past its end, at the last one. */
  pointAt(id: LaneId, place: number): void;
  /** The likeliest tokens where the answer's token number `position` was chosen, with and without steering. */
  readNext(id: LaneId, position: number): Promise<void>;
}

const SHOWN_TOKENS = 8;

export function createInsideActions(
  { store, tiller }: Pick<ActionContext, 'store' | 'tiller'>,
  choice: Pick<Choice, 'read'>,
  measure: Measure,
): InsideActions & { stopReading(): void } {
  let current: AbortController | null = null;

  const update = (change: Partial<InsideState>): void =>
    updateSlice(store, 'inside', (inside) => ({ ...inside, ...change }));

  /** One reading at a time; the next takes the place of the one before. */
  async function attempt(task: (signal: AbortSignal) => Promise<Partial<InsideState>>): Promise<void> {
    current?.abort();
    if (isRunning(store.getState()) || store.getState().model.phase !== 'ready') return;
    measure.stop();
    const abort = new AbortController();
    current = abort;
    update({ phase: 'reading', problem: null });
    try {
      const change = await task(abort.signal);
      if (current === abort) update({ ...change, phase: 'idle' });
    } catch (error) {
      const isAborted = error instanceof TillerError && error.code === 'aborted';
      if (current === abort) update({ phase: 'idle', problem: isAborted ? null : errorSentence(error) });
    } finally {
      if (current === abort) {
        current = null;
        measure.begin();
      }
    }
  }

  /** What a lane reads: its prompt's ids, its own, and what steers it. */
  async function inputOf(id: LaneId) {
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

  return {
    stopReading: () => current?.abort(),
    pointAt: (chosen, place) => update({ chosen, place }),
    readInside: () =>
      attempt(async (signal) => {
        await choice.read([selectedCard(store.getState().steering)]);
        const vector = selectVector(store.getState());
        const { chosenId: vectorId } = selectedCard(store.getState().steering);
        if (!vector || vectorId === null)
          throw new TillerError('bad_request', 'Choose a vector to read along.');
        const probes = Array.from({ length: vector.numLayers }, (_, layer) => probeOf({ vector, layer }));
        const readings: LaneReading[] = [];
        for (const [id] of laneEntries(store.getState().runs.lanes)) {
          const input = await inputOf(id);
          if (!input) continue;
          const { lane, promptIds, interventions } = input;
          const { tokens, values } = await tiller.projections(
            [...promptIds, ...lane.tokenIds],
            probes,
            interventions,
            { promptTokens: promptIds.length, signal },
          );
          // A token is predicted from the position before its own.
          const [from, to] = [promptIds.length - 1, promptIds.length - 1 + lane.tokenIds.length];
          readings.push({
            id,
            text: lane.text,
            tokens: tokens.slice(promptIds.length),
            values: values.map((layer) => [...layer.slice(from, to)]),
          });
        }
        return { vectorId, readings, next: null };
      }),
    readNext: (id, position) =>
      attempt(async (signal) => {
        const { steering, runs } = store.getState();
        const input = await inputOf(id);
        if (!input || !runs.question) return {};
        const { lane, promptIds } = input;
        // What steers the stack, also where the lane itself is not steered: that is the comparison.
        const cards = input.interventions.length > 0 ? cardsOf(id, runs.question) : steering.cards;
        const active = cards.filter(({ isOn }) => isOn);
        const interventions = interventionsOf(appliedBy(active, await choice.read(active)));
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
        return {
          next: {
            id,
            position,
            tokens: next.map((each, index) => ({ ...each, text: tokens[index] ?? '' })),
          },
        };
      }),
  };
}
