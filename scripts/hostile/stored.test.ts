import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkVector } from '../../src/core/files/vectorFile.ts';
import { type AppState, INITIAL_STATE } from '../../src/state/appState.ts';
import { checkKey, checkProblem, checkWords } from '../../src/state/checks/checks.ts';
import { type Job, newJob, readJob, toStored } from '../../src/state/jobs/jobs.ts';
import { jobAnnouncement, jobText, shownJob } from '../../src/state/jobs/words.ts';
import { toPersisted } from '../../src/state/persisted.ts';
import { hiddenLanes, laneIds, laneTitle } from '../../src/state/playground/compare.ts';
import { runsOf } from '../../src/state/playground/history.ts';
import { beginPair, finishRun, INITIAL_RUNS } from '../../src/state/playground/runs.ts';
import { describeSteering } from '../../src/state/playground/steering.ts';
import { toStoredRuns } from '../../src/state/playground/storedRuns.ts';
import {
  laneNote,
  laneNumbers,
  layerCurve,
  selectCardNames,
  selectChecks,
  selectNumLayers,
  selectVector,
  statusText,
} from '../../src/state/selectors.ts';
import { gatheringStorage } from '../../src/state/storage.ts';
import { createAppStore } from '../../src/state/store.ts';
import { laneResult, MODEL_INFO, QUESTION, VECTOR } from '../../src/state/testValues.ts';
import { draftRows, pairCountRange } from '../../src/state/vectors/draft.ts';
import { savedVector } from '../../src/state/vectors/savedVectors.ts';
import type { StoreName } from '../../src/storage/database.ts';
import {
  answerStore,
  builtPresetStore,
  jobStore,
  memoryDatabase,
  unsavedStore,
  vectorLibrary,
} from '../../src/storage/index.ts';
import { newRecord, splitRecord, type VectorRecord } from '../../src/storage/vectorRecord.ts';
import { damagedBytes } from './bytes.ts';
import { damagedJson, damagedValue } from './json.ts';
import { type Reader, surviveAll } from './survive.ts';

const ANSWERED = finishRun(beginPair(INITIAL_RUNS, QUESTION), [
  laneResult('plain text'),
  laneResult('texte', 'length'),
]);

/** Settings as a visit leaves them that used everything. */
const VISIT: AppState = {
  ...INITIAL_STATE,
  ownWords: 'in Spanish',
  steering: {
    cards: [
      ...INITIAL_STATE.steering.cards,
      { ...INITIAL_STATE.steering.cards[0]!, id: 'card-2', chosenId: 'french', colour: 1, isOn: false },
    ],
    selectedId: 'card-2',
  },
  compare: {
    hasFourConditions: true,
    kept: [{ id: 'kept-1', title: 'Kept', cards: INITIAL_STATE.steering.cards }],
    marksDifferences: false,
    hasRibbon: true,
  },
  checks: {
    followsInstruction: true,
    own: [{ instructionId: 'keywords:existence', kwargs: { keywords: ['a'] } }],
  },
  vectorDraft: {
    ...INITIAL_STATE.vectorDraft,
    edited: {
      rows: [{ id: '1', positive: 'a, in French', negative: 'a', split: 'build' }],
      fileName: 'pairs.csv',
    },
  },
  learn: { ...INITIAL_STATE.learn, guesses: { direction: 3 }, revealed: ['direction'] },
  runs: ANSWERED,
  history: [{ id: 1, at: 1, question: QUESTION, texts: toStoredRuns(ANSWERED).texts }],
  findings: [
    {
      ...{ kind: 'layers', vectorId: 'french', modelId: 'embedded', operator: 'add', isFull: true },
      layers: [{ layer: 1, passed: 2, total: 3, degenerate: 0, score: 0.5, interval: [0, 1] } as never],
    },
  ],
};

