/** Actions that load and unload models. One load at a time; it can be cancelled. */
import type { Tiller } from '../../api/index.ts';
import type { ModelInfo } from '../../protocol/model.ts';
import { alertFor } from '../alert.ts';
import { beginLoad, endLoad, type ManifestModel, type ModelChoice, withProgress } from '../models/load.ts';
import { isNumber, isRecord, isText } from '../playground/presets.ts';
import { clampLayer } from '../playground/steering.ts';
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
}

type LoadModelOptions = NonNullable<Parameters<Tiller['loadModel']>[1]>;

export function createModelActions(
  { store, tiller, baseUrl }: ActionContext,
  { stop }: Pick<RunActions, 'stop'>,
): ModelActions {
  /** The load that the page shows: the latest. */
  let current: { abort: AbortController; isOwn: boolean } | null = null;

  function syncModel(): void {
    const info = tiller.model;
    updateSlice(store, 'model', (model) => endLoad(model, info));
    if (info) updateSlice(store, 'steering', (steering) => clampLayer(steering, info.numLayers));
  }

  async function track(
    source: string | File[],
    options: LoadModelOptions,
    name: string,
    isOwn: boolean,
  ): Promise<ModelInfo> {
    stop();
    if (current?.isOwn) current.abort.abort();
    const load = { abort: new AbortController(), isOwn };
    current = load;
    updateSlice(store, 'model', (model) => beginLoad(model, name));
    try {
      return await tiller.loadModel(source, {
        ...options,
        signal: withCancel(options.signal, load.abort.signal),
        onProgress(progress) {
          options.onProgress?.(progress);
          if (current !== load) return;
          updateSlice(store, 'model', (model) => withProgress(model, progress, performance.now()));
        },
      });
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
    try {
      await track(source, { backend, ...(dtype === '' ? {} : { dtype }) }, name, true);
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
    loadModel: (source, options = {}) => track(source, options, nameOf(source), false),
    syncModel,
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
