/** Which model is loaded, how a load is going, and what the user chose to load: values and their transitions. */
import type { ModelInfo, Progress } from '../../protocol/model.ts';
import { t } from '../../text/text.ts';
import { formatBytes } from '../format.ts';
import { INITIAL_CHOICE, type LastModel, type ModelChoice } from './choice.ts';

/** One entry of `models/manifest.json`, as far as the page shows it. */
export interface ManifestModel {
  id: string;
  name: string;
  licence: string;
  sizeBytes: number;
}

export interface LoadProgress {
  stage: Progress['stage'];
  loaded: number;
  total: number;
  unit: Progress['unit'];
  detail: string;
  /** why nothing comes at the moment; null while it does */
  waitsFor: NonNullable<Progress['waitsFor']> | null;
  /** units a second over the last seconds of this stage; null until known */
  rate: number | null;
  /** what the rate is counted from, oldest first */
  samples: readonly Sample[];
}

interface Sample {
  /** milliseconds of any steady clock */
  at: number;
  loaded: number;
}

export interface ModelState {
  phase: 'none' | 'loading' | 'ready';
  /** what is being loaded, in words; empty for the embedded model, which the manifest names */
  loadingName: string;
  /** stopping the load keeps what it has downloaded */
  canPause: boolean;
  /** while another one is downloaded, the model that is loaded goes on working */
  keepsModel: boolean;
  progress: LoadProgress | null;
  info: ModelInfo | null;
  manifest: ManifestModel | null;
  choice: ModelChoice;
  /** loaded last by the page; null before the first load, and for a folder */
  last: LastModel | null;
}

export const INITIAL_MODEL: ModelState = {
  phase: 'none',
  loadingName: '',
  canPause: false,
  keepsModel: false,
  progress: null,
  info: null,
  manifest: null,
  choice: INITIAL_CHOICE,
  last: null,
};

/** Milliseconds before a rate is worth showing. */
const RATE_AFTER_MS = 300;
/** Milliseconds that a rate is the mean of. */
const RATE_OVER_MS = 8000;
/** Milliseconds between two samples; progress itself comes far more often. */
const SAMPLE_MS = 250;

/** @param keepsModel a model is loaded, and not lost */
export function beginLoad(
  model: ModelState,
  name: string,
  { canPause = false, keepsModel = false } = {},
): ModelState {
  return { ...model, phase: 'loading', loadingName: name, canPause, keepsModel, progress: null };
}

/** Whether the model that is loaded takes requests: also while another one is downloaded. */
export function canUseModel({ phase, keepsModel }: ModelState): boolean {
  return phase === 'ready' || (phase === 'loading' && keepsModel);
}

/** Once all files are here the new model takes the place of the old one. */
function isFetching({ stage, loaded, total }: Progress): boolean {
  return stage === 'verify' || (stage === 'download' && (total === 0 || loaded < total));
}

/** @param now milliseconds of any steady clock */
export function withProgress(model: ModelState, progress: Progress, now: number): ModelState {
  if (model.phase !== 'loading') return model;
  const { stage, loaded, total, unit, detail = '', resumedBytes = 0, waitsFor = null } = progress;
  const before = model.progress?.stage === stage ? model.progress.samples : [];
  // What was here when a download began took no time.
  const first = { at: now, loaded: Math.min(resumedBytes, loaded) };
  const samples = before.length === 0 ? [first] : withSample(before, { at: now, loaded });
  const { at, loaded: then } = samples[0]!;
  const rate = now - at >= RATE_AFTER_MS && loaded > then ? ((loaded - then) * 1000) / (now - at) : null;
  const keepsModel = model.keepsModel && isFetching(progress);
  return { ...model, keepsModel, progress: { stage, loaded, total, unit, detail, waitsFor, rate, samples } };
}

/** The last sample goes on being replaced until it is far enough from the one before. */
function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const isDue = sample.at - (samples.at(-1)?.at ?? -Infinity) >= SAMPLE_MS;
  if (!isDue) return samples;
  const recent = samples.filter(({ at }) => sample.at - at <= RATE_OVER_MS);
  return [...recent, sample];
}

/** Ends a load or an unload. @param info what is loaded now, which after a failure can be the model from before */
export function endLoad(model: ModelState, info: ModelInfo | null): ModelState {
  const idle = { loadingName: '', canPause: false, keepsModel: false, progress: null };
  return { ...model, ...idle, phase: info ? 'ready' : 'none', info };
}

/** `74 of 118 MB · 210 MB/s`, or why it does not move; a stage that counts something else gives a percentage */
export function progressText({ unit, loaded, total, rate, waitsFor }: LoadProgress): string {
  if (unit !== 'bytes') return total > 0 ? `${Math.floor((100 * loaded) / total)} %` : '';
  const amount =
    total > 0
      ? t('models.amountOf', { loaded: formatBytes(loaded), total: formatBytes(total) })
      : formatBytes(loaded);
  if (waitsFor) return t('models.amountAndWait', { amount, reason: t(`models.waitsFor_${waitsFor}`) });
  return rate === null ? amount : t('models.amountAndRate', { amount, rate: formatBytes(rate) });
}

/** Seconds left in the stage; null when the size or the rate is unknown. */
export function remainingSeconds(progress: LoadProgress): number | null {
  if (progress.total === 0 || !progress.rate || progress.waitsFor) return null;
  return Math.max(0, (progress.total - progress.loaded) / progress.rate);
}

/** What a stage does. @param where `inText`: after other words, so it begins in lower case */
export function stageText(stage: Progress['stage'], where: 'alone' | 'inText' = 'alone'): string {
  const text = t(`models.stage_${stage}`);
  return where === 'alone' ? text : text.charAt(0).toLowerCase() + text.slice(1);
}
