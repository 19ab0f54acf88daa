/** Long tasks that outlive a reload, as plain data that their owner understands. */
import type { TillerDatabase } from './database.ts';

/** A job with how often it has been written: who knows a lower count has an old copy. */
export interface KeptJob<Job> {
  job: Job;
  writes: number;
}

export interface JobStore<Job> {
  /** null for an id that is not there, or whose record its owner cannot read */
  get(id: string): Promise<KeptJob<Job> | null>;
  /**
   * @param known the count that the writer knows; a record that was written more often since stays as it is. Null: writes
   *   in any case
   * @returns the new count; null when nothing was written
   */
  put(job: Job, known: number | null): Promise<number | null>;
  delete(id: string): Promise<void>;
  /** those that can be read, by id; the ids of the others */
  list(): Promise<{ jobs: KeptJob<Job>[]; damaged: string[] }>;
}

/**
 * @param read what a stored value says, or null for one that is no such job (damaged, or of another version)
 * All calls throw TillerError `storage_failed` or `storage_full`.
 */
export function jobStore<Job extends { id: string }>(
  database: TillerDatabase,
  read: (value: unknown) => Job | null,
): JobStore<Job> {
  const keptJob = (value: unknown): KeptJob<Job> | null => {
    const { writes, ...fields } = { ...(value as object), writes: writesIn(value) };
    const job = read(fields);
    return job && { job, writes };
  };
  return {
    get: async (id) => keptJob((await database.read('jobs', [id]))[0]),
    async put(job, known) {
      let count: number | null = null;
      await database.update('jobs', job.id, (value) => {
        const before = writesIn(value);
        const isOld = known !== null && before > known;
        count = isOld ? null : before + 1;
        return isOld ? (value as object) : { ...job, writes: before + 1 };
      });
      return count;
    },
    delete: (id) => database.write([{ store: 'jobs', key: id, value: undefined }]),
    list: async () => {
      const all = (await database.readAll('jobs')).map(([id, value]) => ({ id, kept: keptJob(value) }));
      return {
        jobs: all.flatMap(({ kept }) => kept ?? []),
        damaged: all.flatMap(({ id, kept }) => (kept ? [] : [id])),
      };
    },
  };
}

/** Records from before they were counted have no count. */
function writesIn(value: unknown): number {
  const counted = typeof value === 'object' && value !== null && 'writes' in value;
  return counted && Number.isSafeInteger(value.writes) ? (value.writes as number) : 0;
}