describe('hostile settings in local storage', () => {
  const stored = { state: toPersisted(VISIT), version: 1 };

  /** The store as main.tsx makes it, over a local storage that holds the text. */
  const settings: Reader<string, AppState> = {
    read(text) {
      const area = { getItem: () => text, setItem: () => {}, removeItem: () => {} } as unknown as Storage;
      return createAppStore(gatheringStorage(() => area).storage).getState();
    },
    // whatever cannot be read keeps its default
    codes: [],
    check(state) {
      show(state);
      expect(again(state)).toEqual(again(again(state)));
    },
  };
  /** Written and read once more. */
  const again = (state: AppState): AppState =>
    settings.read(JSON.stringify({ state: toPersisted(state), version: 1 })) as AppState;

  it('comes back whole where it is whole', () => {
    const state = settings.read(JSON.stringify(stored)) as AppState;
    expect(toPersisted(state)).toEqual(toPersisted(VISIT));
    show(state);
  });

  it('gives a state that can be shown, whatever its fields hold', () =>
    surviveAll(settings, damagedJson(stored)));

  it('gives a state that can be shown, whatever is changed in its text', () =>
    surviveAll(
      settings,
      damagedBytes(new TextEncoder().encode(JSON.stringify(stored))).map((bytes) =>
        new TextDecoder().decode(bytes),
      ),
    ));

  it('gives a state that can be shown, whatever it says is chosen', () =>
    surviveAll(
      settings,
      fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', '').map((id) => {
        const text = JSON.stringify(stored);
        return text.replaceAll('"french"', `"${id}"`).replaceAll('"card-2"', `"${id}"`);
      }),
      20,
    ));
});

/** What the page asks of a state when it opens. */
function show(state: AppState): void {
  for (const each of [
    state,
    { ...state, model: { ...state.model, phase: 'ready', info: MODEL_INFO } } as AppState,
  ]) {
    const { steering, compare, runs, checks, vectorDraft, history } = each;
    expect(steering.cards.some(({ id }) => id === steering.selectedId)).toBe(true);
    expect(selectCardNames(each).every((name) => typeof name === 'string')).toBe(true);
    // null: nothing is on
    expect(describeSteering(steering) ?? '').toEqual(expect.any(String));
    const vector = selectVector(each);
    if (vector) checkVector(vector);
    layerCurve(vector);
    expect(selectNumLayers(each)).toBeGreaterThan(0);
    expect(hiddenLanes(compare)).toBeGreaterThanOrEqual(0);
    for (const id of laneIds(compare)) {
      expect(laneTitle(id, compare.kept)).toEqual(expect.any(String));
      const lane = runs.lanes[id];
      if (lane) expect(laneNumbers(lane)).toEqual(expect.any(String));
      laneNote(each, id);
    }
    expect(statusText(each)).toEqual(expect.any(String));
    for (const check of [...selectChecks(each), ...checks.own]) {
      expect(checkProblem(check)).toBeNull();
      expect([checkKey(check), checkWords(check)]).toEqual([expect.any(String), expect.any(String)]);
    }
    draftRows(vectorDraft);
    expect(pairCountRange(vectorDraft).max).toBeGreaterThan(0);
    for (const run of history) runsOf(run);
  }
}

