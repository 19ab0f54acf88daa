import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { DeviceLoss } from '../../../workers/deviceLoss.ts';
import { type Handlers, serve } from '../../../workers/serve.ts';
import { createTiller } from '../../api/index.ts';
import { ModelClient } from '../../client/index.ts';
import { TillerError } from '../../core/errors.ts';
import { check } from '../../core/ifeval/index.ts';
import { memoryDatabase } from '../../storage/index.ts';
import { type AppState, INITIAL_STATE } from '../appState.ts';
import { recoveryNotice } from '../recovery/words.ts';
import type { Store } from '../store.ts';
import { MODEL_INFO, PRESETS } from '../testValues.ts';
import { createActions } from './index.ts';

const missing = async (): Promise<never> => {
  throw new TillerError('internal', 'not part of this test');
};
const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

/** A worker whose device is lost when the test says so; answers come a token a turn, until they are cancelled. */
class FakeWorker {
  lose: (why: string) => void = () => {};
  readonly port: MessagePort;
  readonly loads: unknown[] = [];

  constructor(failLoad: () => Error | null, gate: () => Promise<unknown>) {
    const { port1, port2 } = new MessageChannel();
    const devices: DeviceLoss = {
      lost: new Promise((resolve) => {
        this.lose = resolve;
      }),
      hasDevice: () => true,
    };
    const handlers: Handlers = {
      load: async (body, { signal }) => {
        this.loads.push(body);
        await gate();
        if (signal.aborted) throw new TillerError('aborted', 'cancelled');
        const error = failLoad();
        if (error) throw error;
        return { ...MODEL_INFO, backend: body.options.backend === 'wasm' ? 'wasm' : 'webgpu' };
      },
      unload: async () => null,
      tokenize: missing,
      capture: missing,
      projections: missing,
      logits: missing,
      score: missing,
      survey: missing,
      device: missing,
      storage: missing,
      deleteStored: missing,
      verifyStored: missing,
      measureEngine: missing,
      generate: async ({ lanes }, { signal, token }) => {
        for (let id = 0; !signal.aborted; id++) {
          for (const lane of lanes.keys()) token(lane, { id, text: `${id} `, logProb: 0 });
          await turn();
        }
        return lanes.map(() => ({
          ...{ text: '', tokenIds: [], finishReason: 'aborted' as const },
          ...{ promptTokens: 1, durationMs: 1, tokensPerSecond: 1 },
        }));
      },
    };
    serve(port2, handlers, devices);
    this.port = port1;
  }
}

/** The page's store and actions over real messages. */
function page() {
  const workers: FakeWorker[] = [];
  const failLoad = vi.fn((): Error | null => null);
  const gate = vi.fn(turn as () => Promise<unknown>);
  const client = new ModelClient(() => {
    const worker = new FakeWorker(failLoad, gate);
    workers.push(worker);
    return worker.port;
  });
  const tiller = createTiller(client, { check });
  const store = createStore<AppState>()(() => ({
    ...INITIAL_STATE,
    presets: PRESETS,
    steering: { ...INITIAL_STATE.steering, chosenId: 'french', layer: 1 },
  })) as Store;
  const memory = memoryDatabase();
  const actions = createActions({
    store,
    tiller,
    baseUrl: 'http://localhost/',
    database: async () => memory,
  });
  client.onDeath(actions.modelLost);
  return { store, actions, tiller, workers, failLoad, gate, client };
}

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => setTimeout(callback, 0));
  vi.stubGlobal('cancelAnimationFrame', (timer: number) => clearTimeout(timer));
});

