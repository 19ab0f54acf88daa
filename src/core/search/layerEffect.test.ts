import { describe, expect, it } from 'vitest';
import { effectOf, klDivergence, rankByEffect } from './layerEffect.ts';

/** scores of given probabilities; adding a constant changes nothing */
const scores = (probabilities: readonly number[], constant = 0): Float32Array =>
  Float32Array.from(probabilities, (value) => Math.log(value) + constant);

describe('the divergence of two distributions', () => {
  it.each<[number[], number[], number]>([
    [[0.5, 0.5], [0.5, 0.5], 0],
    [[0.5, 0.5], [0.25, 0.75], 0.5 * Math.log(2) + 0.5 * Math.log(2 / 3)],
    [[0.9, 0.1], [0.1, 0.9], 0.8 * Math.log(9)],
  ])('of %j from %j is %f', (first, second, expected) => {
    expect(klDivergence(scores(first), scores(second))).toBeCloseTo(expected, 6);
    expect(klDivergence(scores(first, 30), scores(second, -50))).toBeCloseTo(expected, 4);
  });

  it('is never below 0', () => {
    const same = scores([0.3, 0.3, 0.4]);
    expect(klDivergence(same, same)).toBeGreaterThanOrEqual(0);
  });
});

describe('the effect of steering', () => {
  const plain = scores([0.9, 0.1]);
  const instructed = scores([0.1, 0.9]);

  it.each<[string, Float32Array, number]>([
    ['1 where it arrives', instructed, 1],
    ['0 where it stays', plain, 0],
  ])('is %s', (_, steered, expected) => {
    expect(effectOf([{ plain, instructed, steered }])).toBeCloseTo(expected, 6);
  });

  it('lies between on the way, and below 0 on the way back', () => {
    const between = effectOf([{ plain, instructed, steered: scores([0.5, 0.5]) }]);
    expect(between).toBeGreaterThan(0.5);
    expect(between).toBeLessThan(1);
    expect(effectOf([{ plain, instructed, steered: scores([0.99, 0.01]) }])).toBeLessThan(0);
  });

  it('weighs a prompt by how much the instruction changes there', () => {
    const unmoved = { plain, instructed: plain, steered: plain };
    const arrives = { plain, instructed, steered: instructed };
    expect(effectOf([unmoved, arrives])).toBeCloseTo(1, 6);
  });

  it('is 0 without prompts, and where the instruction changes nothing', () => {
    expect(effectOf([])).toBe(0);
    expect(effectOf([{ plain, instructed: plain, steered: instructed }])).toBe(0);
  });

  it('ranks the strongest first, then the earliest', () => {
    const list = [
      { layer: 8, effect: 0.5 },
      { layer: 4, effect: 0.9 },
      { layer: 6, effect: 0.5 },
    ];
    expect(rankByEffect(list).map(({ layer }) => layer)).toEqual([4, 6, 8]);
  });
});
