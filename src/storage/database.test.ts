import 'fake-indexeddb/auto';
import { forceCloseDatabase, IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTillerDatabase, type TillerDatabase } from './database.ts';
import { memoryDatabase } from './memoryDatabase.ts';

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe.each<[string, () => Promise<TillerDatabase>]>([
  ['IndexedDB', () => openTillerDatabase()],
  ['memory', async () => memoryDatabase()],
])('a database in %s', (_, open) => {
  let database: TillerDatabase;
  beforeEach(async () => {
    database = await open();
  });

  it('is empty at first', async () => {
    expect(await database.read('jobs', ['a', 'b'])).toEqual([undefined, undefined]);
    expect(await database.readAll('vectors')).toEqual([]);
    expect(await database.count('answers')).toBe(0);
    expect(await database.oldestAnswers(3)).toEqual([]);
  });

  it('gives values back in the order of the keys asked for, typed arrays included', async () => {
    const value = { numbers: Float32Array.of(1, 2.5), list: [{ a: null }] };
    await database.write([
      { store: 'jobs', key: 'b', value: { n: 2 } },
      { store: 'jobs', key: 'a', value },
      { store: 'vectors', key: 'a', value: { other: true } },
    ]);
    expect(await database.read('jobs', ['b', 'none', 'a', 'b'])).toEqual([
      { n: 2 },
      undefined,
      value,
      { n: 2 },
    ]);
    expect(await database.readAll('jobs')).toEqual([
      ['a', value],
      ['b', { n: 2 }],
    ]);
    expect(await database.read('vectors', ['a'])).toEqual([{ other: true }]);
  });

  it('keeps copies: what a caller changes later stays outside', async () => {
    const value = { list: [1] };
    await database.write([{ store: 'jobs', key: 'a', value }]);
    value.list.push(2);
    const [read] = (await database.read('jobs', ['a'])) as [{ list: number[] }];
    read.list.push(3);
    expect(await database.read('jobs', ['a'])).toEqual([{ list: [1] }]);
  });

  it('deletes and clears', async () => {
    await database.write(['a', 'b', 'c'].map((key) => ({ store: 'answers', key, value: { key } })));
    await database.write([
      { store: 'answers', key: 'b', value: undefined },
      { store: 'answers', key: 'never there', value: undefined },
    ]);
    expect(await database.count('answers')).toBe(2);
    await database.clear('answers');
    expect(await database.count('answers')).toBe(0);
    await database.write([]);
  });

  it('writes all changes or none', async () => {
    const changes = [
      { store: 'jobs', key: 'a', value: { n: 1 } } as const,
      { store: 'vectors', key: 'b', value: { cannotBeStored: () => {} } } as const,
    ];
    await expect(database.write(changes)).rejects.toThrow();
    expect(await database.count('jobs')).toBe(0);
  });

  it('changes one value in place, and leaves it alone when the change throws', async () => {
    await database.update('jobs', 'a', (value) => ({ was: value === undefined ? 'nothing' : value }));
    await database.update('jobs', 'a', (value) => ({ was: value }));
    expect(await database.read('jobs', ['a'])).toEqual([{ was: { was: 'nothing' } }]);
    const refusal = new Error('no');
    await expect(
      database.update('jobs', 'a', () => {
        throw refusal;
      }),
    ).rejects.toThrow('no');
    expect(await database.read('jobs', ['a'])).toEqual([{ was: { was: 'nothing' } }]);
  });

  it('counts every one of many changes of one value made at once', async () => {
    const increment = (value: unknown) => ({ n: ((value as { n: number } | undefined)?.n ?? 0) + 1 });
    await Promise.all(Array.from({ length: 20 }, () => database.update('jobs', 'a', increment)));
    expect(await database.read('jobs', ['a'])).toEqual([{ n: 20 }]);
  });

  it('names the answers written longest ago first; one that is written again is the newest', async () => {
    const clock = vi.spyOn(Date, 'now');
    for (const [time, key] of ['c', 'a', 'b', 'c'].entries()) {
      clock.mockReturnValue(1000 + time);
      await database.write([{ store: 'answers', key, value: { time } }]);
    }
    expect(await database.oldestAnswers(2)).toEqual(['a', 'b']);
    expect(await database.oldestAnswers(9)).toEqual(['a', 'b', 'c']);
  });
});

