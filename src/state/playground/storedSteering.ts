/** A steering stack as it comes back from storage, a link or a session file: read with suspicion, value by value. */
import type { Operator, Scope } from '../../core/steering/types.ts';
import { FIRST_CARD, NUM_COLOURS, STRENGTH_RANGE, type SteeringCard } from './card.ts';
import { isCount, isNumber, isRecord, isText } from './presets.ts';
import { fits } from './settings.ts';
import { MAX_CARDS, type SteeringState } from './steering.ts';

/**
 * What is not valid keeps its default; what is no stack at all gives `initial`. Also reads what was stored when there
 * was a single vector: the fields of one card, without the list around it.
 */
export function readSteering(stored: unknown, initial: SteeringState): SteeringState {
  if (!isRecord(stored)) return initial;
  const list = Array.isArray(stored.cards) ? stored.cards.slice(0, MAX_CARDS) : [stored];
  const cards: SteeringCard[] = [];
  for (const card of list.filter(isRecord)) {
    const id = isText(card.id) ? card.id : `card-${cards.length + 1}`;
    if (cards.every((other) => other.id !== id)) cards.push(readCard(card, id));
  }
  const [first] = cards;
  if (!first) return initial;
  const selected = cards.find(({ id }) => id === stored.selectedId) ?? first;
  return { cards, selectedId: selected.id };
}

function readCard(stored: Record<string, unknown>, id: string): SteeringCard {
  const { chosenId, layer, strength, operator, scope, colour, isOn } = stored;
  return {
    id,
    chosenId: isText(chosenId) ? chosenId : null,
    layer: isCount(layer) ? layer : FIRST_CARD.layer,
    strength: isNumber(strength) && fits(strength, STRENGTH_RANGE) ? strength : FIRST_CARD.strength,
    operator: OPERATORS.find((each) => each === operator) ?? FIRST_CARD.operator,
    scope: SCOPES.find((each) => each === scope) ?? FIRST_CARD.scope,
    colour: isCount(colour) && colour < NUM_COLOURS ? colour : FIRST_CARD.colour,
    isOn: isOn !== false,
  };
}

const OPERATORS: readonly Operator[] = ['setProjection', 'add', 'ablate'];
const SCOPES: readonly Scope[] = ['all', 'prompt', 'generated'];
