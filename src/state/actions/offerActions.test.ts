/** From the name of a model to its being loaded: the real actions over real messages, and a worker with a small hub. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { type Handlers, serve } from '../../../workers/serve.ts';
import { createTiller, type Tiller } from '../../api/index.ts';
import { ModelClient } from '../../client/index.ts';
import { type ErrorCode, TillerError } from '../../core/errors.ts';
import type { Exchange } from '../../protocol/messages.ts';
import type { ModelSurvey, StoredModel } from '../../protocol/storage.ts';
import { memoryDatabase } from '../../storage/memoryDatabase.ts';
import { type AppState, INITIAL_STATE } from '../appState.ts';
import { DEVICE, STORAGE, STORED, SURVEY } from '../models/testValues.ts';
import type { Store } from '../store.ts';
import { MODEL_INFO } from '../testValues.ts';
import { type Actions, createActions } from './index.ts';

const MB = 1e6;
const SMALL: ModelSurvey = { ...SURVEY, sizeBytes: 12 * MB, downloadBytes: 12 * MB };
const missing = async (): Promise<never> => {
  throw new TillerError('model_not_loaded', 'not in this test');
};

/** What the worker of a test answers, and what it was asked. */
interface Hub {
  survey: (body: Exchange['survey']['request']) => ModelSurvey;
  stored: StoredModel[];
  device: typeof DEVICE;
  asked: Exchange['survey']['request'][];
  loads: Exchange['load']['request'][];
  deleted: string[];
  /** ends a load; until then it downloads */
  finish: () => void;
  fail: (code: ErrorCode) => void;
}

let hub: Hub;
let client: ModelClient;
let tiller: Tiller;
let store: Store;
let actions: Actions;

function handlers(): Handlers {
  return {
    survey: async (body) => {
      hub.asked.push(body);
      return hub.survey(body);
    },
    device: async () => hub.device,
    storage: async () => ({ ...STORAGE, models: hub.stored }),
    deleteStored: async ({ key }) => {
      hub.deleted.push(key);
      hub.stored = hub.stored.filter((model) => model.key !== key);
      return null;
    },
    verifyStored: async ({ key }) => ({ key, passed: key === STORED.key, problem: 'one file differs.' }),
    load: async (body, { signal, progress }) => {
      hub.loads.push(body);
      progress({ stage: 'download', loaded: 0, total: 1, unit: 'bytes' });
      await new Promise<void>((resolve, reject) => {
        hub.finish = resolve;
        hub.fail = (code) => reject(new TillerError(code, 'a file is cut short.'));
        signal.addEventListener('abort', () => reject(new TillerError('aborted', 'cancelled')));
      });
      return { ...MODEL_INFO, id: String(body.source), revision: body.options.revision ?? null };
    },
    unload: async () => null,
    tokenize: missing,
    measureEngine: missing,
    capture: missing,
    projections: missing,
    logits: missing,
    score: missing,
    generate: missing,
  };
}

function open(last: AppState['model']['last'] = null): void {
  client = new ModelClient(() => {
    const { port1, port2 } = new MessageChannel();
    serve(port2, handlers(), { lost: new Promise(() => {}), hasDevice: () => false });
    return port1;
  });
  tiller = createTiller(client, { check: () => ({ strict: true, loose: true, detail: '' }) });
  store = createStore<AppState>()(() => ({
    ...INITIAL_STATE,
    model: { ...INITIAL_STATE.model, last },
  })) as Store;
  const memory = memoryDatabase();
  actions = createActions({ store, tiller, baseUrl: 'http://localhost/', database: async () => memory });
}

const models = () => store.getState().models;
const offer = () => models().offer;
/** The download has begun in the worker. */
const isLoading = (nth = 1) => expect.poll(() => hub.loads.length).toBe(nth);

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', () => 0);
  hub = {
    survey: () => SURVEY,
    stored: [],
    device: DEVICE,
    asked: [],
    loads: [],
    deleted: [],
    finish: () => {},
    fail: () => {},
  };
  open();
});
afterEach(() => client.dispose());

async function askFor(address: string): Promise<void> {
  actions.setChoice({ kind: 'address', address });
  await actions.askForChoice();
}

