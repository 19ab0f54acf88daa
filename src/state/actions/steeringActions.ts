/** Actions of the steering stack. Each change that makes a difference runs what is steered again. */
import type { Operator, Scope } from '../../core/steering/types.ts';
import { t } from '../../text/text.ts';
import { type SteeringCard, withChosen, withLayer, withStrength } from '../playground/card.ts';
import {
  activeCards,
  type SteeringState,
  withCard,
  withCardAdded,
  withCardMoved,
  withCardRemoved,
} from '../playground/steering.ts';
import { selectCardNames, selectNumLayers, selectSteerable } from '../selectors.ts';
import type { Choice } from './choice.ts';
import { type ActionContext, updateSlice } from './context.ts';
import type { RunActions } from './runActions.ts';

/** Without `cardId` they change the selected card. */
export interface SteeringActions {
  /** Steers toward what a preset or a saved vector stands for; an id that is not there changes nothing. */
  chooseVector(id: string, cardId?: string): void;
  setLayer(layer: number, cardId?: string): void;
  setStrength(strength: number, cardId?: string): void;
  setOperator(operator: Operator, cardId?: string): void;
  setScope(scope: Scope, cardId?: string): void;
  setColour(colour: number, cardId?: string): void;
  setSteeringOn(isOn: boolean, cardId?: string): void;
  selectCard(id: string): void;
  /** A card without a vector at the end of the stack, selected. */
  addCard(): void;
  /** Can be undone. The last card stays. */
  removeCard(id: string): void;
  /** @param by -1: it acts one place earlier, 1: one later */
  moveCard(id: string, by: -1 | 1): void;
}

export function createSteeringActions(
  { store }: Pick<ActionContext, 'store'>,
  choice: Pick<Choice, 'show'>,
  { steeringChanged }: Pick<RunActions, 'steeringChanged'>,
  /** the ribbon may have to show another vector or layer */
  measureAgain: () => void,
): SteeringActions {
  /** What steers is run again only when that has changed: not for a colour, nor for a card that is off. */
  function change(next: (steering: SteeringState) => SteeringState): void {
    const before = activeCards(store.getState().steering);
    updateSlice(store, 'steering', next);
    if (actsTheSame(before, activeCards(store.getState().steering))) measureAgain();
    else steeringChanged();
  }

  function changeCard(cardId: string | undefined, next: (card: SteeringCard) => SteeringCard): void {
    change((steering) => withCard(steering, cardId ?? steering.selectedId, next));
  }

  return {
    chooseVector(id, cardId) {
      const chosen = selectSteerable(store.getState(), id);
      if (!chosen) return;
      changeCard(cardId, (card) => withChosen(card, chosen));
      void choice.show();
    },
    setLayer: (layer, cardId) =>
      changeCard(cardId, (card) => withLayer(card, layer, selectNumLayers(store.getState()))),
    setStrength(strength, cardId) {
      updateSlice(store, 'settings', (settings) =>
        settings.hasMovedStrength ? settings : { ...settings, hasMovedStrength: true },
      );
      changeCard(cardId, (card) => withStrength(card, strength));
    },
    setOperator: (operator, cardId) => changeCard(cardId, (card) => ({ ...card, operator })),
    setScope: (scope, cardId) => changeCard(cardId, (card) => ({ ...card, scope })),
    setColour: (colour, cardId) => changeCard(cardId, (card) => ({ ...card, colour })),
    setSteeringOn: (isOn, cardId) => changeCard(cardId, (card) => ({ ...card, isOn })),
    selectCard: (id) => change((steering) => ({ ...steering, selectedId: id })),
    addCard: () => change((steering) => withCardAdded(steering, selectNumLayers(store.getState()))),
    removeCard(id) {
      const { cards } = store.getState().steering;
      const index = cards.findIndex((card) => card.id === id);
      const card = cards[index];
      const words = t('steering.removedCard', {
        name: selectCardNames(store.getState())[index] ?? '',
      });
      change((steering) => withCardRemoved(steering, id));
      if (card && store.getState().steering.cards !== cards) {
        store.setState({ undo: { kind: 'card', words, card, index } });
      }
    },
    moveCard: (id, by) => change((steering) => withCardMoved(steering, id, by)),
  };
}

function actsTheSame(before: readonly SteeringCard[], now: readonly SteeringCard[]): boolean {
  return JSON.stringify(before.map(acting)) === JSON.stringify(now.map(acting));
}

function acting({ chosenId, layer, strength, operator, scope }: SteeringCard): unknown[] {
  return [chosenId, layer, strength, operator, scope];
}
