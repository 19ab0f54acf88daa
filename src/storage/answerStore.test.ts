import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { StoredAnswer } from '../lab/answers.ts';
import { answerStore } from './answerStore.ts';
import { openTillerDatabase, type TillerDatabase } from './database.ts';

const answer = (text: string): StoredAnswer => ({
  text,
  tokenIds: [1, 2],
  finishReason: 'stop',
  isDecided: false,
});
const entries = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => [`k${from + i}`, answer(String(from + i))] as const);

let database: TillerDatabase;
beforeEach(async () => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  database = await openTillerDatabase();
});

describe('answerStore', () => {
  it('knows nothing at first, and nothing of no keys', async () => {
    const store = answerStore(database);
    expect(await store.read(['a', 'b'])).toEqual([null, null]);
    expect(await store.read([])).toEqual([]);
    await store.write([]);
    expect(await store.count()).toBe(0);
  });

  it('gives answers back in the order of the keys, a half-written one included', async () => {
    const store = answerStore(database);
    const half: StoredAnswer = { ...answer('half'), finishReason: null };
    await store.write([
      ['a', answer('A')],
      ['b', half],
    ]);
    expect(await store.read(['b', 'none', 'a'])).toEqual([half, null, answer('A')]);
    expect(await answerStore(database).read(['a'])).toEqual([answer('A')]);
  });

  it('replaces an answer that is written again', async () => {
    const store = answerStore(database);
    await store.write([['a', answer('first')]]);
    await store.write([['a', answer('second')]]);
    expect(await store.read(['a'])).toEqual([answer('second')]);
    expect(await store.count()).toBe(1);
  });

  it.each<[string, object]>([
    ['another thing', { something: 'else' }],
    ['a text as token', { ...answer('a'), tokenIds: ['1'] }],
    ['a negative token', { ...answer('a'), tokenIds: [-1] }],
    ['an unknown end', { ...answer('a'), finishReason: 'tired' }],
    ['an array', [1, 2]],
  ])('takes %s for not known', async (_, value) => {
    await database.write([{ store: 'answers', key: 'a', value }]);
    expect(await answerStore(database).read(['a'])).toEqual([null]);
  });

  it('lets the oldest go when there are too many', async () => {
    const clock = vi.spyOn(Date, 'now').mockReturnValue(1);
    const store = answerStore(database, 20);
    await store.write(entries(0, 10));
    clock.mockReturnValue(2);
    await store.write(entries(10, 15));
    clock.mockReturnValue(3);
    await store.write([['k0', answer('again')]]);
    expect(await store.count()).toBe(15);
    clock.mockReturnValue(4);
    await store.write(entries(15, 25));
    clock.mockRestore();
    expect(await store.count()).toBe(16);
    // k1 to k9 are the oldest; k0 was written again
    const known = await store.read(['k0', 'k1', 'k9', 'k10', 'k24']);
    expect(known.map((each) => each?.text ?? null)).toEqual(['again', null, null, '10', '24']);
  });

  it('never holds more than its bound, however answers come in', async () => {
    const store = answerStore(database, 20);
    for (let at = 0; at < 90; at += 3) {
      await store.write(entries(at, at + 3));
      expect(await store.count()).toBeLessThanOrEqual(20);
      expect(await store.read([`k${at + 2}`])).toEqual([answer(String(at + 2))]);
    }
  });

  it('counts seldom while answers grow token by token', async () => {
    const store = answerStore(database, 1000);
    await store.write(entries(0, 4));
    const count = vi.spyOn(database, 'count');
    for (let token = 0; token < 200; token++) await store.write(entries(0, 4));
    expect(count).not.toHaveBeenCalled();
  });

  it('forgets all on demand', async () => {
    const store = answerStore(database);
    await store.write(entries(0, 5));
    await store.clear();
    expect(await store.count()).toBe(0);
  });
});
