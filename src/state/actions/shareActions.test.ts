import { describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Tiller } from '../../api/index.ts';
import { sessionFragment } from '../../core/share/link.ts';
import type { Session } from '../../core/share/session.ts';
import { DEFAULT_SESSION } from '../../core/share/testing.ts';
import { directionAt } from '../../core/steering/strength.ts';
import { memoryDatabase } from '../../storage/index.ts';
import { type AppState, INITIAL_STATE } from '../appState.ts';
import { EMPTY_LANE } from '../playground/lane.ts';
import { comparisonOf } from '../share/comparison.ts';
import { requestLines } from '../share/words.ts';
import type { Store } from '../store.ts';
import { CARD, MODEL_INFO, PASS, PRESETS, QUESTION, VECTOR } from '../testValues.ts';
import { undone } from '../undo.ts';
import { createChoice } from './choice.ts';
import { createLibraryActions } from './libraryActions.ts';
import { createShareActions } from './shareActions.ts';

const LOADED: AppState = {
  ...INITIAL_STATE,
  prompt: 'Why?',
  model: { ...INITIAL_STATE.model, phase: 'ready', info: MODEL_INFO },
  presets: PRESETS,
  steering: { cards: [CARD], selectedId: CARD.id },
  compare: {
    ...INITIAL_STATE.compare,
    hasFourConditions: true,
    kept: [{ id: 'kept-1', title: 'Kept 1', cards: [{ ...CARD, strength: 2 }] }],
  },
  settings: { ...INITIAL_STATE.settings, systemPrompt: 'Be brief.' },
  checks: { followsInstruction: true, own: [{ instructionId: 'punctuation:no_comma', kwargs: {} }] },
  runs: {
    question: { ...QUESTION, systemPrompt: 'Be brief.' },
    running: [],
    lanes: {
      unsteered: { ...EMPTY_LANE, status: 'done', text: 'Because.', tokenCount: 2 },
      steered: { ...EMPTY_LANE, status: 'done', text: 'Parce que.', tokenCount: 3, verdict: PASS },
    },
  },
};

/** A page: its own store and its own library. */
async function page(state: AppState = LOADED) {
  const store = createStore<AppState>()(() => state) as Store;
  const database = memoryDatabase();
  const generate = vi.fn();
  const loadModel = vi.fn();
  const tiller = { generate, loadModel } as Partial<Tiller> as Tiller;
  const context = { store, tiller, baseUrl: '', database: async () => database };
  const library = createLibraryActions(context);
  const readPreset = async () => VECTOR;
  const choice = createChoice(context, { readPreset }, library);
  const decided = vi.fn();
  const needs = { ...library, choice, judge: { look() {} }, stop() {}, decided };
  await library.loadLibrary();
  return { store, library, share: createShareActions(context, needs), decided, generate, loadModel };
}

const fileOf = (bytes: Uint8Array) => ({
  name: 'session.json',
  size: bytes.length,
  text: async () => new TextDecoder().decode(bytes),
});
const part = ({ prompt, steering, compare, checks, settings }: AppState) => ({
  prompt,
  cards: steering.cards,
  compare,
  checks,
  sampling: settings.sampling,
  systemPrompt: settings.systemPrompt,
});

/** The page with a saved vector on a second card. */
async function pageWithOwnVector() {
  const sender = await page();
  const own = { ...VECTOR, name: 'Mine' };
  const id = (await sender.library.saveVector({ name: 'Mine', notes: '', vector: own, setting: null }))!;
  const second = { ...CARD, id: 'card-2', chosenId: id, layer: 2, operator: 'add' as const, colour: 1 };
  const steering = { cards: [CARD, second], selectedId: CARD.id };
  sender.store.setState(({ runs }) => ({
    steering,
    runs: { ...runs, question: { ...QUESTION, systemPrompt: 'Be brief.', steering } },
  }));
  return { ...sender, id };
}

