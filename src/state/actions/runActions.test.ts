import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Tiller } from '../../api/index.ts';
import type { Lane } from '../../protocol/model.ts';
import { type AppState, INITIAL_STATE } from '../appState.ts';
import { withSelectedCard } from '../playground/steering.ts';
import type { Store } from '../store.ts';
import { laneResult, MODEL_INFO, PRESETS, QUESTION, VECTOR } from '../testValues.ts';
import { createRunActions } from './runActions.ts';

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => setTimeout(callback, 0));
  vi.stubGlobal('cancelAnimationFrame', (timer: number) => clearTimeout(timer));
});

/** Answers every lane with two tokens; keeps what it was asked. */
function page(vectorsRead: Promise<void> = Promise.resolve()) {
  const asked: Lane[][] = [];
  const generate: Tiller['generate'] = async (lanes) => {
    asked.push(lanes);
    return lanes.map(() => laneResult('two words'));
  };
  const store = createStore<AppState>()(() => ({
    ...INITIAL_STATE,
    model: { ...INITIAL_STATE.model, phase: 'ready', info: MODEL_INFO },
    presets: PRESETS,
    prompt: QUESTION.prompt,
    steering: QUESTION.steering,
  })) as Store;
  const judge = {
    prepare: async () => {},
    look: () => {},
    verdict: () => null,
    settle: (runs: never) => runs,
  };
  const actions = createRunActions(
    { store, tiller: { generate } as Tiller, baseUrl: '', database: async () => Promise.reject(new Error()) },
    {
      read: async () => {
        await vectorsRead;
        return new Map([['french', VECTOR]]);
      },
    },
    judge as never,
    { begin: () => {}, stop: () => {} },
    () => {},
    () => {},
  );
  return { store, actions, asked };
}

describe('a change of the stack while the first run waits for its vectors', () => {
  it('is what the answers are of, once they are there', async () => {
    let isRead = () => {};
    const { store, actions, asked } = page(
      new Promise((resolve) => {
        isRead = resolve;
      }),
    );
    void actions.generate();
    const { steering } = store.getState();
    store.setState({ steering: withSelectedCard(steering, (card) => ({ ...card, strength: 0.5 })) });
    actions.steeringChanged();
    isRead();
    await vi.waitFor(() => {
      expect(store.getState().runs.question?.steering.cards[0]?.strength).toBe(0.5);
      expect(store.getState().runs.running).toEqual([]);
      expect(asked.length).toBeGreaterThan(0);
    });
  });
});

describe('the text before a change of the stack', () => {
  let { store, actions, asked } = page();
  const steer = (strength: number) => {
    const { steering } = store.getState();
    store.setState({ steering: withSelectedCard(steering, (card) => ({ ...card, strength })) });
    actions.steeringChanged();
  };
  const runs = (count: number) =>
    vi.waitFor(() => {
      expect(asked.length).toBe(count);
      expect(store.getState().runs.running).toEqual([]);
    });

  beforeEach(async () => {
    ({ store, actions, asked } = page());
    await actions.generate();
    await runs(1);
  });

  it('is the draft of the next one', async () => {
    steer(1.1);
    await runs(2);
    expect(asked[0]!.map(({ draft }) => draft)).toEqual([undefined, undefined]);
    expect(asked[1]!.map(({ draft }) => draft)).toEqual([[0, 1]]);
  });

  it('is none for another prompt', async () => {
    store.setState({ prompt: 'How?' });
    await actions.generate();
    await runs(2);
    expect(asked[1]!.map(({ draft }) => draft)).toEqual([undefined, undefined]);
  });
});
