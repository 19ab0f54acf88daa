/** Actions on the library of saved vectors. What fails is said in the library's own words, beside it. */
import { own } from '../../core/own.ts';
import type { SteeringVector } from '../../core/steering/types.ts';
import { type NewVector, type VectorLibrary, type VectorRecord, vectorLibrary } from '../../storage/index.ts';
import { t } from '../../text/text.ts';
import { errorSentence } from '../alert.ts';
import { freeName, type LibraryState, withEntries } from '../vectors/library.ts';
import { type ActionContext, updateSlice } from './context.ts';

export interface LibraryActions {
  /** Reads the list anew. */
  loadLibrary(): Promise<void>;
  /** A saved vector, read at most once; null when it cannot be read (the library's problem says why). */
  readSaved(id: string): Promise<SteeringVector | null>;
  /** All that is saved with a vector, read anew each time; null as in `readSaved`. */
  readRecord(id: string): Promise<VectorRecord | null>;
  /** @returns the new id, null when it was not saved. A name that is taken gets a number. */
  saveVector(vector: NewVector): Promise<string | null>;
  renameSaved(id: string, name: string): Promise<void>;
  setSavedNotes(id: string, notes: string): Promise<void>;
  /** Can be taken back until the next removal. */
  removeSaved(id: string): Promise<void>;
  undoRemove(): Promise<void>;
  /** Saves anew what went from the storage without this page's doing, as far as the page still holds it. */
  putBackLost(): Promise<void>;
}

export function createLibraryActions({ store, database }: ActionContext): LibraryActions {
  const reading = new Map<string, Promise<VectorRecord>>();
  /** What `undoRemove` puts back; null after a damaged one went. */
  let removed: VectorRecord | null = null;
  /** What was read or saved in this visit, by id: it outlives the storage, whose data can be cleared under the page. */
  const held = new Map<string, VectorRecord>();
  /** Those of them that the storage has no more, though nobody here deleted them. */
  let lost: VectorRecord[] = [];

  function noteLost(listed: readonly { id: string }[]): void {
    const isListed = new Set(listed.map(({ id }) => id));
    lost = [...held.values()].filter(({ id }) => !isListed.has(id));
    update({ lost: lost.map(({ name }) => name) });
  }

  const update = (change: Partial<LibraryState>) =>
    updateSlice(store, 'library', (library) => ({ ...library, ...change }));

  async function hold(library: VectorLibrary, id: string): Promise<void> {
    held.set(id, await library.read(id));
  }

  /** Tasks run one after the other: two that save at once would take the same free name. */
  let latest: Promise<unknown> = Promise.resolve();

  /**
   * Runs one task on the library, then shows the list as it is.
   * @param done what to say afterwards
   * @returns null after a failure, which is shown
   */
  function attempt<T>(
    task: (library: VectorLibrary) => Promise<T>,
    done: (result: T) => string,
  ): Promise<T | null> {
    const turn = latest.then(() => attemptNow(task, done));
    latest = turn;
    return turn;
  }

  async function attemptNow<T>(
    task: (library: VectorLibrary) => Promise<T>,
    done: (result: T) => string,
  ): Promise<T | null> {
    try {
      const opened = await database();
      const library = vectorLibrary(opened);
      const result = await task(library);
      const { entries, damaged } = await library.list();
      noteLost(entries);
      updateSlice(store, 'library', (slice) => ({
        ...withEntries(slice, entries, damaged),
        notice: opened.notice,
        problem: null,
        done: done(result),
      }));
      return result;
    } catch (error) {
      updateSlice(store, 'library', (slice) => ({
        ...slice,
        phase: slice.phase === 'ready' ? 'ready' : 'failed',
        problem: errorSentence(error),
        done: '',
      }));
      return null;
    }
  }

  async function readRecord(id: string): Promise<VectorRecord | null> {
    const promise = reading.get(id) ?? database().then((opened) => vectorLibrary(opened).read(id));
    reading.set(id, promise);
    try {
      const record = await promise;
      held.set(id, record);
      updateSlice(store, 'library', (library) => ({
        ...library,
        vectors: { ...library.vectors, [id]: record.vector },
      }));
      return record;
    } catch (error) {
      update({ problem: errorSentence(error) });
      return null;
    } finally {
      reading.delete(id);
    }
  }

  return {
    loadLibrary: async () => {
      await attempt(
        async () => {},
        () => '',
      );
    },
    readSaved: async (id) =>
      own(store.getState().library.vectors, id) ?? (await readRecord(id))?.vector ?? null,
    readRecord,
    async saveVector(vector) {
      const saved = await attempt(
        async (library) => {
          const name = freeName(vector.name.trim(), (await library.list()).entries);
          const id = await library.save({ ...vector, name });
          await hold(library, id);
          return { id, name };
        },
        ({ name }) => t('vectors.saved', { name }),
      );
      return saved?.id ?? null;
    },
    async renameSaved(id, name) {
      await attempt(
        async (library) => {
          await library.rename(id, name);
          await hold(library, id);
        },
        () => t('vectors.renamed', { name: name.trim() }),
      );
    },
    async setSavedNotes(id, notes) {
      await attempt(
        async (library) => {
          await library.setNotes(id, notes);
          await hold(library, id);
        },
        () => t('vectors.notesSaved'),
      );
    },
    async removeSaved(id) {
      const name =
        store.getState().library.entries.find((entry) => entry.id === id)?.name ?? t('vectors.damagedVector');
      await attempt(
        async (library) => {
          removed = await library.remove(id);
          held.delete(id);
          update({ removed: removed ? name : null });
        },
        () => t('vectors.deleted', { name }),
      );
    },
    async undoRemove() {
      const record = removed;
      if (!record) return;
      await attempt(
        async (library) => {
          await library.restore(record);
          held.set(record.id, record);
          removed = null;
          update({ removed: null });
        },
        () => t('vectors.broughtBack', { name: record.name }),
      );
    },
    async putBackLost() {
      const count = lost.length;
      await attempt(
        async (library) => {
          for (const record of lost) await library.restore(record);
        },
        () => t('vectors.putBack', { count }),
      );
    },
  };
}
