import { RepetitionPenaltyLogitsProcessor } from '@huggingface/transformers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSettings, type SamplerSettings, sampleToken, seededRandom } from './sampler.ts';

const GREEDY: SamplerSettings = { temperature: 0, topK: 0, topP: 1, repetitionPenalty: 1 };
const SAMPLED: SamplerSettings = { ...GREEDY, temperature: 1 };
const noRandom = () => {
  throw new Error('greedy choice draws no random number');
};
const logitsOf = (probabilities: number[]) => Float32Array.from(probabilities, Math.log);

/** Number of times each token is drawn. */
function counts(logits: Float32Array, settings: SamplerSettings, draws: number): number[] {
  const random = seededRandom(42);
  const found = new Array<number>(logits.length).fill(0);
  for (let i = 0; i < draws; i++) found[sampleToken(logits, settings, [], random).id]!++;
  return found;
}

/** Pearson's statistic of counts against the probabilities that should have made them. */
function chiSquare(found: number[], probabilities: number[]): number {
  const draws = found.reduce((sum, count) => sum + count);
  return found.reduce((sum, count, id) => {
    const expected = draws * probabilities[id]!;
    return expected === 0 ? sum + (count === 0 ? 0 : Infinity) : sum + (count - expected) ** 2 / expected;
  }, 0);
}

describe('the greedy choice', () => {
  it.each([
    [[3], 0],
    [[1, 2], 1],
    [[2, 1, 2], 0],
    [[-5, -1, -1], 1],
    [[0, -0], 0],
    [[-Infinity, -9], 1],
  ])('of %j is token %i: the largest, of equal ones the first', (logits, id) => {
    expect(sampleToken(Float32Array.from(logits), GREEDY, [], noRandom).id).toBe(id);
  });

  it('comes with its natural log-probability', () => {
    const { id, logProb } = sampleToken(logitsOf([0.1, 0.6, 0.3]), GREEDY, [], noRandom);
    expect(id).toBe(1);
    expect(logProb).toBeCloseTo(Math.log(0.6), 6); // float32 logits
  });

  it('adds a large and many small probabilities without loss', () => {
    const logits = new Float32Array(49_152).fill(-10);
    logits[7] = 5;
    const expected = -Math.log1p(49_151 * Math.exp(-15));
    expect(sampleToken(logits, GREEDY, [], noRandom).logProb).toBeCloseTo(expected, 9);
  });
});

describe('the repetition penalty', () => {
  const penalised = { ...GREEDY, repetitionPenalty: 2 };

  it('divides positive and multiplies negative logits', () => {
    expect(sampleToken(Float32Array.of(4, 3), penalised, [0], noRandom).id).toBe(1);
    expect(sampleToken(Float32Array.of(-1, -1.5), penalised, [0], noRandom).id).toBe(1);
    expect(sampleToken(Float32Array.of(-1, -2.5), penalised, [0], noRandom).id).toBe(0);
  });

  it('counts a token once however often it was used', () => {
    expect(sampleToken(Float32Array.of(4, 1.5), penalised, [0, 0, 0], noRandom).id).toBe(0);
  });

  it('leaves the log-probability and the logits as they are', () => {
    const logits = logitsOf([0.7, 0.2, 0.1]);
    const before = logits.slice();
    const { id, logProb } = sampleToken(logits, { ...GREEDY, repetitionPenalty: 10 }, [0], noRandom);
    expect(id).toBe(1);
    expect(logProb).toBeCloseTo(Math.log(0.2), 6);
    expect(logits).toEqual(before);
  });

  it('chooses as the processor of transformers.js does', () => {
    const value = fc.float({ min: -20, max: 20, noNaN: true });
    const lists = fc.array(value, { minLength: 8, maxLength: 8 });
    const histories = fc.array(fc.nat({ max: 7 }), { maxLength: 12 });
    const penalties = fc.double({ min: 0.5, max: 3, noNaN: true });
    fc.assert(
      fc.property(lists, histories, penalties, (list, history, repetitionPenalty) => {
        const expected = Float32Array.from(list);
        const processor = new RepetitionPenaltyLogitsProcessor(repetitionPenalty);
        // It reads the data of each row only; a whole tensor of the library needs the library's own runtime.
        processor._call([history.map(BigInt)], [{ data: expected }] as never);
        const { id } = sampleToken(
          Float32Array.from(list),
          { ...GREEDY, repetitionPenalty },
          history,
          noRandom,
        );
        expect(id).toBe(expected.indexOf(Math.max(...expected)));
      }),
    );
  });
});

