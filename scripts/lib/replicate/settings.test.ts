import { describe, expect, it } from 'vitest';
import { AWAY, bestTrial, type Trial, towards } from './settings.ts';

const trial = (strength: number, sound: number, degenerate = 0): Trial => ({
  layer: 1,
  operator: 'add',
  strength,
  answers: 8,
  sound,
  degenerate,
});

describe('bestTrial', () => {
  it.each([
    ['most sound passes', [trial(1, 3), trial(2, 5, 2)], 2],
    ['among those, fewest answers that fell apart', [trial(1, 5, 1), trial(2, 5)], 2],
    ['among those, the strength nearest to 1', [trial(0.5, 5), trial(1.4, 5)], 1.4],
    ['among those, the strength nearest to -1', [trial(-2, 5), trial(-1.4, 5)], -1.4],
    ['a single one', [trial(2, 0)], 2],
  ])('takes the one with %s', (_, trials, strength) => {
    expect(bestTrial(trials).strength).toBe(strength);
  });

  it('takes the first of equals, and refuses none', () => {
    const [first, second] = [trial(1, 5), { ...trial(1, 5), operator: 'setProjection' as const }];
    expect(bestTrial([first, second])).toBe(first);
    expect(() => bestTrial([])).toThrow('at least one');
  });
});

describe('the settings to try', () => {
  it("begin with the instruction's own operator", () => {
    const trials = towards('setProjection').trials(7);
    expect(trials.map(({ operator, strength }) => `${operator} ${strength}`)).toEqual([
      'setProjection 0.7',
      'setProjection 1',
      'setProjection 1.4',
      'add 1',
    ]);
    expect(trials.every(({ layer }) => layer === 7)).toBe(true);
    expect(towards('add').trials(0)[0]).toEqual({ layer: 0, operator: 'add', strength: 0.7 });
  });

  it('are negative for steering away', () => {
    expect(AWAY.searchStrengths.every((strength) => strength < 0)).toBe(true);
    expect(AWAY.trials(3).every(({ strength }) => strength < 0)).toBe(true);
  });
});
