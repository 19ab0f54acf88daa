import { describe, expect, it } from 'vitest';
import { PRESET } from '../testValues.ts';
import { clampLayer, describeCard, FIRST_CARD, withChosen, withLayer, withStrength } from './card.ts';

describe('a steering card', () => {
  it('takes over layer, strength and operator of a preset, not switch and colour', () => {
    const off = { ...FIRST_CARD, isOn: false, colour: 3, scope: 'prompt' as const };
    expect(withChosen(off, { ...PRESET, setting: { layer: 1, strength: 1.4, operator: 'add' } })).toEqual({
      id: 'card-1',
      chosenId: 'french',
      layer: 1,
      strength: 1.4,
      operator: 'add',
      scope: 'all',
      colour: 3,
      isOn: false,
    });
  });

  it('keeps its own where a vector has no setting, and strength in its range', () => {
    const own = { ...FIRST_CARD, layer: 7, strength: 0.5 };
    expect(withChosen(own, { ...PRESET, setting: null })).toEqual({ ...own, chosenId: 'french' });
    const strong = { layer: 1, strength: 5, operator: 'add' as const };
    expect(withChosen(own, { ...PRESET, setting: strong }).strength).toBe(3);
  });

  it.each([-1, 30, 2.5, Number.NaN])('ignores layer %d of a model with layers 0 to 29', (layer) => {
    expect(withLayer(FIRST_CARD, layer, 30)).toBe(FIRST_CARD);
  });

  it('takes the first and the last layer', () => {
    expect([0, 29].map((layer) => withLayer(FIRST_CARD, layer, 30).layer)).toEqual([0, 29]);
  });

  it('keeps strength on hundredths and inside -2 to 3', () => {
    expect(withStrength(FIRST_CARD, 0.1 + 0.05).strength).toBe(0.15);
    expect(withStrength(FIRST_CARD, 3.05)).toBe(FIRST_CARD);
  });

  it('moves to the last layer of a model that has fewer', () => {
    const deep = { ...FIRST_CARD, layer: 25 };
    expect(clampLayer(deep, 30)).toBe(deep);
    expect(clampLayer(deep, 12).layer).toBe(11);
  });

  it('says in one line where it acts and how strongly', () => {
    const card = { ...FIRST_CARD, layer: 25 };
    expect(describeCard(card)).toBe('layer 25 · strength 1.00');
    expect(describeCard({ ...card, operator: 'ablate', scope: 'generated' })).toBe(
      'layer 25 · direction removed · answer only',
    );
  });
});
