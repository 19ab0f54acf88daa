/** The database in the browser's IndexedDB. */
import { type IDBPDatabase, openDB } from 'idb';
import type { Change, StoreName, TillerDatabase } from './database.ts';
import { BLOCKED, messageOf, nameOf, OUTDATED, storageError } from './storageError.ts';

/** Raise it with a new step in `upgrade`; steps that were released stay as they are. */
const VERSION = 3;
/** The answers' index by the time of writing. */
const BY_TIME = 'writtenAt';

/** Values lie in an envelope, so that the key and the time need no place in the value. */
interface Envelope {
  key: string;
  writtenAt: number;
  value: object;
}

/**
 * @returns the database, or why the browser has none, in words for the reader
 * @throws TillerError `storage_failed` when another tab holds an older version open or a newer one wrote it
 */
export async function openIndexedDatabase(name: string): Promise<TillerDatabase | string> {
  if (typeof indexedDB === 'undefined') {
    return 'This browser offers no storage to this page: nothing is kept when the page is closed.';
  }
  const connection = new Connection(name);
  try {
    await connection.get();
  } catch (error) {
    if (error === BLOCKED || error === OUTDATED) throw error;
    return `This browser does not let the page store anything (${messageOf(error)}): nothing is kept when the page is closed.`;
  }
  return databaseOn(connection);
}

function databaseOn(connection: Connection): TillerDatabase {
  /** One call of the database, its failures in words. */
  const attempt = async <T>(task: (database: IDBPDatabase) => Promise<T>, isRetry = false): Promise<T> => {
    try {
      return await task(await connection.get());
    } catch (error) {
      // Some browsers drop a connection in the background without a word; then no transaction begins.
      if (nameOf(error) !== 'InvalidStateError' || isRetry) throw storageError(error);
      connection.close();
      return attempt(task, true);
    }
  };

  return {
    isLasting: true,
    notice: null,
    read: (name, keys) =>
      attempt(async (database) => {
        const { store } = database.transaction(name);
        return (await Promise.all(keys.map((key) => store.get(key)))).map(unwrap);
      }),
    readAll: (name) =>
      attempt(async (database) => {
        const { store } = database.transaction(name);
        const [keys, envelopes] = await Promise.all([store.getAllKeys(), store.getAll()]);
        return keys.map((key, index) => [String(key), unwrap(envelopes[index])]);
      }),
    write: (changes) =>
      attempt(async (database) => {
        if (changes.length > 0) await writeAll(database, changes);
      }),
    update: (name, key, change) =>
      attempt(async (database) => {
        const transaction = database.transaction(name, 'readwrite');
        const { store } = transaction;
        await wholly(transaction, async () => {
          await store.put(envelope(key, change(unwrap(await store.get(key)))));
        });
      }),
    count: (name) => attempt((database) => database.count(name)),
    oldestAnswers: (limit) =>
      attempt(async (database) =>
        (await database.getAllKeysFromIndex('answers', BY_TIME, undefined, limit)).map(String),
      ),
    clear: (name) => attempt((database) => database.clear(name)),
    close: () => connection.close(),
  };
}

async function writeAll(database: IDBPDatabase, changes: readonly Change[]): Promise<void> {
  const transaction = database.transaction([...new Set(changes.map(({ store }) => store))], 'readwrite');
  await wholly(transaction, () =>
    Promise.all(
      changes.map(async ({ store, key, value }) => {
        const target = transaction.objectStore(store);
        await (value ? target.put(envelope(key, value)) : target.delete(key));
      }),
    ),
  );
}

/** All or nothing: the first step that fails takes the others back. */
async function wholly(
  transaction: { done: Promise<void>; error: DOMException | null; abort(): void },
  steps: () => Promise<unknown>,
): Promise<void> {
  // an aborted transaction rejects as well; the reason thrown here says more
  transaction.done.catch(() => {});
  try {
    await steps();
  } catch (error) {
    const cause = transaction.error ?? error;
    try {
      transaction.abort();
    } catch {
      // it has ended already, for the reason that is thrown
    }
    throw cause;
  }
  await transaction.done;
}

function envelope(key: string, value: object): Envelope {
  return { key, writtenAt: Date.now(), value };
}

/** What another version of this page may have put there need not be an envelope. */
function unwrap(stored: unknown): unknown {
  return typeof stored === 'object' && stored !== null && 'value' in stored ? stored.value : undefined;
}

/** One open connection, opened again when the browser has dropped it. */
class Connection {
  readonly #name: string;
  #opening: Promise<IDBPDatabase> | null = null;
  /** given up for a newer version in another tab: opening again would fail or stand in its way */
  #isOutdated = false;

  constructor(name: string) {
    this.#name = name;
  }

  async get(): Promise<IDBPDatabase> {
    if (this.#isOutdated) throw OUTDATED;
    this.#opening ??= this.#open();
    try {
      return await this.#opening;
    } catch (error) {
      this.#opening = null;
      throw error;
    }
  }

  close(): void {
    const opening = this.#opening;
    this.#opening = null;
    opening?.then(
      (database) => database.close(),
      () => {},
    );
  }

  #open(): Promise<IDBPDatabase> {
    return new Promise((resolve, reject) => {
      let isGivenUp = false;
      openDB(this.#name, VERSION, {
        upgrade,
        // without this the call would wait until the other tab is closed
        blocked: () => {
          isGivenUp = true;
          reject(BLOCKED);
        },
        // a newer version waits in another tab, or (null) somebody deletes the database
        blocking: (_, newVersion) => {
          this.#isOutdated = newVersion !== null;
          this.close();
        },
        terminated: () => {
          this.#opening = null;
        },
      }).then(
        (database) => (isGivenUp ? database.close() : resolve(database)),
        (error) => reject(nameOf(error) === 'VersionError' ? OUTDATED : error),
      );
    });
  }
}

function upgrade(database: IDBPDatabase, oldVersion: number): void {
  if (oldVersion < 1) {
    const names: StoreName[] = ['vectors', 'vectorData', 'jobs'];
    for (const name of names) database.createObjectStore(name, { keyPath: 'key' });
    database.createObjectStore('answers', { keyPath: 'key' }).createIndex(BY_TIME, 'writtenAt');
  }
  if (oldVersion < 2) database.createObjectStore('unsaved' satisfies StoreName, { keyPath: 'key' });
  if (oldVersion < 3) database.createObjectStore('presets' satisfies StoreName, { keyPath: 'key' });
}
