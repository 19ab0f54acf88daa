import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { INSTRUCTIONS } from '../../core/pairs/instructions.ts';
import type { PresetBuildInput } from '../../lab/presetBuild.ts';
import type { ModelInfo } from '../../protocol/model.ts';
import { memoryDatabase, type TillerDatabase } from '../../storage/index.ts';
import { type AppState, INITIAL_STATE } from '../appState.ts';
import { type Job, newJob, withChange, withJob, withoutJob } from '../jobs/jobs.ts';
import { withShipped } from '../playground/builtPresets.ts';
import { selectedCard } from '../playground/steering.ts';
import { selectIsToBuild, selectVector } from '../selectors.ts';
import type { Store } from '../store.ts';
import { MODEL_INFO, PRESET, PRESETS, VECTOR } from '../testValues.ts';
import { updateSlice } from './context.ts';
import { createPresetBuildActions } from './presetBuildActions.ts';

const OTHER: ModelInfo = { ...MODEL_INFO, id: 'owner/other', filesSha256: 'aa' };
const GERMAN = { ...PRESET, id: 'german', title: 'Answer in German' };
const RESULT = {
  instruction: INSTRUCTIONS[0]!,
  vector: { ...VECTOR, modelId: OTHER.id },
  setting: { layer: 2, operator: 'add', strength: 1.4 },
  evidence: { outcome: 'chosen', words: 'Layer 2: 4 of 4 pass.', ranking: [], search: null },
};

/** A page whose database is real and whose jobs are only written down. */
function pageOn(database: TillerDatabase) {
  const store = createStore<AppState>()(() => ({
    ...INITIAL_STATE,
    presets: withShipped(PRESETS, [PRESET, GERMAN]),
    steering: {
      ...INITIAL_STATE.steering,
      cards: [{ ...INITIAL_STATE.steering.cards[0]!, chosenId: PRESET.id, layer: 1 }],
    },
  })) as Store;
  let started = 0;
  const jobs = {
    startJob: vi.fn((kind: Job['kind'], input: unknown, { title }: { title: string }) => {
      started += 1;
      const job = newJob({ id: `job-${started}`, kind, title, input, createdAt: started });
      updateSlice(store, 'jobs', (slice) => withJob(slice, job));
      return job.id;
    }),
    cancelJob: vi.fn(),
    removeJob: (id: string) => updateSlice(store, 'jobs', (slice) => withoutJob(slice, id)),
    whileJobsWait: <T>(work: () => Promise<T>) => work(),
  };
  const steeringChanged = vi.fn();
  const tiller = { capture: vi.fn(), generate: vi.fn() };
  const actions = createPresetBuildActions(
    { store, tiller: tiller as never, database: async () => database },
    jobs,
    { steeringChanged },
    { loadInForce: () => ({ isLoading: false, isOwn: false }) },
  );
  const load = (info: ModelInfo) =>
    store.setState(({ model }) => ({ model: { ...model, phase: 'ready', info } }));
  const finish = (id: string) =>
    updateSlice(store, 'jobs', (slice) =>
      withChange(slice, id, { phase: 'done', result: RESULT, elapsedMs: 12_000 }),
    );
  return { store, actions, jobs, tiller, steeringChanged, load, finish };
}

describe('building presets', () => {
  let database: TillerDatabase;
  let page: ReturnType<typeof pageOn>;
  const state = (): AppState => page.store.getState();
  const built = () => vi.waitFor(() => expect(state().jobs.list).toEqual([]));

  beforeEach(() => {
    database = memoryDatabase();
    page = pageOn(database);
  });

  it('is offered where the loaded model has none, and nowhere else', () => {
    page.load(MODEL_INFO);
    expect(selectIsToBuild(state())).toBe(false);
    page.load(OTHER);
    expect(selectIsToBuild(state())).toBe(true);
  });

  it('starts one job a preset and model, by the preset’s operator', () => {
    page.load(OTHER);
    page.actions.buildPreset('french');
    page.actions.buildPreset('french');
    expect(page.jobs.startJob).toHaveBeenCalledTimes(1);
    const [kind, input, options] = page.jobs.startJob.mock.calls[0]!;
    expect(kind).toBe('presetBuild');
    expect(input as PresetBuildInput).toMatchObject({
      presetId: 'french',
      modelKey: 'aa',
      operator: 'setProjection',
    });
    expect(options).toEqual({ title: 'Building “Answer in French”', isUrgent: true });
  });

  it('shows what was built, with its setting, and has the steered lane answer anew', async () => {
    page.load(OTHER);
    page.actions.buildPreset('french');
    page.finish('job-1');
    await built();
    expect(selectIsToBuild(state())).toBe(false);
    expect(selectVector(state())?.modelId).toBe(OTHER.id);
    expect(selectedCard(state().steering)).toMatchObject({ layer: 2, operator: 'add', strength: 1.4 });
    expect(page.steeringChanged).toHaveBeenCalledTimes(1);
    expect(state().presets.built[0]?.seconds).toBe(12);
  });

  it('of all takes what is missing, and ends at once when it is cancelled', async () => {
    page.load(OTHER);
    page.actions.buildAllPresets();
    expect(state().jobs.list).toHaveLength(2);
    page.finish('job-1');
    await vi.waitFor(() => expect(state().jobs.list).toHaveLength(1));
    page.actions.cancelBuilds();
    expect(page.jobs.cancelJob).toHaveBeenCalledWith('job-2');
    expect(state().jobs.list).toEqual([]);
    page.actions.buildAllPresets();
    expect(state().jobs.list.map(({ title }) => title)).toEqual(['Building “Answer in German”']);
  });

  it('keeps both sets when models take turns, and over a reload', async () => {
    page.load(MODEL_INFO);
    page.load(OTHER);
    page.actions.buildPreset('french');
    page.finish('job-1');
    await built();
    page.load(MODEL_INFO);
    await vi.waitFor(() => expect(selectVector(state())).toBe(VECTOR));
    expect(selectedCard(state().steering)).toMatchObject(PRESET.setting);
    expect(selectIsToBuild(state())).toBe(false);
    page.load(OTHER);
    await vi.waitFor(() => expect(selectVector(state())?.modelId).toBe(OTHER.id));
    expect(selectedCard(state().steering)).toMatchObject(RESULT.setting);

    page = pageOn(database);
    page.load(OTHER);
    await vi.waitFor(() => expect(selectVector(state())?.modelId).toBe(OTHER.id));
    // the card is as the user left it
    expect(selectedCard(state().steering).layer).toBe(1);
  });

  it('keeps what was built for a model that is not loaded any more', async () => {
    page.load(OTHER);
    page.actions.buildPreset('french');
    page.load(MODEL_INFO);
    page.finish('job-1');
    await built();
    expect(selectVector(state())).toBe(VECTOR);
    page.load(OTHER);
    await vi.waitFor(() => expect(selectIsToBuild(state())).toBe(false));
  });

  it('runs nothing unasked on a model that a script loaded', () => {
    page.load(OTHER);
    expect(page.tiller.capture).not.toHaveBeenCalled();
  });
});
