import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { type AppState, INITIAL_STATE } from '../appState.ts';
import { beginPair, finishRun, INITIAL_RUNS } from '../playground/runs.ts';
import type { Store } from '../store.ts';
import { laneResult, MODEL_INFO, PRESETS, QUESTION, VECTOR } from '../testValues.ts';
import { createMeasure } from './measure.ts';

const runs = finishRun(beginPair(INITIAL_RUNS, QUESTION), [
  laneResult('plain text'),
  laneResult('texte', 'length'),
]);

/** A page with two finished answers, over a model that answers when it is told to. */
function page() {
  const store = createStore<AppState>()(() => ({
    ...INITIAL_STATE,
    model: { ...INITIAL_STATE.model, phase: 'ready', info: MODEL_INFO },
    presets: { ...PRESETS, vectors: { french: VECTOR } },
    steering: QUESTION.steering,
    runs,
  })) as Store;
  const tiller = {
    score: vi.fn(async (_: unknown, text: string) => ({
      logProbs: new Float32Array(),
      perplexity: text.length,
    })),
    tokenize: vi.fn(async () => [7, 8, 9]),
    // One number a position: the position itself.
    projections: vi.fn(async (prompt: unknown) => {
      const ids = prompt as number[];
      return { tokens: ids.map((id) => `<${id}>`), values: [Float32Array.from(ids.keys())] };
    }),
  };
  const choice = { read: async () => new Map([['french', VECTOR]]) };
  return { store, tiller, measure: createMeasure({ store, tiller } as never, choice) };
}

describe('what is measured of finished texts', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is how likely the unsteered model finds each, after the plain prompt and once', async () => {
    const { store, tiller, measure } = page();
    measure.begin();
    await vi.runAllTimersAsync();
    measure.begin();
    await vi.runAllTimersAsync();
    expect(tiller.score.mock.calls.map(([prompt, text]) => [prompt, text])).toEqual([
      [[{ role: 'user', content: 'Why?' }], 'plain text'],
      [[{ role: 'user', content: 'Why?' }], 'texte'],
    ]);
    const { lanes } = store.getState().runs;
    expect([lanes.unsteered.perplexity, lanes.steered.perplexity]).toEqual([10, 5]);
  });

  it('is each token’s projection where it was predicted, on what the ribbon shows', async () => {
    const { store, measure } = page();
    const { unsteered: written } = runs.lanes;
    const tokens = [{ text: 'plain', projection: null, logProb: -0.5 }];
    store.setState({ runs: { ...runs, lanes: { ...runs.lanes, unsteered: { ...written, tokens } } } });
    measure.begin();
    await vi.runAllTimersAsync();
    const { unsteered } = store.getState().runs.lanes;
    // Three ids of the prompt: the first token is predicted at position 2.
    expect(unsteered.tokens).toEqual([
      { text: '<0>', projection: 2, logProb: -0.5 },
      { text: '<1>', projection: 3, logProb: null },
    ]);
    expect(unsteered.probe).toEqual({ vectorId: 'french', layer: 1 });
  });

  it('is what each value of a finished sweep costs, after the answers', async () => {
    const { store, tiller, measure } = page();
    const lane = { ...runs.lanes.unsteered, text: 'cell' };
    const cells = [
      { value: 0, lane: { ...lane, text: ' ' } },
      { value: 1, lane },
    ];
    store.setState({ sweep: { ...store.getState().sweep, question: QUESTION, cells } });
    measure.begin();
    await vi.runAllTimersAsync();
    expect(tiller.score.mock.calls.map(([, text]) => text)).toEqual(['plain text', 'texte', 'cell']);
    expect(store.getState().sweep.cells.map((cell) => cell.lane.perplexity)).toEqual([null, 4]);
  });

  it('gives way at once, and leaves out what came too late', async () => {
    const { store, tiller, measure } = page();
    tiller.score.mockImplementation(
      () =>
        new Promise((resolve) =>
          setTimeout(() => resolve({ logProbs: new Float32Array(), perplexity: 1 }), 1000),
        ),
    );
    measure.begin();
    await vi.advanceTimersByTimeAsync(500);
    measure.stop();
    await vi.runAllTimersAsync();
    expect(tiller.score).toHaveBeenCalledTimes(1);
    expect(store.getState().runs.lanes.unsteered.perplexity).toBeNull();
  });

  it('waits while texts are generated', async () => {
    const { store, tiller, measure } = page();
    store.setState({ runs: { ...runs, running: ['steered'] } });
    measure.begin();
    await vi.runAllTimersAsync();
    expect(tiller.score).not.toHaveBeenCalled();
  });
});
