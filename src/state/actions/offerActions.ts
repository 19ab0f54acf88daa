/**
 * Actions that lead from the name of a model to its being loaded: ask what it is and needs, say so, and download only
 * what the user agreed to. A download can be paused; what is here of it is kept.
 */
import { catalogueModel } from '../../core/catalogue/catalogue.ts';
import { TillerError } from '../../core/errors.ts';
import type { Preflight } from '../../core/preflight/preflight.ts';
import type { LoadOptions } from '../../protocol/model.ts';
import type { ModelSurvey } from '../../protocol/storage.ts';
import { t } from '../../text/text.ts';
import type { BackendChoice } from '../models/choice.ts';
import { isHandheld } from '../models/handheld.ts';
import { needsNoConsent, type Offer, withOffer } from '../models/models.ts';
import { judgeSurvey, offerProblem, splitRevision } from '../models/offers.ts';
import { isEmbedded } from '../playground/settings.ts';
import { displayName } from '../selectors.ts';
import { type ActionContext, updateSlice } from './context.ts';
import type { ModelActions } from './modelActions.ts';
import type { StoredModelActions } from './storedModelActions.ts';

export interface OfferActions {
  /** Loads the embedded model, or asks about what the Models place is set to. @param files for the choice `folder` */
  askForChoice(files?: File[]): Promise<void>;
  /** Sets the place to a model of the catalogue and asks about it. */
  askForCatalogue(id: string): Promise<void>;
  /** Sets the place to a folder and asks about it. */
  askForFolder(files: File[]): Promise<void>;
  /** Asks about a stored model: it is loaded, or its download goes on. */
  askForStored(key: string): Promise<void>;
  /** Asks about the same model with other files or on another backend. */
  changeOffer(change: { backend?: BackendChoice; dtype?: string }): Promise<void>;
  /** As at first: what fits and needs hardly any download is loaded at once. */
  askAgain(): Promise<void>;
  /** Downloads and loads what is on offer. */
  acceptOffer(): Promise<void>;
  dismissOffer(): void;
  /** Stops the download; the offer says how far it is. */
  pauseLoad(): void;
}

/** What one look at a model found. */
interface Look {
  survey: ModelSurvey;
  preflight: Preflight;
}

