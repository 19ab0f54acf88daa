/** Actions that load and unload models. One load at a time; it can be cancelled. */
import type { Tiller } from '../../api/index.ts';
import { isWorkerEnd } from '../../client/index.ts';
import { TillerError } from '../../core/errors.ts';
import type { LoadOptions, ModelInfo } from '../../protocol/model.ts';
import { alertFor } from '../alert.ts';
import type { LastModel, ModelChoice } from '../models/choice.ts';
import { beginLoad, canUseModel, endLoad, type ManifestModel, withProgress } from '../models/load.ts';
import { isNumber, isRecord, isText } from '../playground/presets.ts';
import { clampLayers } from '../playground/steering.ts';
import { displayName } from '../selectors.ts';
import { type ActionContext, updateSlice } from './context.ts';
import type { JobActions } from './jobActions.ts';
import type { RunActions } from './runActions.ts';

export interface ModelActions {
  /** Reads what the page says about the embedded model before it is loaded; without it the page shows no size. */
  readManifest(): Promise<void>;
  setChoice(change: Partial<ModelChoice>): void;
  /** Loads once more what the page loaded last, else the embedded model. */
  load(): Promise<void>;
  /** Loads what the user agreed to. */
  loadFrom(source: string | File[], name: string, options: LoadOptions): Promise<LoadOutcome>;
  /** Loads the model of the last visit, if all of it is on this device. @returns false where nothing was begun */
  loadLast(): Promise<boolean>;
  /** Loads the embedded model and does so on every later visit. */
  loadEmbedded(): Promise<void>;
  cancelLoad(): void;
  unload(): Promise<void>;
  /** Loads for a script while the page shows how it goes. A load that the page began itself gives way. */
  loadModel(source: string | File[], options?: LoadModelOptions): Promise<ModelInfo>;
  /** Makes the page show what is loaded, after it changed behind the page's back. */
  syncModel(): void;
  /** What is being loaded, else what is loaded; null when it is nothing. */
  loadInForce(): { isLoading: boolean; isOwn: boolean } | null;
  /**
   * The load in force once more, after its model was lost. A folder's files are still at hand, as long as the page is.
   * @param change of how it was asked for
   * @throws whatever the load fails with
   */
  reload(change?: Partial<LoadOptions>): Promise<void>;
}

/** What it takes to load the same again. */
interface LoadRequest {
  source: string | File[];
  options: LoadOptions;
  name: string;
  /** not a script's */
  isOwn: boolean;
}

type LoadModelOptions = NonNullable<Parameters<Tiller['loadModel']>[1]>;

/** `stopped`: cancelled by the user, or by another load */
export type LoadOutcome = 'loaded' | 'stopped' | 'failed';

const EMBEDDED: LoadRequest = { source: 'embedded', name: '', options: {}, isOwn: true };