describe('a drawn token', () => {
  const probabilities = [0.5, 0.25, 0.15, 0.07, 0.03];
  const logits = logitsOf(probabilities);
  // The 0.999 quantile of chi-square with 4 degrees of freedom; the seed is fixed.
  const LIMIT = 18.47;
  const normalised = (weights: number[]) => {
    const total = weights.reduce((sum, weight) => sum + weight);
    return weights.map((weight) => weight / total);
  };

  it.each([
    ['the probabilities at temperature 1', {}, probabilities],
    ['their squares at temperature 0.5', { temperature: 0.5 }, probabilities.map((p) => p ** 2)],
    ['the two likeliest for topK 2', { topK: 2 }, [0.5, 0.25, 0, 0, 0]],
    ['all for topK above the vocabulary', { topK: 9 }, probabilities],
    ['the fewest that hold 0.8 for topP 0.8', { topP: 0.8 }, [0.5, 0.25, 0.15, 0, 0]],
    ['the likeliest alone for topP 0.4', { topP: 0.4 }, [1, 0, 0, 0, 0]],
    ['topP of what topK left', { topK: 3, topP: 0.7 }, [0.5, 0.25, 0, 0, 0]],
  ])('follows %s', (_, settings, weights) => {
    const found = counts(logits, { ...SAMPLED, ...settings }, 20_000);
    expect(chiSquare(found, normalised(weights))).toBeLessThan(LIMIT);
  });

  it('is the greedy one for topP 0 and for topK 1', () => {
    expect(counts(logits, { ...SAMPLED, topP: 0 }, 100)).toEqual([100, 0, 0, 0, 0]);
    expect(counts(logits, { ...SAMPLED, topK: 1 }, 100)).toEqual([100, 0, 0, 0, 0]);
  });

  it('is the same for topP 1 as without it', () => {
    const without = counts(logits, { ...SAMPLED, topK: 4 }, 200);
    expect(counts(logits, { ...SAMPLED, topK: 4, topP: 1 }, 200)).toEqual(without);
  });

  it('can be any of the tokens tied at the limit of topK', () => {
    const found = counts(Float32Array.of(1, 0, 0, -9), { ...SAMPLED, topK: 2 }, 500);
    expect(found.map((count) => count > 0)).toEqual([true, true, true, false]);
  });

  it('is never one without probability, wherever the draw falls', () => {
    for (const uniform of [0, 0.5, 1 - 2 ** -53]) {
      for (const settings of [SAMPLED, { ...SAMPLED, topP: 0.99 }]) {
        const { id } = sampleToken(Float32Array.of(-Infinity, 1, -Infinity), settings, [], () => uniform);
        expect(id).toBe(1);
      }
    }
  });

  it('stays the likeliest at the smallest temperature', () => {
    expect(counts(logits, { ...SAMPLED, temperature: Number.MIN_VALUE }, 20)).toEqual([20, 0, 0, 0, 0]);
  });

  it('is the same for the same seed', () => {
    const take = (seed: number) => {
      const random = seededRandom(seed);
      return Array.from({ length: 20 }, () => sampleToken(logits, SAMPLED, [], random).id);
    };
    expect(take(3)).toEqual(take(3));
    expect(take(3)).not.toEqual(take(4));
  });
});

describe('logits that are not finite', () => {
  it.each([
    [[1, Number.NaN, 2], 1, 'NaN'],
    [[1, 2, Infinity], 2, 'Infinity'],
    [[Number.NaN, Number.NaN], 0, 'NaN'],
    [[-Infinity, -Infinity], 0, '-Infinity'],
  ])('are refused: %j', (logits, id, found) => {
    expect(() => sampleToken(Float32Array.from(logits), GREEDY, [], noRandom)).toThrow(
      expect.objectContaining({ code: 'logits_not_finite', details: { id, found } }),
    );
  });
});

describe('settings', () => {
  it.each([
    GREEDY,
    { temperature: 2, topK: 40, topP: 0, repetitionPenalty: 0.9 },
  ])('%j are fine', (settings) => {
    expect(() => checkSettings(settings)).not.toThrow();
  });

  it.each([
    { temperature: -1 },
    { temperature: Number.NaN },
    { temperature: Infinity },
    { topK: 1.5 },
    { topK: -1 },
    { topP: 1.1 },
    { topP: -0.1 },
    { repetitionPenalty: 0 },
    { repetitionPenalty: Number.NaN },
  ])('with %o are refused by name', (change) => {
    expect(() => checkSettings({ ...GREEDY, ...change })).toThrow(
      expect.objectContaining({
        code: 'bad_request',
        details: expect.objectContaining({ name: Object.keys(change)[0] }),
      }),
    );
  });
});
