import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { freeInstruction } from '../../core/pairs/free.ts';
import { memoryDatabase } from '../../storage/index.ts';
import { type AppState, INITIAL_STATE } from '../appState.ts';
import { type Job, newJob, withChange, withJob, withoutJob } from '../jobs/jobs.ts';
import { FIRST_CARD } from '../playground/card.ts';
import { INITIAL_STEERING, selectedCard } from '../playground/steering.ts';
import type { Store } from '../store.ts';
import { MODEL_INFO, VECTOR } from '../testValues.ts';
import { updateSlice } from './context.ts';
import { createLibraryActions } from './libraryActions.ts';
import { createOwnInstructionActions, type OwnInstructionActions } from './ownInstructionActions.ts';

const WORDS = 'no commas';
const INSTRUCTION = freeInstruction(WORDS);
const SETTING = { layer: 2, operator: 'setProjection', strength: 1.4 } as const;
const RESULT = {
  instruction: INSTRUCTION,
  vector: VECTOR,
  setting: SETTING,
  check: INSTRUCTION.check,
  evidence: { outcome: 'chosen', words: 'Layer 2: 4 of 4 pass.', ranking: [], search: null },
};

/** A page whose library is real, whose jobs are only written down, and whose runs are counted. */
function page() {
  const store = createStore<AppState>()(() => ({
    ...INITIAL_STATE,
    ownWords: WORDS,
    model: { ...INITIAL_STATE.model, phase: 'ready', info: MODEL_INFO },
    steering: { ...INITIAL_STEERING, cards: [{ ...FIRST_CARD, isOn: false }] },
    checks: { followsInstruction: false, own: [] },
  })) as Store;
  const context = { store, database: async () => memory };
  const memory = memoryDatabase();
  const library = createLibraryActions(context as Parameters<typeof createLibraryActions>[0]);
  const change = (id: string, parts: Partial<Job>) =>
    updateSlice(store, 'jobs', (jobs) => withChange(jobs, id, parts));
  const jobs = {
    startJob: vi.fn((kind: Job['kind'], input: unknown, { title }: { title: string }) => {
      updateSlice(store, 'jobs', (slice) =>
        withJob(slice, newJob({ id: 'job', kind, title, input, createdAt: 1 })),
      );
      return 'job';
    }),
    cancelJob: (id: string) => change(id, { phase: 'cancelled' }),
    removeJob: (id: string) => updateSlice(store, 'jobs', (slice) => withoutJob(slice, id)),
  };
  const runs = { generateAnew: vi.fn(), stop: vi.fn() };
  const actions = createOwnInstructionActions({ store }, jobs, library, runs);
  return { store, actions, jobs, runs, change };
}

describe('your own instruction', () => {
  let { store, actions, jobs, runs, change }: ReturnType<typeof page> = page();
  let { steerOwnWay }: OwnInstructionActions = actions;
  const state = (): AppState => store.getState();
  const finished = () => vi.waitFor(() => expect(state().jobs.list).toEqual([]));

  beforeEach(() => {
    ({ store, actions, jobs, runs, change } = page());
    ({ steerOwnWay } = actions);
  });

  it('starts one urgent job for the words, spaces evened out, and no second one while it is open', () => {
    actions.setOwnWords('  no   commas ');
    steerOwnWay();
    steerOwnWay();
    expect(jobs.startJob).toHaveBeenCalledTimes(1);
    expect(jobs.startJob).toHaveBeenCalledWith(
      'ownInstruction',
      expect.objectContaining({
        text: WORDS,
        decoding: expect.objectContaining({ repetitionPenalty: 1.15 }),
      }),
      { title: 'Steering toward “no commas”', isUrgent: true },
    );
  });

  it('saves what was found under the words, steers by it, judges by its check and has both lanes answer', async () => {
    steerOwnWay();
    change('job', { phase: 'done', result: RESULT });
    await finished();
    const [saved] = state().library.entries;
    expect(saved).toMatchObject({ name: WORDS, setting: SETTING, notes: 'Layer 2: 4 of 4 pass.' });
    expect(saved?.check?.instructionId).toBe('punctuation:no_comma');
    expect(state().steering.cards).toEqual([{ ...FIRST_CARD, ...SETTING, chosenId: saved?.id }]);
    expect(state().checks.followsInstruction).toBe(true);
    expect(runs.generateAnew).toHaveBeenCalledTimes(1);
  });

  it('takes the saved vector when the same is typed again', async () => {
    steerOwnWay();
    change('job', { phase: 'done', result: RESULT });
    await finished();
    store.setState({ steering: INITIAL_STATE.steering });
    steerOwnWay();
    expect(jobs.startJob).toHaveBeenCalledTimes(1);
    expect(selectedCard(state().steering).chosenId).toBe(state().library.entries[0]?.id);
    expect(runs.generateAnew).toHaveBeenCalledTimes(2);
  });

  it('makes another vector for another model', async () => {
    steerOwnWay();
    change('job', { phase: 'done', result: RESULT });
    await finished();
    store.setState({ model: { ...state().model, info: { ...MODEL_INFO, id: 'owner/other' } } });
    steerOwnWay();
    expect(jobs.startJob).toHaveBeenCalledTimes(2);
  });

  it('takes up a job of an earlier visit that ended before its vector was saved', async () => {
    const job = newJob({
      id: 'old',
      kind: 'ownInstruction',
      title: '',
      input: { text: WORDS },
      createdAt: 1,
      phase: 'done',
      result: RESULT,
    });
    updateSlice(store, 'jobs', (slice) => withJob(slice, job));
    await finished();
    expect(state().library.entries).toHaveLength(1);
  });

  it('says why it failed and offers to try again', () => {
    steerOwnWay();
    change('job', { phase: 'failed', error: { code: 'internal', message: 'the runtime stopped' } });
    expect(state().alert).toMatchObject({ what: 'The runtime stopped.', action: 'steerOwnWay' });
    steerOwnWay();
    expect(state().alert).toBeNull();
    expect(jobs.startJob).toHaveBeenCalledTimes(2);
  });

  it('refuses words that say nothing', () => {
    actions.setOwnWords('?!');
    steerOwnWay();
    expect(state().alert?.what).toBe('Type an instruction.');
    expect(jobs.startJob).not.toHaveBeenCalled();
  });

  it('cancels without an alert', () => {
    steerOwnWay();
    actions.cancelOwnWay();
    expect(state().alert).toBeNull();
    expect(state().jobs.list[0]?.phase).toBe('cancelled');
  });
});
