/** The list of known models with the size and hash of every file, and the check of what was read against it. */
import { TillerError } from '../../src/core/errors.ts';
import type { GoldenLogits } from '../selfTest.ts';
import { isObject } from './guard.ts';

export interface ManifestFile {
  /** relative to the model's folder */
  path: string;
  sizeBytes: number;
  /** lower-case hexadecimal */
  sha256: string;
}

export interface ManifestEntry {
  id: string;
  name: string;
  /** under `models/` */
  folder: string;
  dtype: string;
  numLayers: number;
  hiddenSize: number;
  vocabSize: number;
  contextLength: number;
  licence: string;
  source: string;
  /** of all files together */
  sizeBytes: number;
  files: ManifestFile[];
  /** known logits to compare with at load */
  selfTest?: GoldenLogits;
}

/**
 * @param value parsed `models/manifest.json`
 * @throws TillerError `file_corrupt` when it is not a list of models with their files
 */
export function readManifest(value: unknown): ManifestEntry[] {
  const areTexts = (...values: unknown[]) => values.every((each) => typeof each === 'string');
  const areSizes = (...values: unknown[]) =>
    values.every((each) => Number.isSafeInteger(each) && (each as number) >= 0);
  const isFile = (file: unknown) =>
    isObject(file) &&
    areTexts(file.path, file.sha256) &&
    areSizes(file.sizeBytes) &&
    /^[0-9a-f]{64}$/.test(file.sha256 as string);
  const isEntry = (entry: unknown) =>
    isObject(entry) &&
    areTexts(entry.id, entry.name, entry.folder, entry.dtype, entry.licence, entry.source) &&
    areSizes(entry.numLayers, entry.hiddenSize, entry.vocabSize, entry.contextLength, entry.sizeBytes) &&
    Array.isArray(entry.files) &&
    entry.files.every(isFile);
  if (Array.isArray(value) && value.length > 0 && value.every(isEntry)) return value as ManifestEntry[];
  throw new TillerError(
    'file_corrupt',
    'expected a list of models, each with id, folder and files, in models/manifest.json; found something else. ' +
      'Restore the file from the repository.',
    { path: 'models/manifest.json' },
  );
}

/**
 * Compares a file with the manifest; a file that the manifest does not list passes. The hash needs a secure context
 * (https or localhost); elsewhere the size alone is compared.
 * @throws TillerError `file_corrupt` when the file is cut short, `hash_mismatch` when it differs otherwise
 */
export async function verifyFile(
  entry: ManifestEntry,
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const listed = entry.files.find((file) => file.path === path);
  if (!listed) return;
  const details = { path, model: entry.id };
  const remedy = 'Reload the page without its cache, or restore the file from the repository.';
  if (bytes.length < listed.sizeBytes) {
    throw new TillerError(
      'file_corrupt',
      `${path} is cut short: expected ${listed.sizeBytes} bytes, found ${bytes.length}. ${remedy}`,
      { ...details, expected: listed.sizeBytes, found: bytes.length },
    );
  }
  if (bytes.length > listed.sizeBytes) {
    throw new TillerError(
      'hash_mismatch',
      `${path} is not the listed file: expected ${listed.sizeBytes} bytes, found ${bytes.length}. ${remedy}`,
      { ...details, expected: listed.sizeBytes, found: bytes.length },
    );
  }
  if (!globalThis.crypto?.subtle) return;
  const found = await sha256(bytes);
  if (found === listed.sha256) return;
  throw new TillerError(
    'hash_mismatch',
    `${path} differs from the manifest: expected sha256 ${listed.sha256}, found ${found}. ${remedy}`,
    { ...details, expected: listed.sha256, found },
  );
}

/** Lower-case hexadecimal. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
