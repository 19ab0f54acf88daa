import { describe, expect, it } from 'vitest';
import { cosine } from '../../core/steering/direction.ts';
import { seededNormal, seededRandom } from '../../core/steering/random.ts';
import { type CapturedPairs, fitCaptured, fitControls, fitRemaining, isOutdated } from './fit.ts';

const PAIRS = 16;
const SIZE = 64;
const random = seededRandom(3);
const noise = () => Float32Array.from({ length: PAIRS * 2 * SIZE }, () => seededNormal(random));

/** Two layers; the instruction moves every state by 6 along the first axis. */
const captured: CapturedPairs = {
  numLayers: 2,
  hiddenSize: SIZE,
  positive: noise().map((value, i) => (i % SIZE === 0 ? value + 6 : value)),
  negative: noise(),
};

describe('fitControls', () => {
  for (const method of ['meanDifference', 'pca'] as const) {
    it(`lets a vector stand out from all three, ${method}`, () => {
      const vector = fitCaptured(captured, method, 'test', 'none');
      const controls = fitControls(vector, captured, method);
      expect(controls.map(({ role }) => role)).toEqual(['random', 'flipped', 'shuffled']);
      for (const { vector: control } of controls) {
        expect(control.separation![0]!).toBeLessThan(vector.separation[0]! / 2);
        expect(control.pairConsistency[0]!).toBeLessThan(vector.pairConsistency[0]! / 2);
      }
      expect(controls[1]!.vector.separation![1]).toBeCloseTo(-vector.separation[1]!, 3);
      expect(controls[2]!.vector.meanDifferenceNorm[0]!).toBeLessThan(vector.meanDifferenceNorm[0]! / 2);
    });
  }

  it('repeats exactly', () => {
    const vector = fitCaptured(captured, 'meanDifference', 'test', 'none');
    const [first, second] = [1, 2].map(() => fitControls(vector, captured, 'meanDifference'));
    expect(first).toEqual(second);
  });

  it('takes a single pair, which has no second one to be swapped with', () => {
    const one = {
      ...captured,
      positive: captured.positive.slice(0, 2 * SIZE),
      negative: captured.negative.slice(0, 2 * SIZE),
    };
    const vector = fitCaptured(one, 'meanDifference', 'test', 'none');
    const shuffled = fitControls(vector, one, 'meanDifference')[2]!.vector;
    expect(cosine(shuffled.direction, vector.direction)).toBeCloseTo(1, 6);
  });
});

describe('fitRemaining', () => {
  it('follows from the prompts read so far', () => {
    expect(fitRemaining({ done: 0, total: 10, startedAt: 0, now: 500 })).toBeNull();
    expect(fitRemaining({ done: 2, total: 10, startedAt: 1000, now: 3000 })).toBe(8);
    expect(fitRemaining({ done: 10, total: 10, startedAt: 1000, now: 3000 })).toBe(0);
  });
});

describe('isOutdated', () => {
  const pairs = [{ positive: 'a b', negative: 'a' }];
  const vector = fitCaptured(captured, 'meanDifference', 'test', 'none');
  const built = {
    vector,
    instruction: null,
    pairs,
    origin: {},
    controls: null,
    savedId: null,
    keeping: 'none',
  } as const;

  it('compares texts and method, not objects', () => {
    expect(isOutdated(built, [{ positive: 'a b', negative: 'a' }], 'meanDifference')).toBe(false);
    expect(isOutdated(built, pairs, 'pca')).toBe(true);
    expect(isOutdated(built, [], 'meanDifference')).toBe(true);
    expect(isOutdated(built, [{ positive: 'a c', negative: 'a' }], 'meanDifference')).toBe(true);
    expect(isOutdated(built, [...pairs, ...pairs], 'meanDifference')).toBe(true);
  });
});
