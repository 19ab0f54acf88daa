import { describe, expect, it } from 'vitest';
import { type AppState, INITIAL_STATE } from '../appState.ts';
import { CARD, PRESET } from '../testValues.ts';
import type { SteeringCard } from './card.ts';
import { oddWordsNotices } from './oddWords.ts';

const KEYWORD = {
  ...PRESET,
  id: 'ocean',
  check: { instructionId: 'keywords:existence', kwargs: { keywords: ['ocean'] } },
};

const steering = (...cards: Partial<SteeringCard>[]): AppState => ({
  ...INITIAL_STATE,
  presets: { ...INITIAL_STATE.presets, list: [PRESET, KEYWORD] },
  steering: {
    selectedId: CARD.id,
    cards: cards.map((change, index) => ({ ...CARD, id: `card-${index}`, ...change })),
  },
});

describe('the warning of odd words', () => {
  it('says what a language, and what a keyword, may lead to', () => {
    expect(oddWordsNotices(steering({}))).toEqual([expect.stringContaining('invented words')]);
    expect(oddWordsNotices(steering({ chosenId: 'ocean' }))).toEqual([expect.stringContaining('its word')]);
  });

  it('says each thing once, also with several vectors', () => {
    expect(oddWordsNotices(steering({}, {}, { chosenId: 'ocean' }))).toHaveLength(2);
  });

  it('speaks of a strength beyond the instruction itself, in either direction, but not where none is used', () => {
    for (const strength of [1.4, -2]) {
      expect(oddWordsNotices(steering({ strength })).join()).toMatch(/falls? apart/);
    }
    expect(oddWordsNotices(steering({ strength: 1.3 })).join()).not.toMatch(/apart/);
    expect(oddWordsNotices(steering({ strength: 3, operator: 'ablate' })).join()).not.toMatch(/apart/);
  });

  it('is silent where nothing steers', () => {
    expect(oddWordsNotices(steering({ isOn: false }))).toEqual([]);
    expect(oddWordsNotices(steering({ chosenId: null }))).toEqual([]);
  });
});
