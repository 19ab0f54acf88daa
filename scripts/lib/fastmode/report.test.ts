import { describe, expect, it } from 'vitest';
import type { Comparison } from './compare.ts';
import { reportOf } from './report.ts';

const comparison = (parts: Partial<Comparison>): Comparison => ({
  id: 'french',
  full: { layer: 26, validation: 8, interval: [0.68, 1], test: null, tokens: 6000 },
  fast: { layer: 26, validation: 8, test: null, tokens: 600 },
  rank: 1,
  tokenShare: 0.1,
  isAsGood: true,
  ...parts,
});

describe('the report of fast mode', () => {
  it('has a line a search, with test counts where the picks differ, and the sums', () => {
    const declined = comparison({
      id: 'json',
      full: { layer: 8, validation: 4, interval: [0.2, 0.8], test: 5, tokens: 4000 },
      fast: { layer: null, validation: 1, test: 0, tokens: 800 },
      rank: 7,
      tokenShare: 0.2,
      isAsGood: false,
    });
    const lines = reportOf([comparison({}), declined]).split('\n');
    expect(lines.slice(2)).toEqual([
      '| french | 26, 8 | 26, 8 | 1 | 600 / 6000 (10.0 %) | yes |',
      '| json | 8, 4 (test: 5 of 20) | declined, 1 (test: 0 of 20) | 7 | 800 / 4000 (20.0 %) | no |',
      '',
      'Of 2 searches, fast mode picked as well as the full one in 1 and the same in 1, with 14.0 % of the generated tokens (at most 20.0 %).',
    ]);
  });

  it('says so where nothing was compared', () => {
    expect(reportOf([])).toContain('Nothing compared.');
  });
});