describe('a link', () => {
  it('waits on the other page, where nothing changes, loads or is generated before it is opened', async () => {
    const sender = await page();
    const fragment = (await sender.share.writeLink())!;
    const other = await page({ ...INITIAL_STATE, presets: LOADED.presets });
    const before = part(other.store.getState());
    await other.share.receiveLink(fragment);
    expect(part(other.store.getState())).toEqual(before);
    expect(other.store.getState().share.request).toMatchObject({ prompt: 'Why?', answers: [] });
    expect(other.decided).not.toHaveBeenCalled();

    await other.share.openShared();
    expect(part(other.store.getState())).toEqual(part(sender.store.getState()));
    expect(other.store.getState().share.request).toBeNull();
    expect(other.decided).toHaveBeenCalledOnce();
    expect(other.generate).not.toHaveBeenCalled();
    expect(other.loadModel).not.toHaveBeenCalled();
    // and back
    expect(part(undone(other.store.getState()))).toEqual(before);
  });

  it('asks nothing on the page that wrote it', async () => {
    const { share, store, decided } = await page();
    await share.receiveLink((await share.writeLink())!);
    expect(store.getState().share).toMatchObject({ request: null, problem: null });
    expect(decided).toHaveBeenCalledWith(null);
  });

  it('can be declined', async () => {
    const { share, store, decided } = await page();
    await share.receiveLink(sessionFragment(DEFAULT_SESSION));
    expect(store.getState().share.request).not.toBeNull();
    share.dismissShared();
    expect(part(store.getState())).toEqual(part(LOADED));
    expect(decided).toHaveBeenCalledWith(null);
  });

  it('brings the used layer of a saved vector along, and saves it once however often it is opened', async () => {
    const sender = await pageWithOwnVector();
    const fragment = (await sender.share.writeLink())!;
    const other = await page();
    for (const _ of [1, 2]) {
      await other.share.receiveLink(fragment);
      await other.share.openShared();
      expect(other.store.getState().share.problem).toBeNull();
      other.store.setState({ prompt: 'something else' });
    }
    const { library, steering } = other.store.getState();
    expect(library.entries.map(({ name }) => name)).toEqual(['Mine']);
    expect(steering.cards.map(({ chosenId }) => chosenId)).toEqual(['french', library.entries[0]!.id]);
    const vector = (await other.library.readSaved(library.entries[0]!.id))!;
    expect([...directionAt(vector, 2)]).toEqual([expect.closeTo(0.6, 2), expect.closeTo(0.8, 2)]);
    expect([...directionAt(vector, 1)]).toEqual([0, 0]);
  });

  it.each([
    ['#/playground?session=garbage!', /damaged/],
    [sessionFragment(withPreset('no-such-preset')), /names the preset “no-such-preset”/],
  ])('that cannot be opened says why and changes nothing: %#', async (fragment, problem) => {
    const { share, store } = await page();
    await share.receiveLink(fragment);
    await share.openShared();
    expect(store.getState().share.problem).toMatch(problem);
    expect(part(store.getState())).toEqual(part(LOADED));
  });

  it('is no matter of any other fragment', async () => {
    const { share, store, decided } = await page();
    await share.receiveLink('#/vectors');
    expect(store.getState().share).toEqual(INITIAL_STATE.share);
    expect(decided).not.toHaveBeenCalled();
  });
});

