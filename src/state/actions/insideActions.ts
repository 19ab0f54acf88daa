/** Actions of "See inside": read answers layer by layer, and ask what may come next at one of their tokens. */

import { TillerError } from '../../core/errors.ts';
import { t } from '../../text/text.ts';
import { errorSentence } from '../alert.ts';
import type { LaneId } from '../playground/compare.ts';
import { probeOf } from '../playground/inside.ts';
import type { InsideState, LaneReading } from '../playground/reading.ts';
import { laneEntries } from '../playground/runs.ts';
import { selectedCard } from '../playground/steering.ts';
import { isRunning, selectVector } from '../selectors.ts';
import type { Choice } from './choice.ts';
import { type ActionContext, updateSlice } from './context.ts';
import type { Measure } from './measure.ts';
import type { NextReader } from './nextReader.ts';

export interface InsideActions {
  /** Projects every token of the finished answers on the selected vector at every layer. */
  readInside(): Promise<void>;
  /** Looks at a token of an answer; past its end, at the last one. */
  pointAt(id: LaneId, place: number): void;
  /** The likeliest tokens where the answer's token number `position` was chosen, with and without steering. */
  readNext(id: LaneId, position: number): Promise<void>;
}

export function createInsideActions(
  { store, tiller }: Pick<ActionContext, 'store' | 'tiller'>,
  choice: Pick<Choice, 'read'>,
  measure: Measure,
  reader: NextReader,
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

  return {
    stopReading: () => current?.abort(),
    pointAt: (chosen, place) => update({ chosen, place }),
    readInside: () =>
      attempt(async (signal) => {
        await choice.read([selectedCard(store.getState().steering)]);
        const vector = selectVector(store.getState());
        const { chosenId: vectorId } = selectedCard(store.getState().steering);
        if (!vector || vectorId === null) throw new TillerError('bad_request', t('inside.noVector'));
        const probes = Array.from({ length: vector.numLayers }, (_, layer) => probeOf({ vector, layer }));
        const readings: LaneReading[] = [];
        for (const [id] of laneEntries(store.getState().runs.lanes)) {
          const input = await reader.inputOf(id);
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
        const next = reader.known(id, position) ?? (await reader.read(id, position, signal));
        return next ? { next } : {};
      }),
  };
}
