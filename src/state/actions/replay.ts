/**
 * Replays a recorded run while the page has nothing of its own to show: from the opening until the first Generate. Goes
 * with what stands in the prompt box and on the steering card, and plays each recording once.
 */
import { isEmbedded } from '../playground/settings.ts';
import { selectedCard } from '../playground/steering.ts';
import { verdictFor } from '../playground/verdict.ts';
import {
  findRecording,
  laneAt,
  parseRecordedRuns,
  type RecordedLane,
  type RecordedRun,
} from '../recorded/recordedRuns.ts';
import { type ActionContext, updateSlice } from './context.ts';
import type { Judge } from './judge.ts';

export interface Replay {
  /** Reads the recordings and begins. Without them the panes stay empty, which is no error worth a message. */
  begin(): Promise<void>;
}

/** What the browser is asked for; tests give their own. */
export interface ReplayClock {
  now(): number;
  /** calls back once, at the next frame */
  onFrame(callback: () => void): void;
  prefersStill(): boolean;
}

const BROWSER: ReplayClock = {
  now: () => performance.now(),
  onFrame: (callback) => void requestAnimationFrame(callback),
  prefersStill: () => matchMedia('(prefers-reduced-motion: reduce)').matches,
};

export function createReplay(
  { store, baseUrl }: Pick<ActionContext, 'store' | 'baseUrl'>,
  { prepare }: Pick<Judge, 'prepare'>,
  clock: ReplayClock = BROWSER,
): Replay {
  let playing: { run: RecordedRun; startedAt: number } | null = null;
  const seen = new Set<RecordedRun>();
  let canCheck = false;

  /** The recording that the page should show now. */
  function wanted(): RecordedRun | null {
    const { runs, recorded, prompt, steering, model } = store.getState();
    // It shows what the embedded model does, and no other.
    if (runs.question || (model.info && !isEmbedded(model.info.id))) return null;
    return findRecording(recorded.list, prompt, selectedCard(steering).chosenId);
  }

  function follow(): void {
    const run = wanted();
    if (run === (store.getState().recorded.shown?.run ?? null)) return;
    if (!run) {
      playing = null;
      updateSlice(store, 'recorded', (recorded) => ({ ...recorded, shown: null }));
      return;
    }
    const isStill = clock.prefersStill() || seen.has(run);
    seen.add(run);
    playing = { run, startedAt: isStill ? Number.NEGATIVE_INFINITY : clock.now() };
    show();
  }

  function show(): void {
    if (!playing) return;
    const { run, startedAt } = playing;
    const elapsed = clock.now() - startedAt;
    const probe = { vectorId: run.presetId, layer: run.setting.layer };
    const laneOf = (lane: RecordedLane) => {
      const shown = laneAt(lane, elapsed, probe);
      return { ...shown, verdict: verdictFor(shown, run.check ? [run.check] : [], run.prompt, canCheck) };
    };
    const lanes = { unsteered: laneOf(run.unsteered), steered: laneOf(run.steered) };
    const before = store.getState().recorded.shown;
    const isNews =
      before?.run !== run ||
      before.lanes.unsteered.tokenCount !== lanes.unsteered.tokenCount ||
      before.lanes.steered.tokenCount !== lanes.steered.tokenCount;
    if (isNews) updateSlice(store, 'recorded', (recorded) => ({ ...recorded, shown: { run, lanes } }));
    if (lanes.unsteered.status === 'done' && lanes.steered.status === 'done') playing = null;
    else clock.onFrame(show);
  }

  return {
    async begin() {
      try {
        const [response] = await Promise.all([fetch(new URL('recorded/runs.json', baseUrl)), prepare()]);
        if (!response.ok) return;
        canCheck = true;
        const list = parseRecordedRuns(await response.json());
        updateSlice(store, 'recorded', (recorded) => ({ ...recorded, list }));
      } catch {
        // The panes then say what will appear in them, as they would after a first Generate is cleared.
        return;
      }
      store.subscribe((state, before) => {
        const isSame =
          state.runs.question === before.runs.question &&
          state.prompt === before.prompt &&
          state.model.info === before.model.info &&
          state.steering === before.steering;
        if (!isSame) follow();
      });
      follow();
    },
  };
}
