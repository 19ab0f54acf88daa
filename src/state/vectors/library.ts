/** The library of saved vectors as the page holds it: what the database lists, and the vectors that were needed so far. */
import { own } from '../../core/own.ts';
import type { SteeringVector } from '../../core/steering/types.ts';
import type { DamagedVector, VectorEntry } from '../../storage/index.ts';

export interface LibraryState {
  phase: 'loading' | 'ready' | 'failed';
  /** the newest first */
  entries: readonly VectorEntry[];
  damaged: readonly DamagedVector[];
  /** by library id, those that were read */
  vectors: Readonly<Record<string, SteeringVector>>;
  /** why nothing outlives the page, in words; null when it does */
  notice: string | null;
  /** what failed last and what can be done, in words */
  problem: string | null;
  /** what was done last, in words, for the status region */
  done: string;
  /** the name of the vector that was removed last, while it can be put back */
  removed: string | null;
  /** names of vectors that this page still holds and nobody here deleted, but the browser's storage has no more */
  lost: readonly string[];
}

export const INITIAL_LIBRARY: LibraryState = {
  phase: 'loading',
  entries: [],
  damaged: [],
  vectors: {},
  notice: null,
  problem: null,
  done: '',
  removed: null,
  lost: [],
};

/** The list as the database has it now; vectors of entries that are gone are let go, renamed ones follow. */
export function withEntries(
  library: LibraryState,
  entries: readonly VectorEntry[],
  damaged: readonly DamagedVector[],
): LibraryState {
  const vectors: Record<string, SteeringVector> = {};
  for (const { id, name } of entries) {
    const known = own(library.vectors, id);
    if (known) vectors[id] = known.name === name ? known : { ...known, name };
  }
  return { ...library, phase: 'ready', entries, damaged, vectors };
}

/** A name that no entry has yet: `French`, `French 2`, `French 3`. */
export function freeName(wanted: string, entries: readonly Pick<VectorEntry, 'name'>[]): string {
  const taken = new Set(entries.map(({ name }) => name));
  if (!taken.has(wanted)) return wanted;
  let number = 2;
  while (taken.has(`${wanted} ${number}`)) number++;
  return `${wanted} ${number}`;
}
