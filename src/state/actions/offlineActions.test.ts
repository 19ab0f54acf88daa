import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { OfflineEvents, OfflineKeeper } from '../../client/index.ts';
import type { Backend } from '../../protocol/model.ts';
import { type AppState, INITIAL_STATE } from '../appState.ts';
import type { Store } from '../store.ts';
import { MODEL_INFO } from '../testValues.ts';
import { createOfflineActions } from './offlineActions.ts';

/** A page beside a service worker that does as it is told. */
function page({ keepsRuntime = true } = {}) {
  const store = createStore<AppState>()(() => INITIAL_STATE) as Store;
  const actions = createOfflineActions({ store });
  const asked: Backend[] = [];
  let reloads = 0;
  const keeper: OfflineKeeper = {
    async keepRuntime(backend) {
      asked.push(backend);
      return keepsRuntime;
    },
    useNewVersion() {
      reloads += 1;
    },
  };
  let events: OfflineEvents | null = null;
  const start = (heard: OfflineEvents) => {
    events = heard;
    return Promise.resolve(keeper);
  };
  const load = () => store.setState((state) => ({ model: { ...state.model, info: MODEL_INFO } }));
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  return {
    ...{ store, actions, asked, load, settled },
    begin: () => actions.keepOffline(start),
    hear: (name: keyof OfflineEvents) => events?.[name](),
    reloads: () => reloads,
    offline: () => store.getState().offline,
  };
}

describe('what works without a network', () => {
  it('is the page once it is kept, and models once one has run', async () => {
    const { begin, hear, load, settled, offline, asked } = page();
    await begin();
    expect(offline().kept).toBe('nothing');
    hear('onKept');
    expect(offline().kept).toBe('page');
    load();
    await settled();
    expect(asked).toEqual([MODEL_INFO.backend]);
    expect(offline().kept).toBe('models');
  });

  it('is the model, too, that was loaded before the page was kept', async () => {
    const { begin, hear, load, offline } = page();
    load();
    await begin();
    expect(offline().kept).toBe('models');
    hear('onKept');
    expect(offline().kept).toBe('models');
  });

  it('is no model whose runtime could not be kept', async () => {
    const { begin, hear, load, settled, offline } = page({ keepsRuntime: false });
    await begin();
    hear('onKept');
    load();
    await settled();
    expect(offline().kept).toBe('page');
  });

  it('is nothing where the browser refuses service workers', async () => {
    const { actions, load, settled, offline, asked } = page();
    await actions.keepOffline(async () => null);
    load();
    await settled();
    actions.useNewVersion();
    expect([offline(), asked]).toEqual([INITIAL_STATE.offline, []]);
  });
});

describe('a new version', () => {
  it('waits for a word, and can be put off', async () => {
    const { begin, hear, actions, offline, reloads } = page();
    await begin();
    hear('onNewVersion');
    expect([offline().newVersion, reloads()]).toEqual(['ready', 0]);
    actions.putOffNewVersion();
    expect([offline().newVersion, reloads()]).toEqual(['put off', 0]);
    actions.useNewVersion();
    expect(reloads()).toBe(1);
  });
});
