/** What the Models place is set to load, and which model was loaded last: both survive a reload. */
import type { Backend } from '../../protocol/model.ts';
import { isRecord, isText } from '../playground/presets.ts';

export type SourceKind = 'embedded' | 'catalogue' | 'address' | 'folder';
export type BackendChoice = 'auto' | Backend;

export interface ModelChoice {
  kind: SourceKind;
  /** hub id of a model in the catalogue */
  catalogueId: string;
  /** hub id or base URL */
  address: string;
  backend: BackendChoice;
  /** empty: what suits the device */
  dtype: string;
}

/** How to find a loaded model again; a folder cannot be opened without the user. */
export interface LastModel {
  /** `embedded`, hub id or address */
  source: string;
  revision: string | null;
  dtype: string;
  backend: BackendChoice;
}

export const INITIAL_CHOICE: ModelChoice = {
  kind: 'embedded',
  catalogueId: '',
  address: '',
  backend: 'auto',
  dtype: '',
};

/** Longer than any hub id or address that was typed here. */
const MAX_CHARACTERS = 2000;

const isShort = (value: unknown): value is string => isText(value) && value.length <= MAX_CHARACTERS;

/** The choice with every stored value that is valid. */
export function readChoice(stored: unknown, initial: ModelChoice): ModelChoice {
  if (!isRecord(stored)) return initial;
  const kind = oneOf<SourceKind>(stored.kind, ['embedded', 'catalogue', 'address'], 'embedded');
  return {
    kind,
    catalogueId: isShort(stored.catalogueId) ? stored.catalogueId : '',
    address: isShort(stored.address) ? stored.address : '',
    backend: readBackend(stored.backend),
    dtype: isShort(stored.dtype) ? stored.dtype : '',
  };
}

/** null for what cannot name a model */
export function readLastModel(stored: unknown): LastModel | null {
  if (!isRecord(stored) || !isShort(stored.source) || stored.source === '') return null;
  return {
    source: stored.source,
    revision: isShort(stored.revision) ? stored.revision : null,
    dtype: isShort(stored.dtype) ? stored.dtype : '',
    backend: readBackend(stored.backend),
  };
}

function readBackend(stored: unknown): BackendChoice {
  return oneOf<BackendChoice>(stored, ['auto', 'webgpu', 'wasm'], 'auto');
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], fallback: T): T {
  return allowed.find((each) => each === value) ?? fallback;
}