export function createModelActions(
  { store, tiller, baseUrl }: ActionContext,
  { stop, pauseForModel }: Pick<RunActions, 'stop'> & Pick<JobActions, 'pauseForModel'>,
): ModelActions {
  /** The load that the page shows: the latest. */
  let current: { abort: AbortController; request: LoadRequest } | null = null;
  /** Of the model that is loaded, or was until it was lost. */
  let latest: LoadRequest | null = null;
  /** The latest load that the page began by itself, loaded or not. */
  let latestOwn = EMBEDDED;

  function syncModel(): void {
    const info = tiller.model;
    updateSlice(store, 'model', (model) => endLoad(model, info));
    if (info) updateSlice(store, 'steering', (steering) => clampLayers(steering, info.numLayers));
  }

  async function track(request: LoadRequest, options: LoadModelOptions = {}): Promise<ModelInfo> {
    if (current?.request.isOwn) current.abort.abort();
    const load = { abort: new AbortController(), request };
    current = load;
    const how = { canPause: request.isOwn && isKept(request.source), keepsModel: tiller.model !== null };
    updateSlice(store, 'model', (model) => beginLoad(model, request.name, how));
    try {
      const info = await tiller.loadModel(request.source, {
        ...request.options,
        signal: withCancel(options.signal, load.abort.signal),
        onProgress(progress) {
          options.onProgress?.(progress);
          if (current !== load) return;
          const couldRun = canUseModel(store.getState().model);
          updateSlice(store, 'model', (model) => withProgress(model, progress, performance.now()));
          // what still ran would keep the new model waiting, or ask it what was meant for the old one
          if (couldRun && !canUseModel(store.getState().model)) stop();
        },
      });
      latest = request;
      return info;
    } catch (error) {
      // what was lost on its way in can be asked for again
      if (isWorkerEnd(error)) latest = request;
      throw error;
    } finally {
      if (current === load) {
        current = null;
        syncModel();
      }
    }
  }

  async function loadFrom(source: string | File[], name: string, options: LoadOptions): Promise<LoadOutcome> {
    store.setState({ alert: null });
    latestOwn = { source, name, options, isOwn: true };
    pauseForModel();
    try {
      const info = await track(latestOwn);
      const last = lastModel(source, info, options);
      updateSlice(store, 'model', (model) => ({ ...model, last }));
      return 'loaded';
    } catch (error) {
      const alert = alertFor(error, 'load', source === 'embedded');
      store.setState({ alert });
      return alert ? 'failed' : 'stopped';
    }
  }

  async function loadEmbedded(): Promise<void> {
    const { backend } = store.getState().model.choice;
    updateSlice(store, 'settings', (settings) => ({ ...settings, loadsOnOpen: true }));
    updateSlice(store, 'model', (model) => ({ ...model, choice: { ...model.choice, kind: 'embedded' } }));
    await loadFrom('embedded', '', { backend });
  }

  return {
    async readManifest() {
      const response = await fetch(new URL('models/manifest.json', baseUrl)).catch(() => null);
      const manifest = response?.ok ? embeddedEntry(await response.json().catch(() => null)) : null;
      updateSlice(store, 'model', (model) => ({ ...model, manifest }));
    },
    setChoice: (change) =>
      updateSlice(store, 'model', (model) => ({ ...model, choice: { ...model.choice, ...change } })),
    async load() {
      const { source, name, options } = latestOwn;
      if (source === 'embedded') return loadEmbedded();
      await loadFrom(source, name, options);
    },
    loadFrom,
    loadEmbedded,
    async loadLast() {
      const { last } = store.getState().model;
      if (!last || last.source === 'embedded') return false;
      const storage = await tiller.storage().catch(() => null);
      // An address is stored by its absolute form.
      const names = [last.source, new URL(last.source, baseUrl).href];
      const isHere = storage?.models.some(
        ({ id, dtype, revision, isComplete }) =>
          isComplete && names.includes(id) && dtype === last.dtype && revision === last.revision,
      );
      // A script may have loaded a model meanwhile, which stays.
      if (!isHere || current || tiller.model) return Boolean(current || tiller.model);
      const { source, dtype, backend, revision } = last;
      const options = { dtype, backend, ...(revision === null ? {} : { revision }) };
      // One that fails says so, and offers the embedded model.
      await loadFrom(source, displayName(source, null), options);
      return true;
    },
    cancelLoad: () => current?.abort.abort(),
    async unload() {
      stop();
      pauseForModel();
      await tiller.unloadModel().catch((error: unknown) => {
        store.setState({ alert: alertFor(error, 'load', true) });
      });
      syncModel();
    },
    loadModel(source, options = {}) {
      const { signal: _, onProgress: __, ...kept } = options;
      pauseForModel();
      return track({ source, options: kept, name: nameOf(source), isOwn: false }, options);
    },
    syncModel,
    loadInForce() {
      if (current) return { isLoading: true, isOwn: current.request.isOwn };
      return latest && store.getState().model.info ? { isLoading: false, isOwn: latest.isOwn } : null;
    },
    async reload(change = {}) {
      const request = current?.request ?? latest;
      if (!request) throw new TillerError('model_not_loaded', 'no model was loaded: choose one on Models.');
      const options = { ...request.options, ...change };
      // Nothing is stopped: what used the model has ended with it, and long work goes on when it is back.
      await track({ ...request, options });
    },
  };
}

/** How the model is found again at the next visit; null for a folder, which the browser does not open by itself. */
function lastModel(
  source: string | File[],
  info: ModelInfo,
  { backend = 'auto' }: LoadOptions,
): LastModel | null {
  if (typeof source !== 'string') return null;
  return { source, revision: info.revision, dtype: info.dtype, backend };
}

/** Whether a download that is stopped is offered again, from where it was. */
function isKept(source: string | File[]): boolean {
  return typeof source === 'string' && source !== 'embedded';
}

/** A script may give anything as its source; the API then says what is wrong with it. */
function nameOf(source: unknown): string {
  if (source === 'embedded') return '';
  if (typeof source === 'string') return displayName(source, null);
  const first: unknown = Array.isArray(source) ? source[0] : null;
  return (first instanceof File && first.webkitRelativePath.split('/')[0]) || 'the folder';
}

/** Aborts with either. */
function withCancel(signal: AbortSignal | undefined, cancel: AbortSignal): AbortSignal {
  return signal instanceof AbortSignal ? AbortSignal.any([signal, cancel]) : cancel;
}

function embeddedEntry(manifest: unknown): ManifestModel | null {
  const entry: unknown = Array.isArray(manifest)
    ? manifest.find((each) => isRecord(each) && each.id === 'embedded')
    : null;
  if (!isRecord(entry)) return null;
  const { id, name, licence, sizeBytes } = entry;
  return isText(id) && isText(name) && isText(licence) && isNumber(sizeBytes)
    ? { id, name, licence, sizeBytes }
    : null;
}