describe('a model that is asked for', () => {
  it('is offered with its verdict, and not loaded before the user agrees', async () => {
    await askFor('a/b');
    expect(offer()).toMatchObject({ phase: 'offered', name: 'b', survey: SURVEY });
    expect(offer()?.preflight).toMatchObject({ level: 'fits', backend: 'webgpu' });
    expect(hub.loads).toEqual([]);
    const accepted = actions.acceptOffer();
    await isLoading();
    hub.finish();
    await accepted;
    expect(offer()).toBeNull();
    expect(hub.loads).toEqual([
      { source: 'a/b', options: { backend: 'auto', dtype: 'q4', revision: SURVEY.revision } },
    ]);
    expect(store.getState().model).toMatchObject({ phase: 'ready', last: { source: 'a/b' } });
  });

  it('is loaded at once where there is hardly anything to download', async () => {
    hub.survey = () => SMALL;
    const asked = askFor('a/b');
    await isLoading();
    hub.finish();
    await asked;
    expect(offer()).toBeNull();
    expect(store.getState().model.phase).toBe('ready');
  });

  it('waits for the user where a size is not told, or where the verdict warns', async () => {
    hub.survey = () => ({
      ...SMALL,
      files: [{ path: 'model.onnx', sizeBytes: null, sha256: null, isStored: false }],
    });
    await askFor('a/b');
    expect(offer()?.phase).toBe('offered');
    hub.survey = () => ({ ...SMALL, dtype: 'q8' });
    await askFor('a/c');
    expect(offer()?.preflight?.level).toBe('warned');
    expect(hub.loads).toEqual([]);
  });

  it('cannot be accepted when it does not fit', async () => {
    hub.device = { ...DEVICE, hasWebGpu: false };
    hub.survey = () => ({ ...SURVEY, dtype: 'fp32', sizeBytes: 5e9, downloadBytes: 5e9 });
    await askFor('a/b');
    expect(offer()?.preflight?.level).toBe('refused');
    await actions.acceptOffer();
    expect(hub.loads).toEqual([]);
  });

  it('is looked at again with the files for the CPU when the GPU cannot take it', async () => {
    const large = { ...SURVEY, largestTensorBytes: 3e9, sizeBytes: 200 * MB };
    hub.survey = ({ options }) =>
      options.backend === 'wasm' ? { ...SMALL, largestTensorBytes: 3e9 } : { ...large, dtype: 'q4f16' };
    const asked = askFor('a/b');
    await isLoading();
    hub.finish();
    await asked;
    expect(hub.asked.map(({ options }) => options.backend)).toEqual(['auto', 'wasm']);
    expect(hub.loads[0]?.options).toMatchObject({ backend: 'wasm', dtype: 'q4' });
  });

  it('can be asked about with other files', async () => {
    await askFor('a/b');
    hub.survey = ({ options }) => ({ ...SURVEY, dtype: options.dtype ?? 'q4' });
    await actions.changeOffer({ dtype: 'fp32' });
    expect(offer()?.survey?.dtype).toBe('fp32');
    expect(hub.asked.at(-1)?.options.dtype).toBe('fp32');
  });

  it('of the catalogue has its pinned commit, and files that are known to be right', async () => {
    await actions.askForCatalogue('onnx-community/gemma-2-2b-jpn-it');
    expect(hub.asked[0]?.options).toMatchObject({ revision: '4f59e472cb40c9ea2a01900695a60b8104332fc8' });
    await actions.askForCatalogue('onnx-community/gemma-3-270m-it-ONNX');
    expect(hub.asked[1]?.options).toMatchObject({ dtype: 'q4' });
    expect(store.getState().model.choice).toMatchObject({
      kind: 'catalogue',
      catalogueId: 'onnx-community/gemma-3-270m-it-ONNX',
    });
  });

  it('with a commit after its id is asked for at that commit', async () => {
    await askFor('a/b@v1.0');
    expect(hub.asked[0]).toMatchObject({ source: 'a/b', options: { revision: 'v1.0' } });
  });

  it('is asked for at the commit that is stored, so that nothing is downloaded again', async () => {
    hub.stored = [STORED];
    await askFor('a/b');
    expect(hub.asked[0]?.options.revision).toBe(STORED.revision);
  });

  it('can be dropped while it is asked about', async () => {
    const asked = askFor('a/b');
    actions.dismissOffer();
    await asked;
    expect(offer()).toBeNull();
  });

  it('gives way to the next one', async () => {
    const first = askFor('a/b');
    await askFor('a/c');
    await first;
    expect(offer()?.name).toBe('c');
  });
});

