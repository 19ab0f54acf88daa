/** Actions that load and unload models. One load at a time; it can be cancelled. */
import { alertFor } from '../alert.ts';
import { beginLoad, endLoad, type ManifestModel, type ModelChoice, withProgress } from '../model.ts';
import { isNumber, isRecord, isText } from '../presets.ts';
import { clampLayer } from '../steering.ts';
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
}

export function createModelActions(
  { store, tiller, baseUrl }: ActionContext,
  { stop }: Pick<RunActions, 'stop'>,
): ModelActions {
  let abort: AbortController | null = null;

  async function loadSource(source: string | File[], name: string, choice: ModelChoice): Promise<void> {
    stop();
    abort?.abort();
    const controller = new AbortController();
    abort = controller;
    store.setState({ alert: null });
    updateSlice(store, 'model', (model) => beginLoad(model, name));
    try {
      await tiller.loadModel(source, {
        backend: choice.backend,
        ...(choice.dtype === '' ? {} : { dtype: choice.dtype }),
        signal: controller.signal,
        onProgress: (progress) =>
          updateSlice(store, 'model', (model) => withProgress(model, progress, performance.now())),
      });
    } catch (error) {
      if (abort === controller) store.setState({ alert: alertFor(error, 'load', source === 'embedded') });
    } finally {
      // A later load that took over reports for itself.
      if (abort === controller) {
        abort = null;
        const info = tiller.model;
        updateSlice(store, 'model', (model) => endLoad(model, info));
        if (info) updateSlice(store, 'steering', (steering) => clampLayer(steering, info.numLayers));
      }
    }
  }

  async function load(files: File[] = []): Promise<void> {
    const { choice, manifest } = store.getState().model;
    if (choice.kind === 'embedded')
      return loadSource('embedded', manifest?.name ?? 'the embedded model', choice);
    if (choice.kind === 'address') return loadSource(choice.address.trim(), choice.address.trim(), choice);
    const folder = files[0]?.webkitRelativePath.split('/')[0] || 'the folder';
    return loadSource(files, folder, choice);
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
    cancelLoad: () => abort?.abort(),
    async unload() {
      stop();
      await tiller.unloadModel().catch((error: unknown) => {
        store.setState({ alert: alertFor(error, 'load', true) });
      });
      updateSlice(store, 'model', (model) => endLoad(model, tiller.model));
    },
  };
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
