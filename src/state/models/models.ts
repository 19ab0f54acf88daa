/** What the Models place knows beside the loaded model: the device, what is stored on it, and a model on offer. */
import type { Preflight } from '../../core/preflight/preflight.ts';
import type { DeviceFacts, ModelSurvey, StorageFacts } from '../../protocol/storage.ts';
import type { BackendChoice } from './choice.ts';

/** How a check of a stored model's bytes goes. */
export type Check =
  | { phase: 'running'; share: number }
  | { phase: 'passed' }
  | { phase: 'failed'; problem: string };

/** What can be done about an offer that came to nothing. */
export type OfferStep = 'askAgain' | 'openFolder' | 'chooseOther';

/** A model that the user asked for: what it is and needs, before anything large is read. */
export interface Offer {
  /** hub id or address; null for a folder, whose files the actions hold */
  address: string | null;
  name: string;
  backend: BackendChoice;
  /** empty: what suits the device */
  dtype: string;
  /** empty: the newest, or what is stored */
  revision: string;
  /** `asking`: the survey is under way; `paused`: a part of it is downloaded */
  phase: 'asking' | 'offered' | 'paused' | 'failed';
  survey: ModelSurvey | null;
  preflight: Preflight | null;
  /** beside `failed` */
  problem: { what: string; step: OfferStep } | null;
}

export interface ModelsState {
  /** null until it is asked for */
  device: DeviceFacts | null;
  storage: StorageFacts | null;
  /** what went wrong with the stored models */
  storageProblem: string | null;
  /** what was done last, for the status line */
  done: string;
  /** the browser was asked to keep what is stored, and did not agree */
  isPersistRefused: boolean;
  /** by key */
  checks: Readonly<Record<string, Check>>;
  offer: Offer | null;
}

export const INITIAL_MODELS: ModelsState = {
  device: null,
  storage: null,
  storageProblem: null,
  done: '',
  isPersistRefused: false,
  checks: {},
  offer: null,
};

/** Bytes that may be downloaded without a further click. */
const CONSENT_BYTES = 20_000_000;

/** Whether a model may be loaded as soon as it is known: it fits, and there is hardly anything to download. */
export function needsNoConsent(survey: ModelSurvey, { level }: Preflight): boolean {
  return level === 'fits' && survey.downloadBytes <= CONSENT_BYTES && hasAllSizes(survey);
}

/** A file of unknown size counts as nothing in the sum, however large it may be. */
export function hasAllSizes({ files }: ModelSurvey): boolean {
  return files.every(({ sizeBytes, isStored }) => isStored || sizeBytes !== null);
}

export function withCheck(models: ModelsState, key: string, check: Check | null): ModelsState {
  const { [key]: _, ...others } = models.checks;
  return { ...models, checks: check === null ? others : { ...others, [key]: check } };
}

/** The offer with a change; an offer that has been replaced or dismissed stays so. */
export function withOffer(models: ModelsState, offer: Offer, change: Partial<Offer>): ModelsState {
  return models.offer === offer ? { ...models, offer: { ...offer, ...change } } : models;
}
