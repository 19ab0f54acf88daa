/**
 * Actions that generate: all lanes, what is steered again while a control moves, one lane further, and Stop. The model runs one
 * request at a time, so a change first aborts the run in progress and starts the next when that has ended.
 */
import { TillerError } from '../../core/errors.ts';
import type { Lane } from '../../protocol/model.ts';
import { inEnglish } from '../../text/text.ts';
import { alertFor } from '../alert.ts';
import type { AppState } from '../appState.ts';
import { canUseModel } from '../models/load.ts';
import { followsStack, hasWords, laneIds } from '../playground/compare.ts';
import { probeOf } from '../playground/inside.ts';
import { canContinue, type LaneRun } from '../playground/lane.ts';
import { assertAskable, cardsOf, laneFor } from '../playground/question.ts';
import { type RunInProgress, restartDelay } from '../playground/restart.ts';
import {
  addTokens,
  beginContinued,
  beginMissing,
  beginPair,
  beginSteered,
  breakRun,
  finishRun,
  type LaneId,
  type Question,
  type RunsState,
  withProbe,
} from '../playground/runs.ts';
import {
  effectiveSampling,
  isOwnWork,
  isRunning,
  selectChecks,
  selectIsToBuild,
  selectProbe,
  selectTitle,
  selectWords,
} from '../selectors.ts';
import type { Choice } from './choice.ts';
import { type ActionContext, updateSlice } from './context.ts';
import type { Judge } from './judge.ts';
import type { Measure } from './measure.ts';
import { tokenFrames } from './tokenFrames.ts';

export interface RunActions {
  /** All lanes, from the prompt box. Does nothing while a run is in progress or no model is ready. */
  generate(): Promise<void>;
  /** All lanes, in the place of a run in progress. */
  generateAnew(): void;
  stop(): void;
  /** To be called after the steering changed: runs what is steered again when there is something to compare with. */
  steeringChanged(): void;
  /** To be called after lanes were added: runs those that have no text yet. */
  lanesChanged(): void;
  /** Lets a lane that was cut off go on after its text. */
  continueLane(id: LaneId): Promise<void>;
}

