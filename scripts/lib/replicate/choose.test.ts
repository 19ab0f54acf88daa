import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '../../../src/core/ifeval/index.ts';
import { compareSearches } from './choose.ts';

const scored = (layer: number, passed: number) => ({
  layer,
  passed,
  total: 8,
  degenerate: 0,
  score: passed / 8,
  interval: wilsonInterval(passed, 8),
  isConfirmed: true,
});

/** layer 10: 2 of 8, layer 20: 6 of 8, layer 22: 7 of 8; Wilson's interval of 7 of 8 begins at 0.53 */
const full = (layer: number | null, strength = 1) => ({
  layer,
  steering: { operator: 'add' as const, strength },
  layers: [scored(10, 2), scored(20, 6), scored(22, 7)],
  tokens: { generated: 1000, savedAtMost: 0 },
});
const fast = (layer: number | null, strength = 1) => ({
  layer,
  strength,
  tokens: { generated: 100, savedAtMost: 0 },
});

describe('fast mode against the full search', () => {
  it.each([
    ['the same layer', 22, 22, true],
    ['a layer within the interval', 20, 22, true],
    ['a layer below the interval', 10, 22, false],
    ['both decline', null, null, true],
    ['only fast mode declines', null, 22, false],
    ['only the full search declines', 22, null, false],
  ])('%s: fast %j, full %j', (_, own, best, isAsGood) => {
    expect(compareSearches(fast(own), [full(best)])).toEqual({ isAsGood, tokenShare: 0.1 });
  });

  it('compares at the same strength, and tokens over all of them', () => {
    const searches = [full(null, 1), full(22, 1.4)];
    expect(compareSearches(fast(22, 1.4), searches)).toEqual({ isAsGood: true, tokenShare: 0.05 });
    expect(compareSearches(fast(22, 1), searches)).toEqual({ isAsGood: false, tokenShare: 0.05 });
    expect(compareSearches(fast(22, 1.4), [full(22, 1)]).isAsGood).toBeNull();
  });
});