describe('a model that is lost', () => {
  let { store, actions, tiller, workers, failLoad, gate }: ReturnType<typeof page> = page();
  let client: ModelClient;
  const state = (): AppState => store.getState();
  const until = (holds: () => boolean) => vi.waitFor(() => expect(holds()).toBe(true), 10_000);
  const isBack = () => until(() => state().recovery.phase === 'restored');
  const current = () => workers.at(-1)!;

  beforeEach(async () => {
    ({ store, actions, tiller, workers, failLoad, gate, client } = page());
    actions.setChoice({ backend: 'webgpu' });
    await actions.load();
    expect(state().model.phase).toBe('ready');
    return () => client.dispose();
  });

  it('comes back in a new worker, loaded as it was, and the page works', async () => {
    current().lose('driver reset');
    await isBack();
    expect(workers).toHaveLength(2);
    expect(current().loads).toEqual([{ source: 'embedded', options: { backend: 'webgpu' } }]);
    expect(state().model.phase).toBe('ready');
    expect(state().alert).toBeNull();
    void actions.generate();
    await until(() => state().runs.lanes.steered.tokenCount > 2);
    expect(state().recovery.phase).toBe('none');
    actions.stop();
    await until(() => state().runs.running.length === 0);
  });

  it('keeps the texts of the run that it cut off, adds nothing to them, and runs it again when asked', async () => {
    void actions.generate();
    await until(() => state().runs.lanes.steered.tokenCount > 2);
    current().lose('driver reset');
    await isBack();
    const { unsteered, steered } = state().runs.lanes;
    expect([unsteered.status, steered.status]).toEqual(['failed', 'failed']);
    expect(steered.text).toMatch(/^0 1 2 /);
    expect(state().runs.running).toEqual([]);
    expect(state().prompt).toBe(INITIAL_STATE.prompt);
    expect(recoveryNotice(state().recovery)?.actions).toEqual(['runAgain', 'dismiss']);
    await turn();
    expect(state().runs.lanes.steered.text).toBe(steered.text);
    actions.recover('runAgain');
    await until(() => state().runs.lanes.steered.status === 'streaming');
    expect(state().recovery.phase).toBe('none');
    actions.stop();
    await until(() => state().runs.running.length === 0);
  });

  it('while it loads is loaded again', async () => {
    const loading = actions.load();
    current().lose('crash of the GPU process');
    await loading;
    await isBack();
    expect(state().model.phase).toBe('ready');
    expect(workers).toHaveLength(2);
  });

  it('twice in a row is not loaded a third time; WASM is offered, and taken', async () => {
    current().lose('once');
    await isBack();
    current().lose('twice');
    await until(() => state().recovery.phase === 'stopped');
    await turn();
    expect(workers).toHaveLength(2);
    expect(state().model.phase).toBe('none');
    expect(tiller.model).toBeNull();
    actions.recover('useWasm');
    await isBack();
    expect(state().model.info?.backend).toBe('wasm');
    expect(state().model.choice.backend).toBe('wasm');
  });

  it('says why it cannot be loaded again', async () => {
    failLoad.mockReturnValueOnce(new TillerError('webgpu_unavailable', 'no adapter'));
    current().lose('driver reset');
    await until(() => state().recovery.phase === 'stopped');
    expect(recoveryNotice(state().recovery)?.what).toContain('No adapter');
    actions.recover('loadAgain');
    await isBack();
  });

  it('while a script loads it is the script’s, until the user asks for it', async () => {
    const loading = actions.loadModel('owner/other', { backend: 'webgpu' });
    current().lose('driver reset');
    await expect(loading).rejects.toMatchObject({ code: 'device_lost' });
    expect(state().recovery.phase).toBe('stopped');
    expect(workers).toHaveLength(1);
    actions.recover('loadAgain');
    await isBack();
    expect(current().loads).toMatchObject([{ source: 'owner/other' }]);
  });

  it('by a full memory while it loads is not loaded again', async () => {
    failLoad.mockReturnValueOnce(new TillerError('out_of_memory', 'full', { endsWorker: true }));
    await actions.load();
    expect(state().recovery.phase).toBe('stopped');
    expect(workers).toHaveLength(1);
    expect(recoveryNotice(state().recovery)?.actions).toEqual(['openModels']);
  });

  it('whose storage does not answer, twice, is loaded without it in one click', async () => {
    const silent = new TillerError('storage_failed', 'no answer', { noAnswer: true, endsWorker: true });
    failLoad.mockReturnValueOnce(silent).mockReturnValueOnce(silent);
    await actions.load();
    await until(() => state().recovery.phase === 'stopped');
    // the second try, by itself, did not ask the storage any more
    expect(current().loads.at(-1)).toMatchObject({ options: { store: false } });
    expect(recoveryNotice(state().recovery)?.what).toContain('storage stopped answering');
    expect(recoveryNotice(state().recovery)?.actions[0]).toBe('loadUnkept');
    actions.recover('loadUnkept');
    await isBack();
    expect(current().loads.at(-1)).toMatchObject({ source: 'embedded', options: { store: false } });
  });

  it('can be cancelled on its way back', async () => {
    let open = (): void => {};
    gate.mockReturnValueOnce(
      new Promise<void>((resolve) => {
        open = resolve;
      }),
    );
    current().lose('driver reset');
    await until(() => state().recovery.phase === 'reloading' && state().model.phase === 'loading');
    actions.cancelLoad();
    await turn();
    open();
    await until(() => state().recovery.phase === 'none');
    expect(state().model.phase).toBe('none');
    expect(state().alert).toBeNull();
  });

  it('is forgotten when the user loads another', async () => {
    current().lose('once');
    await isBack();
    await actions.load();
    expect(state().recovery).toEqual(INITIAL_STATE.recovery);
    current().lose('not in a row');
    await isBack();
  });

  it('keeps a folder’s files at hand', async () => {
    const files = [
      Object.assign(new File(['{}'], 'config.json'), { webkitRelativePath: 'mine/config.json' }),
    ];
    await actions.loadModel(files);
    current().lose('driver reset');
    await isBack();
    expect(current().loads).toMatchObject([{ source: { length: 1 } }]);
  });
});
