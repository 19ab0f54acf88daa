/** Actions that load and unload models. One load at a time; it can be cancelled. */
import type { Tiller } from '../../api/index.ts';
import { TillerError } from '../../core/errors.ts';
import type { ModelInfo } from '../../protocol/model.ts';
import { alertFor } from '../alert.ts';
import { beginLoad, endLoad, type ManifestModel, type ModelChoice, withProgress } from '../models/load.ts';
import { isNumber, isRecord, isText } from '../playground/presets.ts';
import { clampLayers } from '../playground/steering.ts';
import { displayName } from '../selectors.ts';
import { type ActionContext, updateSlice } from './context.ts';
import type { RunActions } from './runActions.ts';

export interface ModelActions {
  /** Reads what the page says about the embedded model before it is loaded; without it the page shows no size. */
  readManifest(): Promise<void>;
  setChoice(change: Partial<ModelChoice>): void;
  /** Loads what the Models place is set to. @param files of a folder on the device, for the choice `folder` */
  load(files?: File[]): Promise<void>;
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
   * @param backend in place of the one it was asked for
   * @throws whatever the load fails with
   */
  reload(backend?: 'wasm'): Promise<void>;
}

/** What it takes to load the same again. */
interface LoadRequest {
  source: string | File[];
  options: Pick<LoadModelOptions, 'backend' | 'dtype' | 'revision'>;
  name: string;
  /** not a script's */
  isOwn: boolean;
}

type LoadModelOptions = NonNullable<Parameters<Tiller['loadModel']>[1]>;

export function createModelActions(
  { store, tiller, baseUrl }: ActionContext,
  { stop }: Pick<RunActions, 'stop'>,
): ModelActions {
  /** The load that the page shows: the latest. */
  let current: { abort: AbortController; request: LoadRequest } | null = null;
  /** Of the model that is loaded, or was until it was lost. */
  let latest: LoadRequest | null = null;

  function syncModel(): void {
    const info = tiller.model;
    updateSlice(store, 'model', (model) => endLoad(model, info));
    if (info) updateSlice(store, 'steering', (steering) => clampLayers(steering, info.numLayers));
  }

  async function track(request: LoadRequest, options: LoadModelOptions = {}): Promise<ModelInfo> {
    if (current?.request.isOwn) current.abort.abort();
    const load = { abort: new AbortController(), request };
    current = load;
    updateSlice(store, 'model', (model) => beginLoad(model, request.name));
    try {
      const info = await tiller.loadModel(request.source, {
        ...request.options,
        signal: withCancel(options.signal, load.abort.signal),
        onProgress(progress) {
          options.onProgress?.(progress);
          if (current !== load) return;
          updateSlice(store, 'model', (model) => withProgress(model, progress, performance.now()));
        },
      });
      latest = request;
      return info;
    } finally {
      if (current === load) {
        current = null;
        syncModel();
      }
    }
  }

  async function loadSource(source: string | File[], name: string, choice: ModelChoice): Promise<void> {
    store.setState({ alert: null });
    const { backend, dtype } = choice;
    const options = { backend, ...(dtype === '' ? {} : { dtype }) };
    stop();
    try {
      await track({ source, options, name, isOwn: true });
    } catch (error) {
      store.setState({ alert: alertFor(error, 'load', source === 'embedded') });
    }
  }

  async function load(files: File[] = []): Promise<void> {
    const { choice } = store.getState().model;
    if (choice.kind === 'embedded') return loadSource('embedded', '', choice);
    if (choice.kind === 'address') {
      const address = choice.address.trim();
      return loadSource(address, nameOf(address), choice);
    }
    return loadSource(files, nameOf(files), choice);
  }

  return {
    async readManifest() {
      const response = await fetch(new URL('models/manifest.json', baseUrl)).catch(() => null);
      const manifest = response?.ok ? embeddedEntry(await response.json().catch(() => null)) : null;
      updateSlice(store, 'model', (model) => ({ ...model, manifest }));
    },
    setChoice: (change) =>
      updateSlice(store, 'model', (model) => ({ ...model, choice: { ...model.choice, ...change } })),
    load,
    async loadEmbedded() {
      updateSlice(store, 'settings', (settings) => ({ ...settings, loadsOnOpen: true }));
      updateSlice(store, 'model', (model) => ({ ...model, choice: { ...model.choice, kind: 'embedded' } }));
      await load();
    },
    cancelLoad: () => current?.abort.abort(),
    async unload() {
      stop();
      await tiller.unloadModel().catch((error: unknown) => {
        store.setState({ alert: alertFor(error, 'load', true) });
      });
      syncModel();
    },
    loadModel(source, options = {}) {
      const { signal: _, onProgress: __, ...kept } = options;
      stop();
      return track({ source, options: kept, name: nameOf(source), isOwn: false }, options);
    },
    syncModel,
    loadInForce() {
      if (current) return { isLoading: true, isOwn: current.request.isOwn };
      return latest && store.getState().model.info ? { isLoading: false, isOwn: latest.isOwn } : null;
    },
    async reload(backend) {
      const request = current?.request ?? latest;
      if (!request) throw new TillerError('model_not_loaded', 'no model was loaded: choose one on Models.');
      const options = backend ? { ...request.options, backend } : request.options;
      // Nothing is stopped: what used the model has ended with it, and long work goes on when it is back.
      await track({ ...request, options });
    },
  };
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