export function createRunActions(
  { store, tiller }: ActionContext,
  choice: Pick<Choice, 'read'>,
  judge: Judge,
  measure: Measure,
  onDone: () => void,
  stopOthers: () => void,
): RunActions {
  let current: (RunInProgress & { abort: AbortController }) | null = null;
  /** what is to run next: everything from the prompt box, what follows the stack, or what has no text yet */
  let wanted: Wanted | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** the last text of each lane, of one prompt and its settings: after a small change of the stack the next may begin alike */
  const drafts = new Map<LaneId, number[]>();

  async function generate(): Promise<void> {
    if (current || isRunning(store.getState())) return;
    await start('all');
  }

  async function start(what: Wanted): Promise<void> {
    const state = store.getState();
    if (!canUseModel(state.model)) return;
    const ids = shownLanes(state);
    if (what === 'all') {
      const question = questionOf(state);
      await run(false, question.prompt, (runs) => beginPair(runs, question, ids));
      return;
    }
    const change = changeOf(state);
    if (what === 'missing' && beginMissing(state.runs, change, ids).running.length === 0) return;
    if (!isOwnWork(state)) {
      // Answers of two models do not stand side by side.
      const again = (runs: RunsState) =>
        runs.question ? beginPair(runs, { ...runs.question, ...change }, ids) : runs;
      await run(false, state.runs.question?.prompt ?? '', again);
      return;
    }
    const begin = what === 'steered' ? beginSteered : beginMissing;
    const prompt = state.runs.question?.prompt ?? '';
    await run(true, prompt, (runs) => begin(runs, change, ids));
  }

  /** @param begin the transition that says which lanes run */
  async function run(
    isRestart: boolean,
    prompt: string,
    begin: (runs: RunsState) => RunsState,
  ): Promise<void> {
    measure.stop();
    stopOthers();
    if (!isRestart) drafts.clear();
    const abort = new AbortController();
    current = { abort, isRestart, startedAt: performance.now(), hasFirstToken: false };
    const frames = tokenFrames<LaneId>((arrived) => {
      updateSlice(store, 'runs', (runs) => addTokens(runs, arrived, performance.now()));
      judge.look();
    });
    try {
      const planned = begin(store.getState().runs);
      const { question, running } = planned;
      const { info } = store.getState().model;
      if (!info || !question || running.length === 0) return;
      const vectors = await choice.read(running.flatMap((id) => cardsOf(id, question)));
      // Texts may have been judged or measured meanwhile.
      const next = begin(store.getState().runs);
      assertAskable(prompt, vectors.values(), info);
      const probe = selectProbe(store.getState());
      store.setState({ alert: null });
      updateSlice(store, 'runs', () => withProbe(next, probe));
      const probes = probe ? [probeOf(probe)] : [];
      const lanes = running.map((id) =>
        withDraft(withText(laneFor(id, question, vectors, info, probes), next.lanes[id]), drafts.get(id)),
      );
      judge.look();
      const checksReady = judge.prepare();
      const results = await tiller.generate(lanes, {
        signal: abort.signal,
        onToken(lane, { text, logProb, projections }) {
          const id = running[lane];
          if (!id) return;
          frames.add(id, { text, projection: projections?.[0] ?? null, logProb });
          if (current && !current.hasFirstToken && followsStack(id)) {
            current.hasFirstToken = true;
            pump();
          }
        },
      });
      frames.flush();
      await checksReady;
      // The run that aborted this one takes its lanes over as they are.
      if (wanted) return;
      for (const [index, { tokenIds }] of results.entries()) drafts.set(running[index]!, tokenIds);
      updateSlice(store, 'runs', (runs) => judge.settle(finishRun(runs, results)));
      if (!abort.signal.aborted) onDone();
    } catch (error) {
      frames.flush();
      const isAborted = error instanceof TillerError && error.code === 'aborted';
      if (isAborted && wanted) return;
      wanted = null;
      updateSlice(store, 'runs', (runs) => judge.settle(breakRun(runs, isAborted ? 'stopped' : 'failed')));
      const alert = alertFor(error, 'generate', false);
      // A preset of another model can be built for this one, which is nearer than the model it is of.
      const canBuild = error instanceof TillerError && error.code === 'shape_mismatch';
      store.setState({
        alert:
          alert && canBuild && selectIsToBuild(store.getState())
            ? { ...alert, action: 'buildPreset' }
            : alert,
      });
    } finally {
      current = null;
      if (!wanted) measure.begin();
      pump();
    }
  }

  /** Starts what is wanted: now, after the run it aborts, or when the run may be replaced. */
  function pump(): void {
    clearTimeout(timer);
    if (!wanted) return;
    if (!current) {
      const what = wanted;
      wanted = null;
      void start(what);
      return;
    }
    const delay = wanted === 'all' ? 0 : restartDelay(current, performance.now());
    if (delay > 0) timer = setTimeout(pump, delay);
    else current.abort.abort();
  }

  /** Nothing is run before there is something to compare with. */
  function want(what: 'steered' | 'missing'): void {
    const { runs, model } = store.getState();
    // a first run that still waits for its vectors has put its question already
    if (!canUseModel(model) || (!runs.question && !current)) return;
    if (wanted !== 'all' && wanted !== 'steered') wanted = what;
    pump();
  }

  return {
    generate,
    generateAnew() {
      wanted = 'all';
      pump();
    },
    stop() {
      wanted = null;
      clearTimeout(timer);
      current?.abort.abort();
    },
    steeringChanged: () => want('steered'),
    lanesChanged: () => want('missing'),
    async continueLane(id) {
      const lane = store.getState().runs.lanes[id];
      if (!isOwnWork(store.getState())) return;
      if (current || !lane || !canContinue(lane) || !canUseModel(store.getState().model)) return;
      await run(false, store.getState().runs.question?.prompt ?? '', (runs) => beginContinued(runs, id));
    },
  };
}

type Wanted = 'all' | 'steered' | 'missing';

/** What the page is set to, as one question. */
export function questionOf(state: AppState): Question {
  const { prompt, settings, model } = state;
  const sampling = effectiveSampling(settings.sampling, model.info);
  return { prompt, systemPrompt: settings.systemPrompt.trim(), sampling, ...changeOf(state) };
}

function changeOf(state: AppState): Omit<Question, 'prompt' | 'systemPrompt' | 'sampling'> {
  const { steering, compare, model } = state;
  return {
    steering,
    title: inEnglish(() => selectTitle(state)),
    checks: selectChecks(state),
    words: selectWords(state),
    kept: compare.kept,
    modelId: model.info?.id ?? null,
  };
}

/** Without words there is nothing that the lanes with the instruction in words could say. */
function shownLanes(state: AppState): LaneId[] {
  const isSayable = selectWords(state) !== '';
  return laneIds(state.compare).filter((id) => isSayable || !hasWords(id));
}

/** A lane that goes on after its text gets that, and room for as many tokens again. */
function withText(lane: Lane, run: LaneRun | undefined): Lane {
  if (!run || run.tokenIds.length === 0) return lane;
  const { tokenIds } = run;
  return { ...lane, generated: [...tokenIds], maxNewTokens: tokenIds.length + (lane.maxNewTokens ?? 128) };
}

function withDraft(lane: Lane, draft: number[] | undefined): Lane {
  return draft ? { ...lane, draft } : lane;
}
