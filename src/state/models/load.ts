/** Which model is loaded, how a load is going, and what the user chose to load: values and their transitions. */
import type { Backend, ModelInfo, Progress } from '../../protocol/model.ts';
import { formatBytes } from '../format.ts';

export type SourceKind = 'embedded' | 'address' | 'folder';
export type BackendChoice = 'auto' | Backend;

/** What the Models place is set to load. */
export interface ModelChoice {
  kind: SourceKind;
  /** hub id or base URL */
  address: string;
  backend: BackendChoice;
  /** empty: the folder's default */
  dtype: string;
}

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
  /** units a second over the last seconds of this stage; null until known */
  rate: number | null;
  startedAt: number;
}

export interface ModelState {
  phase: 'none' | 'loading' | 'ready';
  /** what is being loaded, in words; empty for the embedded model, which the manifest names */
  loadingName: string;
  progress: LoadProgress | null;
  info: ModelInfo | null;
  manifest: ManifestModel | null;
  choice: ModelChoice;
}

export const INITIAL_MODEL: ModelState = {
  phase: 'none',
  loadingName: '',
  progress: null,
  info: null,
  manifest: null,
  choice: { kind: 'embedded', address: '', backend: 'auto', dtype: '' },
};

/** Milliseconds before a rate is worth showing. */
const RATE_AFTER_MS = 300;

export function beginLoad(model: ModelState, name: string): ModelState {
  return { ...model, phase: 'loading', loadingName: name, progress: null };
}

/** @param now milliseconds of any steady clock */
export function withProgress(model: ModelState, progress: Progress, now: number): ModelState {
  if (model.phase !== 'loading') return model;
  const { stage, loaded, total, unit, detail = '' } = progress;
  const before = model.progress;
  const startedAt = before?.stage === stage ? before.startedAt : now;
  const elapsed = now - startedAt;
  const rate = elapsed >= RATE_AFTER_MS && loaded > 0 ? (loaded * 1000) / elapsed : null;
  return { ...model, progress: { stage, loaded, total, unit, detail, rate, startedAt } };
}

/** Ends a load or an unload. @param info what is loaded now, which after a failure can be the model from before */
export function endLoad(model: ModelState, info: ModelInfo | null): ModelState {
  return { ...model, phase: info ? 'ready' : 'none', loadingName: '', progress: null, info };
}

/** `74 of 118 MB · 210 MB/s`; a stage that counts something else gives a percentage */
export function progressText({ unit, loaded, total, rate }: LoadProgress): string {
  if (unit !== 'bytes') return total > 0 ? `${Math.floor((100 * loaded) / total)} %` : '';
  const amount = total > 0 ? `${formatBytes(loaded)} of ${formatBytes(total)}` : formatBytes(loaded);
  return rate === null ? amount : `${amount} · ${formatBytes(rate)}/s`;
}

/** Seconds left in the stage; null when the size or the rate is unknown. */
export function remainingSeconds(progress: LoadProgress): number | null {
  if (progress.total === 0 || !progress.rate) return null;
  return Math.max(0, (progress.total - progress.loaded) / progress.rate);
}

export const STAGE_WORDS: Record<Progress['stage'], string> = {
  download: 'Reading files',
  verify: 'Checking files',
  patch: 'Adding steering to the graph',
  lower: 'Unpacking weights',
  compile: 'Starting the runtime',
  'self-test': 'Testing the numbers',
  capture: 'Capturing',
  projections: 'Projecting',
  score: 'Scoring',
};
