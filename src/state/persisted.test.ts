import { describe, expect, it } from 'vitest';
import { type AppState, INITIAL_STATE } from './appState.ts';
import { fromPersisted, toPersisted } from './persisted.ts';
import { FIRST_CARD } from './playground/card.ts';
import { addTokens, beginPair, beginSteered, finishRun, INITIAL_RUNS } from './playground/runs.ts';
import { laneResult, QUESTION, tokens } from './testValues.ts';

const finished: AppState = {
  ...INITIAL_STATE,
  prompt: 'My prompt',
  steering: {
    cards: [
      {
        id: 'card-1',
        chosenId: 'french',
        layer: 12,
        strength: -0.5,
        operator: 'add',
        scope: 'generated',
        colour: 2,
        isOn: false,
      },
      { ...FIRST_CARD, id: 'card-2', chosenId: 'concise', colour: 1 },
    ],
    selectedId: 'card-2',
  },
  checks: { followsInstruction: false, own: [{ instructionId: 'punctuation:no_comma', kwargs: {} }] },
  settings: {
    sampling: { maxNewTokens: 40, temperature: 0.7, topK: 50, topP: 0.9, repetitionPenalty: 1.3, seed: 7 },
    systemPrompt: 'Be brief.',
    theme: 'dark',
    language: 'de',
    loadsOnOpen: true,
    isPresenting: true,
    hasSingleKeys: false,
    hasMovedStrength: true,
  },
  evaluate: { ...INITIAL_STATE.evaluate, section: 'compose', maxNewTokens: 40 },
  runs: finishRun(beginPair(INITIAL_RUNS, QUESTION), [
    laneResult('plain text'),
    laneResult('texte', 'length'),
  ]),
};

/** As it would come back from storage. */
const reload = (state: AppState) =>
  fromPersisted(JSON.parse(JSON.stringify(toPersisted(state))), INITIAL_STATE);

describe('what survives a reload', () => {
  it('is prompt, steering, checks, settings, the draft of an evaluation and both texts', () => {
    const { prompt, steering, checks, settings, evaluate, runs } = reload(finished);
    expect({ prompt, steering, checks, settings, evaluate }).toEqual({
      prompt: finished.prompt,
      steering: finished.steering,
      checks: finished.checks,
      settings: finished.settings,
      evaluate: finished.evaluate,
    });
    expect(runs.question).toEqual(QUESTION);
    expect(runs.lanes.unsteered).toMatchObject({ status: 'done', text: 'plain text', tokenCount: 2 });
    expect(runs.lanes.steered).toMatchObject({ status: 'done', text: 'texte', finishReason: 'length' });
  });

  it('is the text so far of a run that was in progress, as if stopped', () => {
    const runs = addTokens(beginPair(INITIAL_RUNS, QUESTION), { unsteered: tokens('half') }, 0);
    const { lanes, running } = reload({ ...INITIAL_STATE, runs }).runs;
    expect(running).toEqual([]);
    expect(lanes.unsteered).toMatchObject({ status: 'stopped', text: 'half' });
    expect(lanes.steered.status).toBe('empty');
  });

  it('is no text where a restarted lane has none yet: what another setting wrote is no answer to this one', () => {
    const runs = beginSteered(finished.runs, { ...QUESTION, checks: [] });
    const { lanes } = reload({ ...finished, runs }).runs;
    expect(lanes.steered).toMatchObject({ status: 'empty', text: '', tokenCount: 0 });
    expect(lanes.unsteered.text).toBe(finished.runs.lanes.unsteered.text);
  });

  it('is the initial state when nothing was there', () => {
    expect(reload(INITIAL_STATE)).toEqual(INITIAL_STATE);
  });
});

describe('what storage holds by mistake', () => {
  it.each([null, 'text', 7, [], {}])('changes nothing: %j', (stored) => {
    expect(fromPersisted(stored, INITIAL_STATE)).toEqual(INITIAL_STATE);
  });

  it('keeps the default for each value out of range and takes the others', () => {
    const stored = {
      ...toPersisted(finished),
      prompt: 7,
      steering: {
        cards: [{ chosenId: '', layer: -1, strength: 99, operator: 'multiply', scope: 'some', colour: 99 }],
      },
      settings: { sampling: { maxNewTokens: 1e9, temperature: 'hot', seed: 3 }, theme: 'pink' },
      choice: { kind: 'folder', address: 'owner/name', backend: 'cuda' },
    };
    const state = fromPersisted(stored, INITIAL_STATE);
    expect(state.prompt).toBe(INITIAL_STATE.prompt);
    expect(state.steering).toEqual(INITIAL_STATE.steering);
    expect(state.settings).toEqual({
      ...INITIAL_STATE.settings,
      sampling: { ...INITIAL_STATE.settings.sampling, seed: 3 },
    });
    expect(state.model.choice).toEqual({
      kind: 'embedded',
      catalogueId: '',
      address: 'owner/name',
      backend: 'auto',
      dtype: '',
    });
    expect(state.runs.lanes.unsteered.text).toBe('plain text');
  });

  it('is read as one card where it is of the time when there was a single vector', () => {
    const steering = { chosenId: 'french', layer: 12, strength: 0.5, operator: 'add', isOn: false };
    expect(fromPersisted({ ...toPersisted(finished), steering }, INITIAL_STATE).steering).toEqual({
      cards: [{ ...FIRST_CARD, ...steering }],
      selectedId: FIRST_CARD.id,
    });
  });

  it('has cards with ids of their own, and one of them selected', () => {
    const steering = { cards: [{ id: 'a' }, { id: 'a', layer: 3 }, 7, { id: 'b' }], selectedId: 'gone' };
    const read = fromPersisted({ ...toPersisted(finished), steering }, INITIAL_STATE).steering;
    expect(read.cards.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(read.selectedId).toBe('a');
  });

  it('drops both texts when one is no text', () => {
    const stored = {
      ...toPersisted(finished),
      texts: { unsteered: { text: 5, tokenCount: 1 }, steered: {} },
    };
    expect(fromPersisted(stored, INITIAL_STATE).runs).toEqual(INITIAL_STATE.runs);
  });

  it('drops a text that is too long to have been made here', () => {
    const texts = { ...toPersisted(finished).texts, steered: { text: 'a'.repeat(200_001), tokenCount: 1 } };
    expect(fromPersisted({ ...toPersisted(finished), texts }, INITIAL_STATE).runs.question).toBeNull();
  });
});
