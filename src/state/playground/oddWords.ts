/** A word of warning where what steers is known to force odd words: beside the answers, before anyone wonders. */
import type { AppState } from '../appState.ts';
import { steerableOf } from '../selectors.ts';
import type { SteeringCard } from './card.ts';
import { activeCards } from './steering.ts';

/** Beyond it answers of the embedded model begin to fall apart: in its replication French does at 1.4. */
const FAR = 1.3;

/** What the checks of an instruction say about where it pushes; the first that fits. */
const KINDS: readonly (readonly [check: RegExp, words: string])[] = [
  [
    /^language:/,
    'The model may know the language badly: expect invented words, and do not take it for good prose.',
  ],
  [/^keywords:(existence|frequency)/, 'A keyword vector may put its word where it does not belong.'],
  [
    /^keywords:|^punctuation:/,
    'Leaving something out may take more along than was asked, or bend the sentences.',
  ],
  [
    /^change_case:|^startend:|^detectable_/,
    'A form is forced, not a meaning: expect words that only serve it.',
  ],
];

/** One sentence a cause, without repeats; a new list each time, empty where nothing steers. */
export function oddWordsNotices(state: AppState): string[] {
  return [...new Set(activeCards(state.steering).flatMap((card) => noticesOf(state, card)))];
}

function noticesOf(state: AppState, card: SteeringCard): string[] {
  const { operator, strength } = card;
  const check = steerableOf(state, card)?.check?.instructionId ?? '';
  const kind = KINDS.find(([pattern]) => pattern.test(check))?.[1];
  const isFar = operator !== 'ablate' && Math.abs(strength) > FAR;
  const far = `Strength ${strength.toFixed(2).replace('-', '−')} pushes further than the instruction in words would: the text may fall apart.`;
  return [...(kind ? [kind] : []), ...(isFar ? [far] : [])];
}