describe('openTillerDatabase', () => {
  it('finds again what an earlier visit saved', async () => {
    const first = await openTillerDatabase();
    await first.write([{ store: 'jobs', key: 'a', value: { n: 1 } }]);
    first.close();
    const second = await openTillerDatabase();
    expect([second.isLasting, second.notice]).toEqual([true, null]);
    expect(await second.read('jobs', ['a'])).toEqual([{ n: 1 }]);
  });

  it('works in memory, and says so, without IndexedDB', async () => {
    vi.stubGlobal('indexedDB', undefined);
    const database = await openTillerDatabase();
    expect(database.isLasting).toBe(false);
    expect(database.notice).toContain('nothing is kept');
    await database.write([{ store: 'jobs', key: 'a', value: { n: 1 } }]);
    expect(await database.read('jobs', ['a'])).toEqual([{ n: 1 }]);
  });

  it('works in memory, and says why, where the browser refuses', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    });
    const database = await openTillerDatabase();
    expect(database.isLasting).toBe(false);
    expect(database.notice).toContain('The operation is insecure');
  });

  it('does not wait for ever when another tab holds an older version', async () => {
    const old = await openDB('tiller', 1);
    await expect(openTillerDatabase()).rejects.toThrow(
      expect.objectContaining({
        code: 'storage_failed',
        message: expect.stringContaining('Close the other tabs'),
      }),
    );
    old.close();
  });

  it('takes over what the first version kept', async () => {
    const first = await openDB('tiller', 1, {
      upgrade: (old) => {
        for (const name of ['vectors', 'vectorData', 'jobs']) old.createObjectStore(name, { keyPath: 'key' });
        old.createObjectStore('answers', { keyPath: 'key' }).createIndex('writtenAt', 'writtenAt');
      },
    });
    await first.put('jobs', { key: 'a', writtenAt: 1, value: { n: 1 } });
    first.close();
    const database = await openTillerDatabase();
    expect(await database.read('jobs', ['a'])).toEqual([{ n: 1 }]);
    expect(await database.count('unsaved')).toBe(0);
  });

  it('says to reload when a newer version wrote the database', async () => {
    (await openDB('tiller', 99)).close();
    await expect(openTillerDatabase()).rejects.toThrow(
      expect.objectContaining({ code: 'storage_failed', message: expect.stringContaining('reload') }),
    );
  });

  it('gives way to a newer version in another tab, and says so from then on', async () => {
    const database = await openTillerDatabase();
    (await openDB('tiller', 99)).close();
    await expect(database.count('jobs')).rejects.toThrow(
      expect.objectContaining({ code: 'storage_failed', message: expect.stringContaining('newer version') }),
    );
  });

  it('goes on when the browser has dropped the connection', async () => {
    const opened: IDBDatabase[] = [];
    const open = indexedDB.open.bind(indexedDB);
    vi.spyOn(indexedDB, 'open').mockImplementation((...args) => {
      const request = open(...args);
      request.addEventListener('success', () => opened.push(request.result));
      return request;
    });
    const database = await openTillerDatabase();
    await database.write([{ store: 'jobs', key: 'a', value: { n: 1 } }]);
    // once with the event that says so, once without
    forceCloseDatabase(opened[0] as never);
    expect(await database.read('jobs', ['a'])).toEqual([{ n: 1 }]);
    opened[1]!.close();
    expect(await database.read('jobs', ['a'])).toEqual([{ n: 1 }]);
    expect(opened).toHaveLength(3);
  });

  it.each([
    ['QuotaExceededError', 'storage_full', 'no more room'],
    ['UnknownError', 'storage_failed', 'reload the page'],
  ])('turns %s into the error %s, and keeps what was there', async (name, code, text) => {
    const database = await openTillerDatabase();
    await database.write([{ store: 'jobs', key: 'a', value: { n: 1 } }]);
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('disk trouble', name);
    });
    const expected = expect.objectContaining({ code, message: expect.stringContaining(text) });
    await expect(database.write([{ store: 'jobs', key: 'a', value: { n: 2 } }])).rejects.toThrow(expected);
    await expect(database.update('jobs', 'a', () => ({ n: 3 }))).rejects.toThrow(expected);
    put.mockRestore();
    expect(await database.read('jobs', ['a'])).toEqual([{ n: 1 }]);
  });
});
