import { describe, expect, it } from 'vitest';
import { PRESET } from '../testValues.ts';
import {
  clampLayer,
  describeSteering,
  INITIAL_STEERING,
  withChosen,
  withLayer,
  withStrength,
} from './steering.ts';

describe('the steering card', () => {
  it('takes over layer, strength and operator of a preset, not the switch', () => {
    const off = { ...INITIAL_STEERING, isOn: false };
    expect(withChosen(off, { ...PRESET, setting: { layer: 1, strength: 1.4, operator: 'add' } })).toEqual({
      chosenId: 'french',
      layer: 1,
      strength: 1.4,
      operator: 'add',
      isOn: false,
    });
  });

  it('keeps its own where a vector has no setting, and strength in its range', () => {
    const own = { ...INITIAL_STEERING, layer: 7, strength: 0.5 };
    expect(withChosen(own, { ...PRESET, setting: null })).toEqual({ ...own, chosenId: 'french' });
    const strong = { layer: 1, strength: 5, operator: 'add' as const };
    expect(withChosen(own, { ...PRESET, setting: strong }).strength).toBe(3);
  });

  it.each([-1, 30, 2.5, Number.NaN])('ignores layer %d of a model with layers 0 to 29', (layer) => {
    expect(withLayer(INITIAL_STEERING, layer, 30)).toBe(INITIAL_STEERING);
  });

  it('takes the first and the last layer', () => {
    expect([0, 29].map((layer) => withLayer(INITIAL_STEERING, layer, 30).layer)).toEqual([0, 29]);
  });

  it('keeps strength on hundredths and inside -2 to 3', () => {
    expect(withStrength(INITIAL_STEERING, 0.1 + 0.05).strength).toBe(0.15);
    expect(withStrength(INITIAL_STEERING, 3.05)).toBe(INITIAL_STEERING);
  });

  it('moves to the last layer of a model that has fewer', () => {
    const deep = { ...INITIAL_STEERING, layer: 25 };
    expect(clampLayer(deep, 30)).toBe(deep);
    expect(clampLayer(deep, 12).layer).toBe(11);
  });

  it('describes what it does in one line', () => {
    const steering = { ...INITIAL_STEERING, layer: 25 };
    expect(describeSteering(steering)).toBe('layer 25 · strength 1.00 · prompt unchanged');
    expect(describeSteering({ ...steering, operator: 'ablate' })).toContain('direction removed');
    expect(describeSteering({ ...steering, isOn: false })).toBe('steering is off');
  });
});
