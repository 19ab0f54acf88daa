/** Actions of the sweep strip. A sweep is one batch; it gives way to any run, and a run to none of its cells. */
import { TillerError } from '../../core/errors.ts';
import { alertFor } from '../alert.ts';
import { appendTokens, finishLane } from '../playground/lane.ts';
import { assertAskable, cardsOf, laneFor } from '../playground/question.ts';
import type { Question } from '../playground/runs.ts';
import { selectedCard } from '../playground/steering.ts';
import {
  beginSweep,
  endSweep,
  SWEEP_TOKENS,
  type SweepAxis,
  type SweepState,
  steeringAt,
  sweepTakenText,
  sweepValues,
  withCells,
} from '../playground/sweep.ts';
import { isRunning, selectNumLayers } from '../selectors.ts';
import type { Choice } from './choice.ts';
import { type ActionContext, updateSlice } from './context.ts';
import type { Judge } from './judge.ts';
import type { Measure } from './measure.ts';
import { questionOf } from './runActions.ts';
import type { SteeringActions } from './steeringActions.ts';
import { tokenFrames } from './tokenFrames.ts';

export interface SweepActions {
  setSweepAxis(axis: SweepAxis): void;
  /** Has every value answer what stands in the prompt box. Nothing while a run is in progress or no model is ready. */
  startSweep(): Promise<void>;
  stopSweep(): void;
  /** Sets the swept card to a value. Can be undone. */
  adoptSweepValue(value: number): void;
}

export function createSweepActions(
  { store, tiller }: ActionContext,
  choice: Pick<Choice, 'read'>,
  judge: Pick<Judge, 'prepare' | 'verdict'>,
  measure: Measure,
): Omit<SweepActions, 'adoptSweepValue'> {
  let current: AbortController | null = null;

  const update = (change: (sweep: SweepState) => SweepState): void => updateSlice(store, 'sweep', change);

  /** The verdict on every text as it stands. */
  const judged = (sweep: SweepState): SweepState =>
    withCells(sweep, (lane) => ({
      ...lane,
      verdict: sweep.question ? judge.verdict(lane, sweep.question) : null,
    }));

  function lanesOf(question: Question, cardId: string, axis: SweepAxis, values: readonly number[]) {
    const { sampling } = question;
    const short = { ...sampling, maxNewTokens: Math.min(sampling.maxNewTokens, SWEEP_TOKENS) };
    return values.map((value) => ({
      ...question,
      sampling: short,
      steering: steeringAt(question.steering, cardId, axis, value),
    }));
  }

  async function startSweep(): Promise<void> {
    const state = store.getState();
    const { info, phase } = state.model;
    if (current || isRunning(state) || phase !== 'ready' || !info) return;
    measure.stop();
    const abort = new AbortController();
    current = abort;
    const { axis } = state.sweep;
    const card = selectedCard(state.steering);
    const question = questionOf(state);
    const values = sweepValues(axis, card, selectNumLayers(state));
    const questions = lanesOf(question, card.id, axis, values);
    const frames = tokenFrames<number>((arrived) =>
      update((sweep) =>
        judged(
          withCells(sweep, (lane, index) => appendTokens(lane, arrived[index] ?? [], performance.now())),
        ),
      ),
    );
    try {
      const vectors = await choice.read(questions.flatMap((each) => cardsOf('steered', each)));
      assertAskable(question.prompt, vectors.values(), info);
      await judge.prepare();
      store.setState({ alert: null });
      update((sweep) => beginSweep(sweep, question, card.id, values));
      const results = await tiller.generate(
        questions.map((each) => laneFor('steered', each, vectors, info)),
        {
          signal: abort.signal,
          onToken: (index, { text, logProb }) => frames.add(index, { text, projection: null, logProb }),
        },
      );
      frames.flush();
      update((sweep) => ({
        ...judged(
          withCells(sweep, (lane, index) => {
            const result = results[index];
            return result ? finishLane(lane, result) : lane;
          }),
        ),
        isRunning: false,
      }));
    } catch (error) {
      frames.flush();
      const isAborted = error instanceof TillerError && error.code === 'aborted';
      update((sweep) => endSweep(sweep, isAborted ? 'stopped' : 'failed'));
      store.setState({ alert: alertFor(error, 'generate', false) });
    } finally {
      current = null;
      measure.begin();
    }
  }

  return {
    setSweepAxis: (axis) => update((sweep) => (sweep.isRunning ? sweep : { ...sweep, axis, cells: [] })),
    startSweep,
    stopSweep: () => current?.abort(),
  };
}

export function createSweepAdoption(
  { store }: Pick<ActionContext, 'store'>,
  { selectCard, setLayer, setStrength, setSteeringOn }: SteeringActions,
): Pick<SweepActions, 'adoptSweepValue'> {
  return {
    adoptSweepValue(value) {
      const { sweep, steering } = store.getState();
      const { axis, cardId } = sweep;
      if (cardId === null || steering.cards.every(({ id }) => id !== cardId)) return;
      selectCard(cardId);
      setSteeringOn(true, cardId);
      if (axis === 'layer') setLayer(value, cardId);
      else setStrength(value, cardId);
      const words = sweepTakenText(axis, value);
      store.setState({ undo: { kind: 'slices', words, restore: { steering } } });
    },
  };
}
