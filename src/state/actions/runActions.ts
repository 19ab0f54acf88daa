/**
 * Actions that generate: the pair of lanes, the steered lane again while a control moves, and Stop. The model runs one
 * request at a time, so a change first aborts the run in progress and starts the next when that has ended.
 */
import { TillerError } from '../../core/errors.ts';
import type { LaneToken } from '../../protocol/model.ts';
import { alertFor } from '../alert.ts';
import type { AppState } from '../appState.ts';
import { assertAskable, laneFor } from '../playground/question.ts';
import { type RunInProgress, restartDelay } from '../playground/restart.ts';
import {
  addTokens,
  beginPair,
  beginSteered,
  breakRun,
  finishRun,
  type LaneId,
  type Question,
} from '../playground/runs.ts';
import { activeCards } from '../playground/steering.ts';
import { effectiveSampling, isRunning, selectChecks, selectTitle } from '../selectors.ts';
import type { Choice } from './choice.ts';
import { type ActionContext, updateSlice } from './context.ts';
import type { Judge } from './judge.ts';

export interface RunActions {
  /** Both lanes, from the prompt box. Does nothing while a run is in progress or no model is ready. */
  generate(): Promise<void>;
  /** Both lanes, in the place of a run in progress. */
  generateAnew(): void;
  stop(): void;
  /** To be called after the steering changed: runs the steered lane again when there is something to compare with. */
  steeringChanged(): void;
}

export function createRunActions(
  { store, tiller }: ActionContext,
  choice: Pick<Choice, 'read'>,
  judge: Judge,
): RunActions {
  let current: (RunInProgress & { abort: AbortController }) | null = null;
  /** what is to run next: the steered lane again, or both from the prompt box */
  let wanted: 'steered' | 'pair' | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function generate(): Promise<void> {
    if (current || isRunning(store.getState())) return;
    await startPair();
  }

  async function startPair(): Promise<void> {
    const { prompt, settings, steering, model } = store.getState();
    if (model.phase !== 'ready') return;
    const sampling = effectiveSampling(settings.sampling, model.info);
    const question: Question = {
      prompt,
      sampling,
      steering,
      ...instructionOf(store.getState()),
    };
    await run(false, () => updateSlice(store, 'runs', (runs) => beginPair(runs, question)), prompt);
  }

  async function restart(): Promise<void> {
    const { steering, runs } = store.getState();
    const change = { steering, ...instructionOf(store.getState()) };
    await run(
      true,
      () => updateSlice(store, 'runs', (slice) => beginSteered(slice, change)),
      runs.question?.prompt ?? '',
    );
  }

  async function run(isRestart: boolean, begin: () => void, prompt: string): Promise<void> {
    const abort = new AbortController();
    current = { abort, isRestart, startedAt: performance.now(), hasFirstToken: false };
    const frames = gatherTokens();
    try {
      const vectors = await choice.read(activeCards(store.getState().steering));
      const { info } = store.getState().model;
      if (!info) return;
      assertAskable(prompt, vectors.values(), info);
      store.setState({ alert: null });
      begin();
      const { question, running } = store.getState().runs;
      if (!question) return;
      const lanes = running.map((id) => laneFor(id, question, vectors, info));
      judge.look();
      const checksReady = judge.prepare();
      const results = await tiller.generate(lanes, {
        signal: abort.signal,
        onToken: (lane, token) => frames.add(running[lane], token),
      });
      frames.flush();
      await checksReady;
      // The run that aborted this one takes its lanes over as they are.
      if (wanted) return;
      updateSlice(store, 'runs', (runs) => judge.settle(finishRun(runs, results)));
    } catch (error) {
      frames.flush();
      const isAborted = error instanceof TillerError && error.code === 'aborted';
      if (isAborted && wanted) return;
      wanted = null;
      updateSlice(store, 'runs', (runs) => judge.settle(breakRun(runs, isAborted ? 'stopped' : 'failed')));
      store.setState({ alert: alertFor(error, 'generate', false) });
    } finally {
      current = null;
      pump();
    }
  }

  /** Collects tokens and hands them to the store once per frame; a hidden page has no frames and gets all at the end. */
  function gatherTokens(): { add: (id: LaneId | undefined, token: LaneToken) => void; flush: () => void } {
    let pieces: Partial<Record<LaneId, string[]>> = {};
    let frame = 0;
    function flush(): void {
      cancelAnimationFrame(frame);
      frame = 0;
      const arrived = pieces;
      pieces = {};
      if (Object.keys(arrived).length === 0) return;
      updateSlice(store, 'runs', (runs) => addTokens(runs, arrived, performance.now()));
      judge.look();
    }
    return {
      flush,
      add(id, token) {
        if (!id) return;
        pieces[id] ??= [];
        pieces[id].push(token.text);
        if (id === 'steered' && current && !current.hasFirstToken) {
          current.hasFirstToken = true;
          pump();
        }
        frame ||= requestAnimationFrame(flush);
      },
    };
  }

  /** Starts what is wanted: now, after the run it aborts, or when the run may be replaced. */
  function pump(): void {
    clearTimeout(timer);
    if (!wanted) return;
    if (!current) {
      const start = wanted === 'pair' ? startPair : restart;
      wanted = null;
      void start();
      return;
    }
    const delay = wanted === 'pair' ? 0 : restartDelay(current, performance.now());
    if (delay > 0) timer = setTimeout(pump, delay);
    else current.abort.abort();
  }

  return {
    generate,
    generateAnew() {
      wanted = 'pair';
      pump();
    },
    stop() {
      wanted = null;
      clearTimeout(timer);
      current?.abort.abort();
    },
    steeringChanged() {
      const { runs, model } = store.getState();
      if (model.phase !== 'ready' || !runs.question) return;
      wanted ??= 'steered';
      pump();
    },
  };
}

/** What is chosen, as far as the answers are an answer to it. */
function instructionOf(state: AppState): Pick<Question, 'title' | 'checks'> {
  return { title: selectTitle(state), checks: selectChecks(state) };
}
