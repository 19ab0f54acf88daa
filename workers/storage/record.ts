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
  return parse(await folder.readText(RECORD), isRecord);
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
  return parse(await folder.readText(JOURNAL), isJournal);
}

export function writeJournal(folder: ModelFolder, journal: Journal): Promise<void> {
  return folder.writeText(JOURNAL, JSON.stringify({ version: VERSION, ...journal }));
}

/**
 * Files of this code's own making: one that was cut short by a crash, or that another version or another page of this
 * host wrote, counts as absent.
 */
function parse<T>(text: string | null, isWhole: (value: unknown) => value is T): T | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return isObject(value) && value.version === VERSION && isWhole(value) ? value : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is CommitRecord {
  return (
    isIdentity(value) &&
    areTexts(value.storedAt, value.checkedAt) &&
    areAll(value.files, (file) => isFile(file) && areTexts(file.sha256))
  );
}

function isJournal(value: unknown): value is Journal {
  return (
    isIdentity(value) &&
    areTexts(value.beganAt) &&
    isSize(value.sizeBytes) &&
    areAll(value.files, (file) => isFile(file) && areAll(file.pieces, isPiece))
  );
}

function isIdentity(value: unknown): value is Record<string, unknown> {
  return (
    isObject(value) &&
    areTexts(value.address, value.id, value.dtype) &&
    [value.asked, value.revision].every((each) => each === null || typeof each === 'string') &&
    (value.check === 'hub' || value.check === 'recorded')
  );
}

function isFile(value: unknown): value is Record<string, unknown> {
  if (!isObject(value) || !areTexts(value.path) || !isSize(value.sizeBytes)) return false;
  return value.validator === null || typeof value.validator === 'string';
}

function isPiece(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && value.every(isSize);
}

const areTexts = (...values: unknown[]): boolean => values.every((each) => typeof each === 'string');
const areAll = (value: unknown, test: (each: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(test);
const isSize = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

/**
 * Names a model's folder: readable, made of characters that every storage takes, and different for different models.
 */
export async function keyOf(address: string, revision: string | null, dtype: string): Promise<string> {
  const name = address.replace(/^https?:\/\//, '').replace(/[^\w.-]+/g, '_');
  const hash = await sha256(JSON.stringify([address, revision, dtype]));
  return `${name.slice(-60)}-${dtype}-${hash.slice(0, 12)}`;
}
