/** A word of warning where what steers is known to force odd words: beside the answers, before anyone wonders. */
import { decimal } from '../../text/numbers.ts';
import { type TextKey, t } from '../../text/text.ts';
import type { AppState } from '../appState.ts';
import { steerableOf } from '../selectors.ts';
import type { SteeringCard } from './card.ts';
import { activeCards } from './steering.ts';

/** Beyond it answers of the embedded model begin to fall apart: in its replication French does at 1.4. */
const FAR = 1.3;

/** What the checks of an instruction say about where it pushes; the first that fits. */
const KINDS = [
  [/^language:/, 'playground.oddLanguage'],
  [/^keywords:(existence|frequency)/, 'playground.oddKeyword'],
  [/^keywords:|^punctuation:/, 'playground.oddAvoided'],
  [/^change_case:|^startend:|^detectable_/, 'playground.oddForm'],
] as const satisfies readonly (readonly [check: RegExp, words: TextKey])[];

/** One sentence a cause, without repeats; a new list each time, empty where nothing steers. */
export function oddWordsNotices(state: AppState): string[] {
  return [...new Set(activeCards(state.steering).flatMap((card) => noticesOf(state, card)))];
}

function noticesOf(state: AppState, card: SteeringCard): string[] {
  const { operator, strength } = card;
  const check = steerableOf(state, card)?.check?.instructionId ?? '';
  const kind = KINDS.find(([pattern]) => pattern.test(check))?.[1];
  const isFar = operator !== 'ablate' && Math.abs(strength) > FAR;
  return [
    ...(kind ? [t(kind)] : []),
    ...(isFar ? [t('playground.oddFar', { strength: decimal(strength, 2) })] : []),
  ];
}
