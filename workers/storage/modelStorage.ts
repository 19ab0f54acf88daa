/** The models kept on this device: what there is, and what can be done with it beside loading. */
import { TillerError } from '../../src/core/errors.ts';
import type { StorageFacts, StoredModel, Verification } from '../../src/protocol/storage.ts';
import type { HandlerContext } from '../serve.ts';
import { ANSWER_MS, carefulStore } from './carefulStore.ts';
import type { FileStore, ModelFolder } from './fileStore.ts';
import { answerFor } from './holders.ts';
import { bytesOf } from './journalKeeper.ts';
import { acquireLock, type LockOptions, type LockSource, type Release } from './locks.ts';
import { type CommitRecord, type Journal, readJournal, readRecord, removeRecord } from './record.ts';
import { checkFiles } from './verify.ts';

/** What the browser says of its room, in bytes; null where it does not. */
export interface Room {
  usageBytes: number | null;
  quotaBytes: number | null;
  isPersistent: boolean | null;
}

export interface StorageParts {
  files: FileStore;
  /** null where there are none, and no other tabs to meet */
  locks: LockSource | null;
  room(): Promise<Room>;
  now(): Date;
  /** how long one operation may take, in milliseconds; default: see `ANSWER_MS` */
  answerMs?: number | undefined;
}

/** Which stored model a load can use. */
export interface Wanted {
  address: string;
  asked: string | null;
  dtype?: string | undefined;
  /** of several that fit, the first in this order */
  preference: readonly string[];
}

export class ModelStorage {
  readonly files: FileStore;
  readonly room: () => Promise<Room>;
  readonly now: () => Date;
  readonly answerMs: number;
  private readonly locks: LockSource | null;

  constructor({ files, locks, room, now, answerMs = ANSWER_MS }: StorageParts) {
    this.files = carefulStore(files, answerMs);
    this.locks = locks;
    this.room = room;
    this.now = now;
    this.answerMs = answerMs;
  }

  /** @returns null when `ifAvailable` and a load in this or another tab holds the model */
  async lock(key: string, options: LockOptions): Promise<Release | null> {
    const release = await acquireLock(this.locks, key, options);
    if (!release || !this.locks) return release;
    const stopAnswering = answerFor(key);
    return () => {
      stopAnswering();
      release();
    };
  }

  /** A complete model that a load can use without asking the network; null without one. */
  async find(wanted: Wanted): Promise<{ key: string; record: CommitRecord } | null> {
    const found: { key: string; record: CommitRecord }[] = [];
    for (const key of await this.files.keys()) {
      const record = await readRecord(await this.files.folder(key));
      if (record && fits(record, wanted)) found.push({ key, record });
    }
    const rank = ({ record }: { record: CommitRecord }) => wanted.preference.indexOf(record.dtype);
    return found.sort((a, b) => rank(a) - rank(b))[0] ?? null;
  }

  async facts(): Promise<StorageFacts> {
    const models: StoredModel[] = [];
    for (const key of await this.files.keys()) {
      const model = await describe(key, await this.files.folder(key));
      if (model) models.push(model);
    }
    models.sort((a, b) => b.storedAt.localeCompare(a.storedAt));
    return { models, ...(await this.room()), kind: this.files.kind };
  }

  /** @throws TillerError `model_not_found`, `busy` */
  async delete(key: string): Promise<null> {
    await this.known(key);
    const release = await this.lock(key, { mode: 'exclusive', ifAvailable: true });
    if (!release) throw inUse(key);
    try {
      await removeRecord(await this.files.folder(key));
      await this.files.remove(key);
      return null;
    } finally {
      release();
    }
  }

  /** @throws TillerError `model_not_found` (also for one that is not complete), `busy`, `aborted` */
  async verify(key: string, context: Pick<HandlerContext, 'signal' | 'progress'>): Promise<Verification> {
    const release = await this.lock(key, { mode: 'shared', ifAvailable: true });
    if (!release) throw inUse(key);
    try {
      await this.known(key);
      const folder = await this.files.folder(key);
      const record = await readRecord(folder);
      if (!record) throw notStored(key);
      const problem = await checkFiles(folder, record, { ...context, now: this.now });
      return problem === null ? { key, passed: true } : { key, passed: false, problem };
    } finally {
      release();
    }
  }

  private async known(key: string): Promise<void> {
    if (!(await this.files.keys()).includes(key)) throw notStored(key);
  }
}

function fits(record: CommitRecord, { address, asked, dtype, preference }: Wanted): boolean {
  if (record.address !== address) return false;
  if (asked !== record.asked && asked !== record.revision) return false;
  return dtype === undefined ? preference.includes(record.dtype) : record.dtype === dtype;
}

async function describe(key: string, folder: ModelFolder): Promise<StoredModel | null> {
  const record = await readRecord(folder);
  if (record) {
    const { id, revision, dtype, storedAt, checkedAt, check, files } = record;
    const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
    return {
      ...{ key, id, revision, dtype, check, storedAt, checkedAt },
      ...{ sizeBytes, storedBytes: sizeBytes, isComplete: true },
    };
  }
  const journal = await readJournal(folder);
  return journal && describeJournal(key, journal);
}

function describeJournal(key: string, journal: Journal): StoredModel {
  const { id, revision, dtype, beganAt, check, sizeBytes, files } = journal;
  return {
    ...{ key, id, revision, dtype, check, storedAt: beganAt, checkedAt: null },
    ...{ sizeBytes, isComplete: false },
    storedBytes: files.reduce((sum, file) => sum + bytesOf(file), 0),
  };
}

function notStored(key: string): TillerError {
  return new TillerError(
    'model_not_found',
    `expected the key of a stored model, found '${key}'. Read the list of stored models again.`,
    { key },
  );
}

function inUse(key: string): TillerError {
  return new TillerError(
    'busy',
    `the stored model '${key}' is being downloaded or read, here or in another tab. Wait until that is done, or cancel it.`,
    { key },
  );
}
