import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { loadLanguages } from '../../core/ifeval/index.ts';
import { type AppState, INITIAL_STATE } from '../appState.ts';
import { beginPair } from '../playground/runs.ts';
import { withSelectedCard } from '../playground/steering.ts';
import type { RecordedRun } from '../recorded/recordedRuns.ts';
import { selectRecording, selectShownSteering } from '../recorded/shown.ts';
import type { Store } from '../store.ts';
import { MODEL_INFO, PRESET, QUESTION } from '../testValues.ts';
import { createReplay } from './replay.ts';

const laneOf = (...texts: string[]): RecordedRun['steered'] => ({
  tokens: texts.map((text, index) => ({ id: index, text, at: index * 10, projection: 0 })),
  finishReason: 'stop',
  tokensPerSecond: 100,
  perplexity: 3,
});

const RUN: RecordedRun = {
  presetId: PRESET.id,
  title: PRESET.title,
  prompt: INITIAL_STATE.prompt,
  setting: { layer: 1, operator: 'setProjection', strength: 1.5 },
  check: PRESET.check,
  unsteered: laneOf('The sea is', ' wide and blue and cold', ' in the winter.'),
  steered: laneOf('La mer est', ' grande et bleue et froide', ' pendant tout l’hiver.'),
};

/** A page whose frames are run by hand. */
function page({ runs = [RUN] as unknown, status = 200, isStill = false } = {}) {
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify({ runs }), { status }));
  const store = createStore<AppState>()(() => ({
    ...INITIAL_STATE,
    steering: withSelectedCard(INITIAL_STATE.steering, (card) => ({ ...card, chosenId: PRESET.id })),
  })) as Store;
  let now = 0;
  let frames: (() => void)[] = [];
  const replay = createReplay(
    { store, baseUrl: 'http://localhost/' },
    { prepare: loadLanguages },
    {
      now: () => now,
      onFrame: (callback) => frames.push(callback),
      prefersStill: () => isStill,
    },
  );
  const passTo = (time: number) => {
    now = time;
    const due = frames;
    frames = [];
    for (const callback of due) callback();
  };
  return { store, replay, passTo, shown: () => selectRecording(store.getState()) };
}

describe('the first sight of the playground', () => {
  beforeEach(() => loadLanguages());
  afterEach(() => vi.unstubAllGlobals());

  it('is a recording that writes itself at its own pace, with verdicts', async () => {
    const { replay, shown, passTo } = page();
    await replay.begin();
    expect(shown()?.lanes.steered).toMatchObject({ status: 'streaming', text: 'La mer est' });
    passTo(10);
    expect(shown()?.lanes.steered.text).toBe('La mer est grande et bleue et froide');
    expect(shown()?.lanes.steered.verdict?.isFinal).toBe(false);
    passTo(20);
    expect(shown()?.lanes).toMatchObject({
      unsteered: { status: 'done', verdict: { word: 'fail', isFinal: true } },
      steered: { status: 'done', verdict: { word: 'pass', isFinal: true } },
    });
  });

  it('is the whole text at once for those who want no motion', async () => {
    const { replay, shown } = page({ isStill: true });
    await replay.begin();
    expect(shown()?.lanes.steered).toMatchObject({ status: 'done', tokenCount: 3 });
  });

  it('names the setting that was recorded, wherever the sliders stand', async () => {
    const { store, replay } = page();
    await replay.begin();
    expect(selectShownSteering(store.getState()).cards).toMatchObject([{ layer: 1, strength: 1.5 }]);
  });

  it('goes when something else is asked, and stands there whole when one comes back to it', async () => {
    const { store, replay, shown, passTo } = page();
    await replay.begin();
    store.setState({ prompt: 'Something else.' });
    expect(shown()).toBeNull();
    passTo(5);
    expect(shown()).toBeNull();
    store.setState({ prompt: RUN.prompt });
    expect(shown()?.lanes.steered.status).toBe('done');
  });

  it('makes room for the first run of one’s own, and does not come back', async () => {
    const { store, replay, shown } = page();
    await replay.begin();
    store.setState({ runs: beginPair(store.getState().runs, QUESTION) });
    expect(shown()).toBeNull();
    expect(selectShownSteering(store.getState())).toBe(QUESTION.steering);
  });

  it('goes when another model than the embedded one is loaded', async () => {
    const { store, replay, shown } = page();
    await replay.begin();
    const { model } = store.getState();
    store.setState({ model: { ...model, info: MODEL_INFO } });
    expect(shown()).not.toBeNull();
    store.setState({ model: { ...model, info: { ...MODEL_INFO, id: 'another' } } });
    expect(shown()).toBeNull();
  });

  it('is empty panes where the recordings are missing or broken', async () => {
    for (const broken of [page({ status: 404 }), page({ runs: 'none' })]) {
      await expect(broken.replay.begin()).resolves.toBeUndefined();
      expect(broken.shown()).toBeNull();
    }
  });
});
