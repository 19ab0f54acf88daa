/** Actions that work with several vectors at once, presets and saved ones alike. */
import type { SteeringVector } from '../../core/steering/types.ts';
import { errorSentence } from '../alert.ts';
import { selectSteerable } from '../selectors.ts';
import { type ActionContext, updateSlice } from './context.ts';
import type { LibraryActions } from './libraryActions.ts';
import type { PresetActions } from './presetActions.ts';

export interface MixActions {
  /** Reads what is not read yet, for the page to show; the library's problem says what cannot be read. */
  readVectors(ids: readonly string[]): Promise<void>;
  /** Puts a vector made from others into the library. @returns whether it was saved */
  saveMixed(vector: SteeringVector, name: string): Promise<boolean>;
}

export function createMixActions(
  { store }: ActionContext,
  { readPreset }: Pick<PresetActions, 'readPreset'>,
  { readSaved, saveVector }: Pick<LibraryActions, 'readSaved' | 'saveVector'>,
): MixActions {
  async function read(id: string): Promise<void> {
    const chosen = selectSteerable(store.getState(), id);
    if (chosen?.source === 'saved') await readSaved(id);
    if (chosen?.source !== 'preset') return;
    try {
      await readPreset(id);
    } catch (error) {
      updateSlice(store, 'library', (library) => ({ ...library, problem: errorSentence(error) }));
    }
  }

  return {
    async readVectors(ids) {
      await Promise.all(ids.map(read));
    },
    async saveMixed(vector, name) {
      const id = await saveVector({
        name: name.trim() === '' ? vector.name : name,
        notes: `Made of others: ${vector.name}.`,
        vector,
      });
      return id !== null;
    },
  };
}
