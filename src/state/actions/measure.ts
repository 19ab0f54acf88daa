/**
 * What is measured of finished texts while nothing is generated: how likely the unsteered model finds them, and their
 * projections where the ribbon is to show another layer than they were written with. Gives way to any run at once.
 */
import type { Tiller } from '../../api/index.ts';
import { TillerError } from '../../core/errors.ts';
import { asAsked } from '../../core/pairs/asking.ts';
import { interventionsOf } from '../../core/steering/setting.ts';
import { withMeasured } from '../playground/history.ts';
import { probeOf, sameProbe } from '../playground/inside.ts';
import { isLive, type LaneRun } from '../playground/lane.ts';
import { appliedBy, cardsOf, laneFor } from '../playground/question.ts';
import {
  type LaneId,
  laneEntries,
  type Question,
  withPerplexity,
  withProjections,
} from '../playground/runs.ts';
import { isSameModel } from '../playground/steerable.ts';
import { activeCards } from '../playground/steering.ts';
import { withCells } from '../playground/sweep.ts';
import { isOwnWork, selectProbe } from '../selectors.ts';
import type { Store } from '../store.ts';
import type { Choice } from './choice.ts';
import { updateSlice } from './context.ts';

export interface Measure {
  /** Measures what is not measured yet, unless that is going on already. */
  begin(): void;
  /** Gives the model up for a run. */
  stop(): void;
}

/** Milliseconds without a run before measuring begins: a slider that moves on shall not wait for it. */
const IDLE_MS = 350;

export function createMeasure(
  { store, tiller }: { store: Store; tiller: Pick<Tiller, 'score' | 'tokenize' | 'projections'> },
  choice: Pick<Choice, 'read'>,
): Measure {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: AbortController | null = null;

  function begin(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void work(), IDLE_MS);
  }

  function stop(): void {
    clearTimeout(timer);
    current?.abort();
    current = null;
  }

  async function work(): Promise<void> {
    if (current) return;
    const abort = new AbortController();
    current = abort;
    try {
      while (!abort.signal.aborted && (await next(abort.signal)));
    } catch (error) {
      // A measure that fails leaves its number out; what the user does next says what is wrong with the model.
      if (!(error instanceof TillerError)) throw error;
    } finally {
      if (current === abort) current = null;
    }
  }

  /** One measure. @returns whether there was anything to do */
  async function next(signal: AbortSignal): Promise<boolean> {
    const { runs, model } = store.getState();
    const { question } = runs;
    if (!model.info || runs.running.length > 0) return false;
    if (!question || !isOwnWork(store.getState())) return scoreCell(signal);
    const { prompt } = asAsked(question.prompt, model.info.hasChatTemplate, question.systemPrompt);
    for (const [id, lane] of laneEntries(runs.lanes)) {
      if (isLive(lane) || lane.text.trim() === '') continue;
      const { text } = lane;
      if (lane.perplexity === null) {
        const { perplexity } = await tiller.score(prompt, text, { signal });
        if (!signal.aborted) {
          updateSlice(store, 'runs', (now) => withPerplexity(now, id, text, perplexity));
          updateSlice(store, 'history', (history) => withMeasured(history, id, text, perplexity));
        }
        return true;
      }
      if (await reproject(id, lane, question, signal)) return true;
    }
    return scoreCell(signal);
  }

  /** What one value of a finished sweep costs. */
  async function scoreCell(signal: AbortSignal): Promise<boolean> {
    const { sweep, model } = store.getState();
    const { question, cells, isRunning } = sweep;
    if (!question || !model.info || isRunning || !isSameModel(question.modelId ?? '', model.info.id))
      return false;
    const cell = cells.find(
      ({ lane }) => lane.perplexity === null && !isLive(lane) && lane.text.trim() !== '',
    );
    if (!cell) return false;
    const { text } = cell.lane;
    const { prompt } = asAsked(question.prompt, model.info.hasChatTemplate, question.systemPrompt);
    const { perplexity } = await tiller.score(prompt, text, { signal });
    if (!signal.aborted) {
      updateSlice(store, 'sweep', (now) =>
        withCells(now, (lane) => (lane.text === text && !isLive(lane) ? { ...lane, perplexity } : lane)),
      );
    }
    return true;
  }

  /** The lane's projections on what the ribbon shows now, where it shows something else. */
  async function reproject(
    id: LaneId,
    lane: LaneRun,
    question: Question,
    signal: AbortSignal,
  ): Promise<boolean> {
    const probe = selectProbe(store.getState());
    const { info } = store.getState().model;
    const { tokenIds, text } = lane;
    if (!probe || !info || tokenIds.length === 0 || sameProbe(lane.probe, probe)) return false;
    const vectors = await choice.read([...cardsOf(id, question), ...activeCards(question.steering)]);
    const applied = appliedBy(cardsOf(id, question), vectors);
    const ids = await tiller.tokenize(laneFor(id, question, vectors, info).prompt);
    const { tokens, values } = await tiller.projections(
      [...ids, ...tokenIds],
      [probeOf(probe)],
      interventionsOf(applied),
      { promptTokens: ids.length, signal },
    );
    if (signal.aborted) return false;
    // A token is predicted from the position before its own.
    const measured = tokenIds.map((_, index) => ({
      text: tokens[ids.length + index] ?? '',
      projection: values[0]?.[ids.length - 1 + index] ?? null,
      logProb: lane.tokens[index]?.logProb ?? null,
    }));
    updateSlice(store, 'runs', (now) => withProjections(now, id, text, measured, probe));
    return true;
  }

  return { begin, stop };
}
