/**
 * What lies in a stored model's folder beside its files: a journal while they are downloaded, which says what is there
 * already, and a record once all are there and checked. The record is written last, so that half a model never counts.
 */
import { sha256 } from 'hash-wasm';
import { isObject } from '../loader/guard.ts';
import type { ModelFolder } from './fileStore.ts';

const RECORD = 'record.json';
const JOURNAL = 'journal.json';

/** Another number makes stored models unknown to this code: they are then downloaded again. */
const VERSION = 1;

/** Which model a folder holds. */
export interface Identity {
  /** hub id or absolute address: what a load is recognised by */
  address: string;
  /** as shown to the user */
  id: string;
  /** revision as it was asked for; null: none was, and the commit found at the first download stays */
  asked: string | null;
  revision: string | null;
  dtype: string;
}

export interface RecordedFile {
  path: string;
  sizeBytes: number;
  sha256: string;
  /** of the server's copy; see `validatorOf` */
  validator: string | null;
}

export interface CommitRecord extends Identity {
  /** ISO 8601, as the next */
  storedAt: string;
  checkedAt: string;
  check: 'hub' | 'recorded';
  files: RecordedFile[];
}

export interface Journal extends Identity {
  beganAt: string;
  check: 'hub' | 'recorded';
  /** of all files together, as far as it is known */
  sizeBytes: number;
  files: JournalFile[];
}

export interface JournalFile {
  path: string;
  sizeBytes: number;
  validator: string | null;
  /** positions and lengths of the pieces that are there, in bytes */
  pieces: [at: number, length: number][];
}

/** Where a model's file lies in its folder. */
export function storedPath(path: string): string {
  return `files/${path}`;
}

export async function readRecord(folder: ModelFolder): Promise<CommitRecord | null> {
  return parse<CommitRecord>(await folder.readText(RECORD));
}

export async function writeRecord(folder: ModelFolder, record: CommitRecord): Promise<void> {
  await folder.writeText(RECORD, JSON.stringify({ version: VERSION, ...record }));
  await folder.remove(JOURNAL);
}

/** From here on the folder's files count for nothing. */
export function removeRecord(folder: ModelFolder): Promise<void> {
  return folder.remove(RECORD);
}

export async function readJournal(folder: ModelFolder): Promise<Journal | null> {
  return parse<Journal>(await folder.readText(JOURNAL));
}

export function writeJournal(folder: ModelFolder, journal: Journal): Promise<void> {
  return folder.writeText(JOURNAL, JSON.stringify({ version: VERSION, ...journal }));
}

/** Files of this code's own making: one that was cut short by a crash counts as absent. */
function parse<T extends { files: unknown[] }>(text: string | null): T | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return isObject(value) && value.version === VERSION && Array.isArray(value.files)
      ? (value as unknown as T)
      : null;
  } catch {
    return null;
  }
}

/**
 * Names a model's folder: readable, made of characters that every storage takes, and different for different models.
 */
export async function keyOf(address: string, revision: string | null, dtype: string): Promise<string> {
  const name = address.replace(/^https?:\/\//, '').replace(/[^\w.-]+/g, '_');
  const hash = await sha256(JSON.stringify([address, revision, dtype]));
  return `${name.slice(-60)}-${dtype}-${hash.slice(0, 12)}`;
}
