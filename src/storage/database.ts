/**
 * The page's own database: saved vectors, answers of long tasks, and the tasks themselves. Everything above this file
 * talks to the `TillerDatabase` interface, which the browser's IndexedDB and a twin in memory both fill.
 */
import { openIndexedDatabase } from './indexedDatabase.ts';
import { memoryDatabase } from './memoryDatabase.ts';

/**
 * `vectors`: what a list of vectors shows. `vectorData`: their arrays and pairs, apart, so that a list stays small.
 * `answers`: by their digest. `jobs`: long tasks, by id. `unsaved`: the vector that was built last and not saved.
 * `presets`: presets that were built for other models than the one they are shipped for.
 */
export const STORES = ['vectors', 'vectorData', 'answers', 'jobs', 'unsaved', 'presets'] as const;
export type StoreName = (typeof STORES)[number];

/** One step of a transaction: puts `value` under `key`, or deletes what is there when the value is undefined. */
export interface Change {
  store: StoreName;
  key: string;
  value: object | undefined;
}

/**
 * Values are plain data (what structured clone takes); what comes back may have been written by another version of this
 * page or be damaged, so it is `unknown` until its reader has looked at it. Every call may reject with a TillerError
 * `storage_failed` or `storage_full` whose message says what to do.
 */
export interface TillerDatabase {
  /** false: everything is gone when the page is closed */
  readonly isLasting: boolean;
  /** why it does not last, in words for the reader; null when it does */
  readonly notice: string | null;
  /** one entry a key, in order, in one transaction; undefined for what is not there */
  read(store: StoreName, keys: readonly string[]): Promise<unknown[]>;
  /** all of a store, by key */
  readAll(store: StoreName): Promise<[key: string, value: unknown][]>;
  /** in one transaction */
  write(changes: readonly Change[]): Promise<void>;
  /**
   * Reads, changes and writes one value in one transaction.
   * @param change gets undefined for a key that is not there; what it throws leaves all as it was and is thrown on
   */
  update(store: StoreName, key: string, change: (value: unknown) => object): Promise<void>;
  count(store: StoreName): Promise<number>;
  /** at most `limit` keys, those written longest ago first */
  oldestAnswers(limit: number): Promise<string[]>;
  clear(store: StoreName): Promise<void>;
  close(): void;
}

/**
 * Opens the database, making or upgrading it where needed. Where the browser offers none (private windows of some
 * browsers, storage turned off) everything works in memory, and `notice` says so.
 * @throws TillerError `storage_failed` when another tab holds an older version open or a newer one wrote it
 */
export async function openTillerDatabase(name = 'tiller'): Promise<TillerDatabase> {
  const opened = await openIndexedDatabase(name);
  return typeof opened === 'string' ? memoryDatabase(opened) : opened;
}