describe('hostile records in the database', () => {
  const vector: VectorRecord = newRecord(
    {
      name: 'French',
      notes: 'mine',
      vector: VECTOR,
      origin: { bestLayer: 1, operator: 'add', strength: 1 },
      setting: { layer: 1, operator: 'add', strength: 1 },
      pairs: [{ positive: 'a', negative: 'b' }],
      check: { instructionId: 'keywords:existence', kwargs: { keywords: ['a'] } },
    },
    'v',
    1,
  );
  const { entry, data } = splitRecord(vector);

  const put = async (store: StoreName, key: string, value: unknown) => {
    const database = memoryDatabase();
    await database.write([{ store, key, value: value as object }]);
    return database;
  };

  function checkRecord(record: VectorRecord): void {
    checkVector(record.vector);
    expect(
      record.pairs === null ||
        record.pairs.every(
          ({ positive, negative }) => typeof positive === 'string' && typeof negative === 'string',
        ),
    ).toBe(true);
    const { check, instruction, setting, origin, vector: _, pairs: __, ...plain } = record;
    expect(Object.values(plain).every((value) => ['string', 'number'].includes(typeof value))).toBe(true);
    // what a list shows, and what the page steers and judges with
    expect(savedVector(record).check === null || checkProblem(check!) === null).toBe(true);
    for (const each of [instruction, setting, origin])
      expect(JSON.stringify(each)).toEqual(expect.any(String));
  }

  it('of a saved vector is read, or listed as damaged with the reason', () =>
    surviveAll<unknown, Awaited<ReturnType<ReturnType<typeof vectorLibrary>['list']>>>(
      {
        read: async (value) => vectorLibrary(await put('vectors', 'v', value)).list(),
        codes: [],
        check({ entries, damaged }) {
          for (const { reason } of damaged)
            expect(reason).toMatch(/^(this saved vector is damaged|expected a steering vector)/);
          for (const each of entries) checkRecord({ ...vector, ...each });
        },
      },
      damagedValue(entry),
    ));

  it('of a vector’s numbers is read or refused', () =>
    surviveAll<unknown, VectorRecord>(
      {
        async read(value) {
          const database = await put('vectors', 'v', entry);
          await database.write([{ store: 'vectorData', key: 'v', value: value as object }]);
          return vectorLibrary(database).read('v');
        },
        codes: ['file_corrupt'],
        check: checkRecord,
      },
      damagedValue(data),
    ));

  it('of the vector that was built last, and of a built preset, is read or left out', () =>
    surviveAll<unknown, (VectorRecord | null | undefined)[]>(
      {
        async read(value) {
          const unsaved = await unsavedStore(await put('unsaved', 'latest', value)).read();
          const [built] = await builtPresetStore(await put('presets', 'm/french', value)).list('m');
          return [unsaved, built?.record];
        },
        codes: [],
        check(records) {
          for (const record of records) if (record) checkRecord(record);
        },
      },
      damagedValue(
        { entry: { ...entry, id: 'latest' }, data },
        { entry: { ...entry, id: 'm/french' }, data, seconds: 3 },
      ),
    ));

  it('of an answer is read or counts as not known', () =>
    surviveAll<unknown, unknown[]>(
      {
        read: async (value) => answerStore(await put('answers', 'k', value)).read(['k']),
        codes: [],
        check([answer]) {
          if (answer === null) return;
          expect(answer).toMatchObject({ text: expect.any(String), isDecided: expect.any(Boolean) });
        },
      },
      damagedValue({ text: 'Oui', tokenIds: [1, 2], finishReason: 'stop', isDecided: true }),
    ));

  it('of a job is read, can be shown and is asked for nothing it does not have, or is listed as damaged', () => {
    const job = newJob({
      ...{ id: 'j', kind: 'layerSearch', title: 'Layer search', input: { pairs: [] }, createdAt: 1 },
      vectorIds: ['french'],
      model: { id: 'embedded', revision: null, dtype: 'q4', backend: 'wasm' },
    });
    const paused: Job = { ...job, phase: 'paused', pauseReason: 'user', total: 10, done: 3 };
    const failed: Job = { ...job, phase: 'failed', error: { code: 'internal', message: 'No.' } };
    return surviveAll<unknown, { jobs: { job: Job; writes: number }[]; damaged: string[] }>(
      {
        read: async (value) => jobStore(await put('jobs', 'j', value), readJob).list(),
        codes: [],
        check({ jobs, damaged }, value) {
          // what is nothing is not there
          expect(jobs.length + damaged.length).toBe(value ? 1 : 0);
          for (const { job, writes } of jobs) {
            expect(Number.isSafeInteger(writes)).toBe(true);
            expect(jobText(job)).toEqual(expect.stringMatching(/./));
            const shown = shownJob({ list: [job], notice: null });
            if (shown) expect(jobAnnouncement(shown)).toEqual(expect.any(String));
            // payloads are their tasks' own: what is compared is what every job has
            const { input: _, update: __, result: ___, ...plain } = job;
            expect(readJob(toStored(job))).toMatchObject(plain);
          }
        },
      },
      damagedValue(toStored(paused), toStored(failed)),
    );
  });
});
