/** The lessons' actions over a tiny real model. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { nodeTiller } from '../../../scripts/lib/nodeTiller.ts';
import { check, loadLanguages } from '../../core/ifeval/index.ts';
import type { ModelInfo } from '../../protocol/model.ts';
import { type AppState, INITIAL_STATE } from '../appState.ts';
import type { Store } from '../store.ts';
import { PRESET } from '../testValues.ts';
import { createLearnActions } from './learnActions.ts';

const folder = fileURLToPath(new URL('../../../e2e/fixtures/models/llama', import.meta.url));
const { tiller, close } = nodeTiller({ check }, { threads: 1 });
let info: ModelInfo;

beforeAll(async () => {
  await loadLanguages();
  info = await tiller.loadModel(folder, { dtype: 'q4' });
});
afterAll(() => {
  close();
  vi.unstubAllGlobals();
});

/** A page with the preset for French, which was made on another model than the loaded one. */
function page(model: Partial<AppState['model']> = {}) {
  const store = createStore<AppState>()(() => ({
    ...INITIAL_STATE,
    model: { ...INITIAL_STATE.model, phase: 'ready', info, ...model },
    presets: { ...INITIAL_STATE.presets, list: [PRESET] },
  })) as Store;
  const stop = vi.fn();
  const readPreset = vi.fn();
  const whileJobsWait = async <T>(work: () => Promise<T>) => work();
  const actions = createLearnActions({ store, tiller }, { readPreset }, { whileJobsWait }, { stop });
  return { store, actions, stop, readPreset, learn: () => store.getState().learn };
}

describe('a live experiment', () => {
  beforeEach(() => {
    vi.stubGlobal('requestAnimationFrame', (callback: () => void) => setTimeout(callback, 0));
    vi.stubGlobal('cancelAnimationFrame', clearTimeout);
  });

  it('gives its result to the lesson, after whatever was being generated has been stopped', async () => {
    const { actions, stop, learn } = page();
    await actions.runExperiment('stream');
    expect(stop).toHaveBeenCalledOnce();
    expect(learn().run).toBeNull();
    expect(learn().results.stream).toMatchObject({ isMeasured: true, result: { kind: 'curves' } });
  });

  it('makes its own vector where none is there for the loaded model, and says so', async () => {
    const { actions, readPreset, learn } = page();
    await actions.runExperiment('layer');
    expect(readPreset).not.toHaveBeenCalled();
    expect(learn().results.layer).toMatchObject({ isMeasured: false, result: { kind: 'answers' } });
  });

  it('that is stopped is no failure, and another can begin', async () => {
    const { actions, learn } = page();
    const running = actions.runExperiment('layer');
    actions.stopExperiment();
    await running;
    expect(learn()).toMatchObject({ run: { phase: 'stopped', error: null }, results: {} });
    await actions.runExperiment('stream');
    expect(learn().results.stream).toBeDefined();
  });

  it('runs alone, and not without a model', async () => {
    const without = page({ phase: 'none', info: null });
    await without.actions.runExperiment('stream');
    expect(without.learn().run).toBeNull();

    const { actions, learn } = page();
    const first = actions.runExperiment('stream');
    await actions.runExperiment('direction');
    expect(learn().run?.lesson).toBe('stream');
    await first;
    expect(Object.keys(learn().results)).toEqual(['stream']);
  });

  it('that fails says why', async () => {
    const { actions, learn } = page({ info: { ...info, hiddenSize: info.hiddenSize + 1 } });
    await actions.runExperiment('stream');
    expect(learn().run).toMatchObject({ phase: 'failed', error: { code: 'shape_mismatch' } });
  });
});
