/** The vectors of the steering cards, wherever they lie: among the shipped files or in the user's library. */
import { TillerError } from '../../core/errors.ts';
import type { SteeringVector } from '../../core/steering/types.ts';
import { alertFor } from '../alert.ts';
import { type SteeringCard, withChosen } from '../playground/card.ts';
import { firstPreset } from '../playground/presets.ts';
import { withSelectedCard } from '../playground/steering.ts';
import { selectChosen, steerableOf, vectorOf } from '../selectors.ts';
import { type ActionContext, updateSlice } from './context.ts';
import type { LibraryActions } from './libraryActions.ts';
import type { PresetActions } from './presetActions.ts';

export interface Choice {
  /** To be called once presets and saved vectors are read: a first card without a vector takes the first preset. */
  settle(): Promise<void>;
  /**
   * Reads what is not read yet of the vectors that these cards steer by.
   * @returns by preset or vector id
   * @throws TillerError `file_missing` when one was deleted, and whatever reading it fails with
   */
  read(cards: readonly SteeringCard[]): Promise<ReadonlyMap<string, SteeringVector>>;
  /** Reads those of all cards for the page to show; an alert says what fails. */
  show(): Promise<void>;
}

export function createChoice(
  { store }: ActionContext,
  { readPreset }: Pick<PresetActions, 'readPreset'>,
  { readSaved }: Pick<LibraryActions, 'readSaved'>,
): Choice {
  async function read(cards: readonly SteeringCard[]): Promise<ReadonlyMap<string, SteeringVector>> {
    const vectors = await Promise.all(cards.map(readOne));
    return new Map(vectors.flatMap((entry) => (entry ? [entry] : [])));
  }

  async function readOne(card: SteeringCard): Promise<[id: string, SteeringVector] | null> {
    if (card.chosenId === null) return null;
    return [card.chosenId, vectorOf(store.getState(), card) ?? (await readAnew(card))];
  }

  async function readAnew(card: SteeringCard): Promise<SteeringVector> {
    const chosen = steerableOf(store.getState(), card);
    if (!chosen) {
      throw new TillerError(
        'file_missing',
        'A vector that was chosen is not there any more. Choose another instruction, or switch that one off.',
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
      await read(store.getState().steering.cards);
    } catch (error) {
      store.setState({ alert: alertFor(error, 'vector', true) });
    }
  }

  return {
    read,
    show,
    async settle() {
      const { presets } = store.getState();
      const first = firstPreset(presets.list);
      if (!selectChosen(store.getState()) && first) {
        updateSlice(store, 'steering', (steering) =>
          withSelectedCard(steering, (card) => withChosen(card, first)),
        );
      }
      await show();
    },
  };
}
