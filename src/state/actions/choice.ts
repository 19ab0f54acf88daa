/** The chosen instruction's vector, wherever it lies: among the shipped files or in the user's library. */
import { TillerError } from '../../core/errors.ts';
import type { SteeringVector } from '../../core/steering/types.ts';
import { alertFor } from '../alert.ts';
import { firstPreset } from '../playground/presets.ts';
import { withChosen } from '../playground/steering.ts';
import { selectChosen, selectVector } from '../selectors.ts';
import { type ActionContext, updateSlice } from './context.ts';
import type { LibraryActions } from './libraryActions.ts';
import type { PresetActions } from './presetActions.ts';

export interface Choice {
  /** To be called once presets and saved vectors are read: keeps what is chosen if it is there, else takes the first. */
  settle(): Promise<void>;
  /**
   * Reads the chosen vector if it is not read yet; null when nothing is chosen.
   * @throws TillerError `file_missing` when it was deleted, and whatever reading it fails with
   */
  read(): Promise<SteeringVector | null>;
  /** Reads it for the page to show; an alert says what fails. */
  show(): Promise<void>;
}

export function createChoice(
  { store }: ActionContext,
  { readPreset }: Pick<PresetActions, 'readPreset'>,
  { readSaved }: Pick<LibraryActions, 'readSaved'>,
): Choice {
  async function read(): Promise<SteeringVector | null> {
    const known = selectVector(store.getState());
    if (known || store.getState().steering.chosenId === null) return known;
    const chosen = selectChosen(store.getState());
    if (!chosen) {
      throw new TillerError(
        'file_missing',
        'The vector that was chosen is not there any more. Choose another instruction, or switch steering off.',
      );
    }
    if (chosen.source === 'preset') return readPreset(chosen.id);
    const vector = await readSaved(chosen.id);
    if (vector) return vector;
    const { problem } = store.getState().library;
    throw new TillerError('file_corrupt', problem ?? `The saved vector “${chosen.title}” could not be read.`);
  }

  async function show(): Promise<void> {
    try {
      await read();
    } catch (error) {
      store.setState({ alert: alertFor(error, 'vector', true) });
    }
  }

  return {
    read,
    show,
    async settle() {
      const { presets } = store.getState();
      const chosen = selectChosen(store.getState()) ?? firstPreset(presets.list);
      if (!chosen) return;
      if (chosen.id !== store.getState().steering.chosenId) {
        updateSlice(store, 'steering', (steering) => withChosen(steering, chosen));
      }
      await show();
    },
  };
}
