import { describe, expect, it } from 'vitest';
import type { Intervention } from '../../src/core/steering/types.ts';
import type { Cache } from '../cache/cache.ts';
import { PromptStore } from './promptStore.ts';

const report = { ropeLimit: null };
const ids = (length: number, seed = 1) => Array.from({ length }, (_, i) => seed * 100 + i);

function cacheOf(length: number, sizeBytes = length) {
  const cache = {
    lengths: [length],
    sizeBytes,
    isGone: false,
    prepare: () => ({ feeds: {}, fetches: {} }),
    accept: () => {},
    dispose() {
      cache.isGone = true;
    },
  };
  return cache satisfies Cache;
}

const steer: Intervention = { layer: 1, direction: [1, 0], operator: 'add', value: 2 };

describe('prompts kept from run to run', () => {
  it('stay within the bound; the one unused for longest goes first', () => {
    const store = new PromptStore(100);
    const caches = [40, 40, 40].map((length) => cacheOf(length));
    store.keep({ ids: ids(40, 1), interventions: [] }, caches[0]!);
    store.keep({ ids: ids(40, 2), interventions: [] }, caches[1]!);
    store.touch(caches[0]!);
    store.keep({ ids: ids(40, 3), interventions: [] }, caches[2]!);
    expect(caches.map(({ isGone }) => isGone)).toEqual([false, true, false]);
    expect(store.sizeBytes).toBe(80);
  });

  it('are not kept at all where one alone is too large', () => {
    const store = new PromptStore(100);
    const large = cacheOf(101);
    store.keep({ ids: ids(101), interventions: [] }, large);
    expect(large.isGone).toBe(true);
    expect(store.size).toBe(0);
  });

  it('give way to a longer one that holds them, steered alike only', () => {
    const store = new PromptStore(1000);
    const [short, steered, long] = [cacheOf(10), cacheOf(10), cacheOf(20)];
    store.keep({ ids: ids(10), interventions: [] }, short);
    store.keep({ ids: ids(10), interventions: [steer] }, steered);
    store.keep({ ids: ids(20), interventions: [] }, long);
    expect([short.isGone, steered.isGone, long.isGone]).toEqual([true, false, false]);
  });

  it('are offered only to texts with the same rotary table', () => {
    const store = new PromptStore(1000);
    store.keep({ ids: ids(10), interventions: [] }, cacheOf(10));
    expect(store.usableFor(30, report)).toHaveLength(1);
    expect(store.usableFor(30, { ropeLimit: 40 })).toHaveLength(1);
    expect(store.usableFor(50, { ropeLimit: 40 })).toHaveLength(0);
  });

  it('are given back when they are forgotten', () => {
    const store = new PromptStore(1000);
    const caches = [cacheOf(10), cacheOf(20)];
    store.keep({ ids: ids(10, 1), interventions: [] }, caches[0]!);
    store.keep({ ids: ids(20, 2), interventions: [] }, caches[1]!);
    store.clear();
    expect(caches.every(({ isGone }) => isGone)).toBe(true);
    expect(store.sizeBytes).toBe(0);
  });
});