export function createOfferActions(
  { store, tiller }: ActionContext,
  {
    load,
    loadEmbedded,
    loadFrom,
    cancelLoad,
    setChoice,
  }: Pick<ModelActions, 'load' | 'loadEmbedded' | 'loadFrom' | 'cancelLoad' | 'setChoice'>,
  { readStorage }: Pick<StoredModelActions, 'readStorage'>,
): OfferActions {
  /** Of the folder on offer: files are handles, which the store does not hold. */
  let files: File[] = [];
  let asking = new AbortController();
  let isPausing = false;

  async function look(offer: Offer, backend: BackendChoice, signal: AbortSignal): Promise<Look> {
    const options = optionsOf(offer, backend);
    const [found, device, storage] = await Promise.all([
      tiller.survey(offer.address ?? files, { ...options, signal }),
      tiller.device(),
      tiller.storage(),
    ]);
    // A folder is read where it is.
    const survey = offer.address === null ? { ...found, downloadBytes: 0 } : found;
    updateSlice(store, 'models', (models) => ({ ...models, device, storage }));
    return { survey, preflight: judgeSurvey(survey, device, storage, offer.backend, isHandheld()) };
  }

  /** A model that the GPU cannot take may have other files, which are those that would be read for the CPU. */
  async function lookAtBoth(offer: Offer, signal: AbortSignal): Promise<Look> {
    const first = await look(offer, offer.backend, signal);
    const { backend, verdicts } = first.preflight;
    const isPassedOver = verdicts[0]?.backend === 'webgpu' && backend === 'wasm';
    return isPassedOver && offer.dtype === '' ? look(offer, 'wasm', signal) : first;
  }

  /** @param isAtOnce loads without another click what fits and needs hardly any download */
  async function ask(offer: Offer, isAtOnce: boolean): Promise<void> {
    asking.abort();
    asking = new AbortController();
    store.setState({ alert: null });
    updateSlice(store, 'models', (models) => ({ ...models, offer, done: '' }));
    const change = (changes: Partial<Offer>) =>
      updateSlice(store, 'models', (models) => withOffer(models, offer, changes));
    try {
      const revision = offer.revision || (await storedRevision(offer.address));
      const found = await lookAtBoth({ ...offer, revision }, asking.signal);
      if (store.getState().models.offer !== offer) return;
      if (found.survey.isGated) {
        change({ phase: 'failed', problem: { what: t('models.gated'), step: 'openFolder' } });
      } else {
        const isPaused =
          found.survey.downloadBytes > 0 && found.survey.downloadBytes < found.survey.sizeBytes;
        change({ phase: isPaused ? 'paused' : 'offered', ...found });
        if (isAtOnce && needsNoConsent(found.survey, found.preflight)) await acceptOffer();
      }
    } catch (error) {
      if (TillerError.toData(error).code === 'aborted') return;
      change({ phase: 'failed', problem: offerProblem(error) });
    }
  }

  function newOffer(address: string | null, change: Partial<Offer>): Offer {
    const { backend, dtype } = store.getState().model.choice;
    return {
      address,
      name: address === null ? folderName(files) : displayName(address, null),
      backend,
      dtype,
      revision: '',
      phase: 'asking',
      survey: null,
      preflight: null,
      problem: null,
      ...change,
    };
  }

  /** The commit that is stored is as good as the newest, and here already. */
  async function storedRevision(id: string | null): Promise<string> {
    if (id === null) return '';
    const storage = await tiller.storage().catch(() => null);
    return storage?.models.find((model) => model.id === id && model.isComplete)?.revision ?? '';
  }

  async function askForAddress(typed: string, change: Partial<Offer> = {}): Promise<void> {
    const { address, revision } = splitRevision(typed.trim());
    const pinned = revision || catalogueModel(address)?.revision || '';
    await ask(newOffer(address, { revision: pinned, ...change }), true);
  }

  async function askForFolder(chosen: File[]): Promise<void> {
    files = chosen;
    setChoice({ kind: 'folder' });
    await ask(newOffer(null, {}), true);
  }

  async function askForCatalogue(id: string): Promise<void> {
    setChoice({ kind: 'catalogue', catalogueId: id, dtype: '' });
    const model = catalogueModel(id);
    // Where the adapter's best files are known to be wrong, others are asked for by name.
    const isFixed = model !== null && model.dtypes.half === model.dtypes.full;
    await askForAddress(id, { name: model?.name ?? id, dtype: isFixed ? model.dtypes.full : '' });
  }

  async function acceptOffer(): Promise<void> {
    const { offer } = store.getState().models;
    if (!offer?.survey || !offer.preflight || offer.preflight.level === 'refused') return;
    const { survey, preflight } = offer;
    isPausing = false;
    updateSlice(store, 'models', (models) => ({ ...models, offer: null }));
    const outcome = await loadFrom(offer.address ?? files, offer.name, {
      ...optionsOf({ ...offer, dtype: survey.dtype }, loadBackend(offer, preflight)),
      ...(survey.revision === null ? {} : { revision: survey.revision }),
    });
    await readStorage();
    if (outcome !== 'stopped' || !isPausing) return;
    isPausing = false;
    // What the download brought so far is looked up anew, which may fail where the connection is what failed.
    const paused: Offer = { ...offer, phase: 'paused' };
    updateSlice(store, 'models', (models) => ({ ...models, offer: models.offer ?? paused }));
    const again = await look(paused, paused.backend, new AbortController().signal).catch(() => null);
    if (again) updateSlice(store, 'models', (models) => withOffer(models, paused, again));
  }

  return {
    async askForChoice(chosen = []) {
      const { kind, address, catalogueId, dtype } = store.getState().model.choice;
      if (kind === 'embedded') return load();
      if (kind === 'folder') return askForFolder(chosen);
      if (kind === 'address') return askForAddress(address);
      return dtype === '' ? askForCatalogue(catalogueId) : askForAddress(catalogueId);
    },
    askForCatalogue,
    askForFolder,
    async askForStored(key) {
      const stored = store.getState().models.storage?.models.find((model) => model.key === key);
      if (!stored) return;
      const { id, dtype, revision } = stored;
      if (isEmbedded(id)) return loadEmbedded();
      const name = catalogueModel(id)?.name ?? displayName(id, null);
      await ask(newOffer(id, { name, dtype, revision: revision ?? '' }), stored.isComplete);
    },
    async changeOffer(change) {
      const { offer } = store.getState().models;
      if (offer) await ask({ ...offer, ...change, phase: 'asking', problem: null }, false);
    },
    async askAgain() {
      const { offer } = store.getState().models;
      if (offer) await ask({ ...offer, phase: 'asking', problem: null }, true);
    },
    acceptOffer,
    dismissOffer() {
      asking.abort();
      updateSlice(store, 'models', (models) => ({ ...models, offer: null }));
    },
    pauseLoad() {
      isPausing = true;
      cancelLoad();
    },
  };
}

function optionsOf({ dtype, revision }: Offer, backend: BackendChoice): LoadOptions {
  return {
    backend,
    ...(dtype === '' ? {} : { dtype }),
    ...(revision === '' ? {} : { revision }),
  };
}

/** `auto` stays open to a fallback, unless the verdict has passed the GPU over already. */
function loadBackend({ backend }: Offer, { backend: judged, verdicts }: Preflight): BackendChoice {
  return backend === 'auto' && judged !== verdicts[0]?.backend ? judged : backend;
}

/** Of files with paths, the folder that they lie in; loose files have none. */
function folderName([first]: readonly File[]): string {
  const path = first?.webkitRelativePath || first?.name || '';
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : t('models.theFolder');
}
