import { describe, expect, it } from 'vitest';
import { defaultRepetitionPenalty, fits, INITIAL_SETTINGS, withSampling } from './settings.ts';

const { sampling } = INITIAL_SETTINGS;

describe('withSampling', () => {
  it('takes a value inside its range', () => {
    expect(withSampling(sampling, 'temperature', 0.7).temperature).toBe(0.7);
  });

  it.each([
    ['maxNewTokens', 0],
    ['maxNewTokens', 1025],
    ['maxNewTokens', 12.5],
    ['temperature', Number.NaN],
    ['topP', 0],
    ['seed', -1],
  ] as const)('leaves the sampling as it is for %s = %d', (key, value) => {
    expect(withSampling(sampling, key, value)).toBe(sampling);
  });

  it('lets null stand only for the repetition penalty, where it means the model’s own', () => {
    const set = withSampling(sampling, 'repetitionPenalty', 1.3);
    expect(withSampling(set, 'repetitionPenalty', null).repetitionPenalty).toBeNull();
    expect(withSampling(sampling, 'seed', null)).toBe(sampling);
  });
});

describe('fits', () => {
  it('includes both ends', () => {
    const range = { min: -2, max: 3, step: 0.05 };
    expect([-2, 3, -2.01, 3.01].map((value) => fits(value, range))).toEqual([true, true, false, false]);
  });
});

describe('defaultRepetitionPenalty', () => {
  it('is 1.15 on the embedded model, also before it is loaded, and none elsewhere', () => {
    expect(['embedded', null, 'owner/other'].map(defaultRepetitionPenalty)).toEqual([1.15, 1.15, 1]);
  });
});
