/**
 * The steering stack: vectors that act together, as cards. There is always one card at least, and one is selected:
 * it has the full controls. At one layer, cards act in their order (core/steering/slots.ts).
 */
import { t } from '../../text/text.ts';
import { clampLayer, describeCard, FIRST_CARD, NUM_COLOURS, type SteeringCard } from './card.ts';

/** Plain data, like its cards. */
export interface SteeringState {
  /** never empty */
  cards: readonly SteeringCard[];
  /** the id of one of them */
  selectedId: string;
}

/** As many as still fit beside the answers; the model takes any number. */
export const MAX_CARDS = 6;

export const INITIAL_STEERING: SteeringState = { cards: [FIRST_CARD], selectedId: FIRST_CARD.id };

/** The card with the full controls. */
export function selectedCard({ cards, selectedId }: SteeringState): SteeringCard {
  return cards.find(({ id }) => id === selectedId) ?? cards[0] ?? FIRST_CARD;
}

/** The cards that steer: switched on, with a vector. */
export function activeCards({ cards }: Pick<SteeringState, 'cards'>): readonly SteeringCard[] {
  return cards.filter(({ isOn, chosenId }) => isOn && chosenId !== null);
}

/** @param change gives back the same card where nothing changes, and then so does this */
export function withCard(
  steering: SteeringState,
  id: string,
  change: (card: SteeringCard) => SteeringCard,
): SteeringState {
  const index = steering.cards.findIndex((card) => card.id === id);
  const card = steering.cards[index];
  const changed = card && change(card);
  if (!changed || changed === card) return steering;
  return { ...steering, cards: steering.cards.with(index, changed) };
}

export function withSelectedCard(
  steering: SteeringState,
  change: (card: SteeringCard) => SteeringCard,
): SteeringState {
  return withCard(steering, selectedCard(steering).id, change);
}

/** A new card at the end, selected, in a colour that is free; a full stack stays as it is. */
export function withCardAdded(steering: SteeringState, numLayers: number): SteeringState {
  const { cards } = steering;
  if (cards.length >= MAX_CARDS) return steering;
  const colours = Array.from({ length: NUM_COLOURS }, (_, colour) => colour);
  const colour = colours.find((each) => cards.every((card) => card.colour !== each)) ?? 0;
  const card = clampLayer({ ...FIRST_CARD, id: freeId(cards), colour }, numLayers);
  return { cards: [...cards, card], selectedId: card.id };
}

/** The last card stays: it can be switched off. The selection goes on to the next card, or the one before. */
export function withCardRemoved(steering: SteeringState, id: string): SteeringState {
  const index = steering.cards.findIndex((card) => card.id === id);
  if (index < 0 || steering.cards.length === 1) return steering;
  const cards = steering.cards.toSpliced(index, 1);
  const next = cards[Math.min(index, cards.length - 1)];
  return { cards, selectedId: id === steering.selectedId && next ? next.id : steering.selectedId };
}

/** Puts a removed card back, selected; under another id where its own is taken by now. */
export function withCardInserted(steering: SteeringState, card: SteeringCard, index: number): SteeringState {
  const { cards } = steering;
  if (cards.length >= MAX_CARDS) return steering;
  const id = cards.some((other) => other.id === card.id) ? freeId(cards) : card.id;
  return { cards: cards.toSpliced(index, 0, { ...card, id }), selectedId: id };
}

/** @param by -1: one place up, 1: one place down; past an end nothing changes */
export function withCardMoved(steering: SteeringState, id: string, by: -1 | 1): SteeringState {
  const { cards } = steering;
  const from = cards.findIndex((card) => card.id === id);
  const card = cards[from];
  const to = from + by;
  if (!card || to < 0 || to >= cards.length) return steering;
  return { ...steering, cards: cards.toSpliced(from, 1).toSpliced(to, 0, card) };
}

/** For a model of another depth; the same stack where all its layers are there. */
export function clampLayers(steering: SteeringState, numLayers: number): SteeringState {
  return steering.cards.reduce(
    (all, { id }) => withCard(all, id, (card) => clampLayer(card, numLayers)),
    steering,
  );
}

/** What steers, in a line: `layer 25 · strength 1.00`, or `2 vectors · layers 4, 25`; null where nothing does. */
export function describeSteering({ cards }: Pick<SteeringState, 'cards'>): string | null {
  const [first, ...others] = cards.filter(({ isOn }) => isOn);
  if (!first) return null;
  if (others.length === 0) return describeCard(first);
  const layers = [...new Set([first, ...others].map(({ layer }) => layer))].toSorted((a, b) => a - b);
  const [layer = 0, ...further] = layers;
  const where =
    further.length === 0
      ? t('steering.atLayer', { layer })
      : t('steering.atLayers', { layers: layers.join(', ') });
  return [t('steering.vectors', { count: others.length + 1 }), where].join(' · ');
}

/** Names of cards for their controls: vectors' titles, numbered where one steers twice. */
export function cardNames(titles: readonly string[]): string[] {
  return titles.map((title, index) => {
    const earlier = titles.slice(0, index).filter((each) => each === title).length;
    return earlier === 0 ? title : `${title} ${earlier + 1}`;
  });
}

function freeId(cards: readonly SteeringCard[]): string {
  let number = cards.length + 1;
  while (cards.some(({ id }) => id === `card-${number}`)) number += 1;
  return `card-${number}`;
}
