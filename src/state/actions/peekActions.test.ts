import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { TillerError } from '../../core/errors.ts';
import { type AppState, INITIAL_STATE } from '../appState.ts';
import { beginPair, finishRun, INITIAL_RUNS } from '../playground/runs.ts';
import type { Store } from '../store.ts';
import { laneResult, MODEL_INFO, PRESETS, QUESTION, VECTOR } from '../testValues.ts';
import { createNextReader } from './nextReader.ts';
import { createPeekActions } from './peekActions.ts';

const runs = finishRun(beginPair(INITIAL_RUNS, QUESTION), [laneResult('a b c'), laneResult('un deux trois')]);

/** Two finished answers of three tokens, over a model of three words: token 1 without steering, token 2 with it. */
function page() {
  const store = createStore<AppState>()(() => ({
    ...INITIAL_STATE,
    model: { ...INITIAL_STATE.model, phase: 'ready', info: MODEL_INFO },
    presets: PRESETS,
    steering: QUESTION.steering,
    runs,
  })) as Store;
  const logits = vi.fn(async (_ids: unknown, interventions: unknown[], _options: { signal: AbortSignal }) =>
    interventions.length > 0 ? Float32Array.of(0, 0, 9) : Float32Array.of(0, 9, 0),
  );
  const tiller = {
    logits,
    tokenize: async () => [7, 8],
    projections: async (ids: number[]) => ({ tokens: ids.map((id) => `<${id}>`), values: [] }),
  };
  const measure = { begin: vi.fn(), stop: vi.fn() };
  const reader = createNextReader({ store, tiller } as never, {
    read: async () => new Map([['french', VECTOR]]),
  });
  return { store, logits, measure, ...createPeekActions(store, measure, reader) };
}

describe('a look at a token', () => {
  let { store, logits, measure, peekAt, closePeek } = page();
  const next = () => store.getState().peek.next;
  const rest = () => vi.advanceTimersByTimeAsync(150);

  beforeEach(() => {
    vi.useFakeTimers();
    ({ store, logits, measure, peekAt, closePeek } = page());
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('asks the model once it rests: the text before the token, without and with steering', async () => {
    peekAt('steered', 2);
    await vi.advanceTimersByTimeAsync(149);
    expect(logits).not.toHaveBeenCalled();
    await rest();
    expect(logits.mock.calls.map(([ids, interventions]) => [ids, interventions.length])).toEqual([
      [[7, 8, 0, 1], 0],
      [[7, 8, 0, 1], 1],
    ]);
    expect(next()).toMatchObject({ id: 'steered', position: 2 });
    expect(
      next()
        ?.tokens.map(({ text }) => text)
        .toSorted(),
    ).toEqual(['<0>', '<1>', '<2>']);
  });

  it('compares with the stack also where the answer itself is not steered', async () => {
    peekAt('unsteered', 1);
    await rest();
    expect(logits.mock.calls.map(([, interventions]) => interventions.length)).toEqual([0, 1]);
  });

  it('asks nothing for what it passes over', async () => {
    peekAt('steered', 0);
    await vi.advanceTimersByTimeAsync(100);
    peekAt('steered', 1);
    await rest();
    expect(logits).toHaveBeenCalledTimes(2);
    expect(next()?.position).toBe(1);
  });

  it('costs nothing the second time, until the stack is another', async () => {
    peekAt('unsteered', 1);
    await rest();
    const first = next();
    closePeek();
    expect(next()).toBeNull();
    peekAt('unsteered', 1);
    expect(next()).toBe(first);
    expect(logits).toHaveBeenCalledTimes(2);
    closePeek();
    const { steering } = store.getState();
    store.setState({
      steering: { ...steering, cards: steering.cards.map((card) => ({ ...card, strength: 2 })) },
    });
    peekAt('unsteered', 1);
    expect(next()).toBeNull();
    await rest();
    expect(logits).toHaveBeenCalledTimes(4);
  });

  it('is cancelled when it moves on, and gives the model back to what is measured', async () => {
    logits.mockImplementation(
      (_ids, _interventions, { signal }) =>
        new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(new TillerError('aborted', 'stopped'))),
        ),
    );
    peekAt('steered', 0);
    await rest();
    expect(measure.stop).toHaveBeenCalledTimes(1);
    closePeek();
    await vi.runAllTimersAsync();
    expect(measure.begin).toHaveBeenCalledTimes(1);
    expect(store.getState().peek).toEqual(INITIAL_STATE.peek);
  });

  it('waits for a run, and is answered after it where it rests still', async () => {
    store.setState({ runs: { ...runs, running: ['steered'] } });
    peekAt('unsteered', 1);
    await rest();
    expect(logits).not.toHaveBeenCalled();
    store.setState({ runs });
    await rest();
    expect(next()?.position).toBe(1);
  });

  it('says what went wrong', async () => {
    logits.mockRejectedValue(new TillerError('device_lost', 'the GPU was lost'));
    peekAt('steered', 0);
    await rest();
    expect(store.getState().peek.problem).toBe('The GPU was lost.');
  });
});
