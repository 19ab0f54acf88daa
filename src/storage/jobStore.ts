/** Long tasks that outlive a reload, as plain data that their owner understands. */
import type { TillerDatabase } from './database.ts';

export interface JobStore<Job> {
  /** null for an id that is not there, or whose record its owner cannot read */
  get(id: string): Promise<Job | null>;
  put(job: Job): Promise<void>;
  delete(id: string): Promise<void>;
  /** those that can be read, by id; the ids of the others */
  list(): Promise<{ jobs: Job[]; damaged: string[] }>;
}

/**
 * @param read what a stored value says, or null for one that is no such job (damaged, or of another version)
 * All calls throw TillerError `storage_failed` or `storage_full`.
 */
export function jobStore<Job extends { id: string }>(
  database: TillerDatabase,
  read: (value: unknown) => Job | null,
): JobStore<Job> {
  return {
    get: async (id) => read((await database.read('jobs', [id]))[0]),
    put: (job) => database.write([{ store: 'jobs', key: job.id, value: job }]),
    delete: (id) => database.write([{ store: 'jobs', key: id, value: undefined }]),
    list: async () => {
      const all = (await database.readAll('jobs')).map(([id, value]) => ({ id, job: read(value) }));
      return {
        jobs: all.flatMap(({ job }) => (job ? [job] : [])),
        damaged: all.flatMap(({ id, job }) => (job ? [] : [id])),
      };
    },
  };
}