describe('a session file', () => {
  it('brings state, texts and whole vectors to another page', async () => {
    const sender = await pageWithOwnVector();
    const file = (await sender.share.exportSession())!;
    const other = await page({ ...INITIAL_STATE, presets: LOADED.presets });
    await other.share.importSession(fileOf(file.bytes));
    const { library, steering, runs, share } = other.store.getState();
    expect(share).toMatchObject({ problem: null, done: 'Opened session.json' });
    expect(steering.cards[1]).toMatchObject({ chosenId: library.entries[0]!.id, layer: 2, operator: 'add' });
    const vector = await other.library.readSaved(library.entries[0]!.id);
    expect(vector!.direction).toEqual(VECTOR.direction);
    expect(vector!.separation).toEqual(VECTOR.separation);
    expect([runs.lanes.unsteered.text, runs.lanes.steered.text]).toEqual(['Because.', 'Parce que.']);
    expect(other.generate).not.toHaveBeenCalled();
  });

  it.each([
    ['{"format":"tiller-session","version":2}', /version 2/],
    ['not JSON', /not JSON/],
  ])('that cannot be opened says why and changes nothing: %s', async (text, problem) => {
    const { share, store } = await page();
    await share.importSession(fileOf(new TextEncoder().encode(text)));
    expect(store.getState().share.problem).toMatch(problem);
    expect(part(store.getState())).toEqual(part(LOADED));
  });

  it('leaves out texts that answer something else than what stands on the page', async () => {
    const { share, store } = await page();
    const answersOf = async () =>
      JSON.parse(new TextDecoder().decode((await share.exportSession())!.bytes)).answers;
    expect(await answersOf()).toHaveLength(2);
    store.setState({ prompt: 'Another question' });
    expect(await answersOf()).toEqual([]);
  });

  it('is not even read when it is too large', async () => {
    const { share, store } = await page();
    const text = vi.fn();
    await share.importSession({ name: 'x', size: 2 ** 30, text });
    expect(store.getState().share.problem).toMatch(/1073741824 bytes/);
    expect(text).not.toHaveBeenCalled();
  });
});

describe('what other programs repeat', () => {
  it('is the live state with every number resolved', async () => {
    const { share, store } = await page();
    const off = { ...CARD, id: 'card-2', isOn: false };
    store.setState(({ steering }) => ({ steering: { ...steering, cards: [...steering.cards, off] } }));
    expect(await share.planElsewhere('owner/model')).toMatchObject({
      repository: 'owner/model',
      prompt: 'Why?',
      vectors: [{ title: 'Answer in French', layer: 1, operator: 'setProjection', value: 10, scope: 'all' }],
      decoding: { repetitionPenalty: 1.15, temperature: 0 },
    });
  });
});

describe('words', () => {
  it('say what a link asks for', () => {
    const lines = requestLines(
      { ...DEFAULT_SESSION, model: { id: 'a/b', revision: null, dtype: 'q4' } },
      MODEL_INFO,
    );
    expect(lines).toEqual([
      { name: 'Prompt', value: 'What should I pack for a trip to the sea?' },
      { name: 'Steering', value: 'Answer in French: layer 25, set projection, strength 1.00' },
      { name: 'Tokens', value: '128 tokens, greedy' },
      { name: 'Model', value: 'a/b, q4 (is not loaded by opening this; you load it when you want it)' },
    ]);
  });

  it('say what the panes hold', () => {
    expect(comparisonOf(LOADED, '2026-01-02T00:00:00Z')).toMatchObject({
      prompt: 'Why?',
      steering: ['Answer in French: layer 1, set projection, strength 1.00'],
      decoding: '128 tokens, greedy, repetition penalty 1.15',
      answers: [
        { title: 'Unsteered', kind: 'plain', text: 'Because.', verdict: '' },
        { title: 'Steered', kind: 'steer', text: 'Parce que.', verdict: 'pass' },
      ],
    });
    expect(comparisonOf(INITIAL_STATE, '')).toBeNull();
  });

  it('say of a recorded pair that it is one', () => {
    const lane = { tokens: [], finishReason: 'stop' as const, tokensPerSecond: 1, perplexity: 1 };
    const setting = { layer: 2, operator: 'setProjection' as const, strength: 1 };
    const run = {
      presetId: 'french',
      title: 'x',
      prompt: 'Recorded?',
      setting,
      check: null,
      unsteered: lane,
      steered: lane,
    };
    const { unsteered, steered } = LOADED.runs.lanes;
    const recorded = { list: [run], shown: { run, lanes: { unsteered, steered } } };
    expect(comparisonOf({ ...LOADED, runs: INITIAL_STATE.runs, recorded }, '')).toMatchObject({
      prompt: 'Recorded?',
      model: 'the embedded model, recorded',
      steering: ['Answer in French: layer 2, set projection, strength 1.00'],
      answers: [{ title: 'Unsteered (recorded)' }, { title: 'Steered (recorded)' }],
    });
  });
});

function withPreset(id: string): Session {
  return {
    ...DEFAULT_SESSION,
    vectors: [{ ...DEFAULT_SESSION.vectors[0]!, source: { kind: 'preset', id } }],
  };
}