describe('a model that cannot be had', () => {
  it('is gated: its terms are accepted on the hub, and its folder is opened here', async () => {
    hub.survey = () => ({ ...SURVEY, isGated: true });
    await askFor('a/b');
    expect(offer()).toMatchObject({ phase: 'failed', problem: { step: 'openFolder' } });
    expect(offer()?.problem?.what).toMatch(/gated.*no token/s);
  });

  it('can be asked about again after a broken connection', async () => {
    hub.survey = () => {
      throw new TillerError('download_failed', 'expected an answer, got none');
    };
    await askFor('a/b');
    expect(offer()?.problem).toEqual({ what: 'Expected an answer, got none.', step: 'askAgain' });
    hub.survey = () => SURVEY;
    await actions.askAgain();
    expect(offer()?.phase).toBe('offered');
  });
});

describe('a download', () => {
  it('that is paused stays on offer with what is left, and goes on', async () => {
    await askFor('a/b');
    const accepted = actions.acceptOffer();
    await isLoading();
    expect(store.getState().model.canPause).toBe(true);
    hub.survey = () => ({ ...SURVEY, downloadBytes: 200 * MB });
    actions.pauseLoad();
    await accepted;
    expect(store.getState().alert).toBeNull();
    expect(offer()).toMatchObject({ phase: 'paused', survey: { downloadBytes: 200 * MB } });
    const resumed = actions.acceptOffer();
    await isLoading(2);
    hub.finish();
    await resumed;
    expect(store.getState().model.phase).toBe('ready');
  });

  it('that is cancelled leaves no offer', async () => {
    await askFor('a/b');
    const accepted = actions.acceptOffer();
    await isLoading();
    actions.cancelLoad();
    await accepted;
    expect(offer()).toBeNull();
    expect(store.getState().model.phase).toBe('none');
  });
});

describe('a stored model', () => {
  beforeEach(async () => {
    hub.stored = [STORED];
    hub.survey = () => ({ ...SURVEY, downloadBytes: 0 });
    await actions.readStorage();
  });

  it('is loaded from its list', async () => {
    const asked = actions.askForStored(STORED.key);
    await isLoading();
    hub.finish();
    await asked;
    expect(hub.loads[0]).toMatchObject({
      source: 'a/b',
      options: { revision: STORED.revision, dtype: 'q4' },
    });
  });

  it('is compared with its hashes', async () => {
    await actions.verifyStored(STORED.key);
    expect(models().checks[STORED.key]).toEqual({ phase: 'passed' });
    await actions.verifyStored('another');
    expect(models().checks.another).toEqual({ phase: 'failed', problem: 'one file differs.' });
  });

  it('is gone after it is deleted', async () => {
    await actions.deleteStored(STORED.key);
    expect(hub.deleted).toEqual([STORED.key]);
    expect(models().storage?.models).toEqual([]);
    expect(models().done).toBe('Deleted b: 500 MB are free again.');
  });
});

describe('the model of the last visit', () => {
  const last = { source: 'a/b', revision: STORED.revision, dtype: 'q4', backend: 'auto' as const };

  it('is loaded when the page opens, if all of it is here', async () => {
    hub.stored = [STORED];
    open(last);
    const opened = actions.open('remembered');
    await isLoading();
    hub.finish();
    await opened;
    expect(hub.loads.map(({ source }) => source)).toEqual(['a/b']);
  });

  it('says so when it cannot be loaded, and offers the embedded one', async () => {
    hub.stored = [STORED];
    open(last);
    const opened = actions.open('always');
    await isLoading();
    hub.fail('model_unsupported');
    await opened;
    expect(store.getState().alert).toMatchObject({ action: 'loadEmbedded' });
    expect(hub.loads.map(({ source }) => source)).toEqual(['a/b']);
  });

  it('is offered again when what failed may pass', async () => {
    hub.stored = [STORED];
    open(last);
    const opened = actions.open('always');
    await isLoading();
    hub.fail('file_corrupt');
    await opened;
    expect(store.getState().alert).toMatchObject({ action: 'load' });
  });

  it('is not downloaded by itself', async () => {
    hub.stored = [{ ...STORED, isComplete: false, storedBytes: 10 }];
    open(last);
    await actions.open('remembered');
    expect(hub.loads).toEqual([]);
  });

  it('gives way to the embedded model where that is to be had for nothing', async () => {
    open(last);
    const opened = actions.open('always');
    await isLoading();
    hub.finish();
    await opened;
    expect(hub.loads.map(({ source }) => source)).toEqual(['embedded']);
  });
});
