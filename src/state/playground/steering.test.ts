import { describe, expect, it } from 'vitest';
import { FIRST_CARD } from './card.ts';
import {
  activeCards,
  cardNames,
  clampLayers,
  describeSteering,
  INITIAL_STEERING,
  MAX_CARDS,
  type SteeringState,
  selectedCard,
  withCard,
  withCardAdded,
  withCardInserted,
  withCardMoved,
  withCardRemoved,
  withSelectedCard,
} from './steering.ts';

/** Cards a, b and so on, of which b is selected. */
function stack(...ids: string[]): SteeringState {
  return { cards: ids.map((id) => ({ ...FIRST_CARD, id, chosenId: id })), selectedId: 'b' };
}
const idsOf = ({ cards }: SteeringState) => cards.map(({ id }) => id).join('');

describe('the steering stack', () => {
  it('begins with one card that steers nothing', () => {
    expect(selectedCard(INITIAL_STEERING)).toBe(FIRST_CARD);
    expect(activeCards(INITIAL_STEERING)).toEqual([]);
  });

  it('steers by the cards that are on and have a vector, in their order', () => {
    const steering = withCard(stack('a', 'b', 'c'), 'b', (card) => ({ ...card, isOn: false }));
    expect(activeCards(withCardAdded(steering, 30)).map(({ id }) => id)).toEqual(['a', 'c']);
  });

  it('adds a selected card in a colour of its own, up to the most', () => {
    const two = withCardAdded(INITIAL_STEERING, 30);
    expect(two.cards).toHaveLength(2);
    expect(selectedCard(two)).toMatchObject({ colour: 1, chosenId: null });
    let full = two;
    for (let i = 0; i < MAX_CARDS; i++) full = withCardAdded(full, 30);
    expect(full.cards).toHaveLength(MAX_CARDS);
    expect(new Set(full.cards.map(({ id }) => id)).size).toBe(MAX_CARDS);
    expect(withCardInserted(full, FIRST_CARD, 0)).toBe(full);
  });

  it('removes a card, selects the next or else the one before, and keeps the last one', () => {
    expect(withCardRemoved(stack('a', 'b', 'c'), 'b').selectedId).toBe('c');
    expect(withCardRemoved(stack('a', 'b'), 'b').selectedId).toBe('a');
    expect(withCardRemoved(stack('a', 'b'), 'a').selectedId).toBe('b');
    const one = stack('b');
    expect(withCardRemoved(one, 'b')).toBe(one);
    expect(withCardRemoved(one, 'gone')).toBe(one);
  });

  it('puts a removed card back where it was, under a free id', () => {
    const three = stack('a', 'b', 'c');
    const back = withCardInserted(withCardRemoved(three, 'b'), three.cards[1]!, 1);
    expect(back).toEqual(three);
    expect(idsOf(withCardInserted(three, three.cards[0]!, 1))).toMatch(/^acard-\dbc$/);
  });

  it('moves a card by one place, and not past an end', () => {
    const three = stack('a', 'b', 'c');
    expect(idsOf(withCardMoved(three, 'b', -1))).toBe('bac');
    expect(idsOf(withCardMoved(three, 'b', 1))).toBe('acb');
    expect(withCardMoved(three, 'a', -1)).toBe(three);
    expect(withCardMoved(three, 'c', 1)).toBe(three);
  });

  it('is the same object where a change changes nothing', () => {
    const three = stack('a', 'b', 'c');
    expect(withSelectedCard(three, (card) => card)).toBe(three);
    expect(clampLayers(three, 30)).toBe(three);
  });

  it('describes what it does in one line', () => {
    const at = (layer: number) => withSelectedCard(stack('a', 'b'), (card) => ({ ...card, layer }));
    const one = withCardRemoved(at(25), 'a');
    expect(describeSteering(one)).toBe('layer 25 · strength 1.00');
    expect(describeSteering(at(25))).toBe('2 vectors · layers 0, 25');
    expect(describeSteering(at(0))).toBe('2 vectors · layer 0');
    expect(describeSteering(withSelectedCard(one, (card) => ({ ...card, isOn: false })))).toBeNull();
  });
});

describe('the names of cards', () => {
  it('are their titles, numbered where one comes again', () => {
    expect(cardNames(['French', 'Short', 'French', 'French'])).toEqual([
      'French',
      'Short',
      'French 2',
      'French 3',
    ]);
  });
});
