import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { TillerError } from '../core/errors.ts';
import { INSTRUCTIONS } from '../core/pairs/instructions.ts';
import type { SteeringVector } from '../core/steering/types.ts';
import { openTillerDatabase, type TillerDatabase } from './database.ts';
import { jobStore } from './jobStore.ts';
import { memoryDatabase } from './memoryDatabase.ts';
import { type NewVector, type VectorLibrary, vectorLibrary } from './vectorLibrary.ts';

const vector: SteeringVector = {
  name: 'before',
  modelId: 'owner/model',
  method: 'meanDifference',
  numLayers: 2,
  hiddenSize: 3,
  direction: Float32Array.of(0.6, 0.8, 0, 0, 0, -1),
  meanDifferenceNorm: Float32Array.of(4, 5),
  projectionPositive: Float32Array.of(6, 1),
  projectionNegative: Float32Array.of(2, 0),
  pairConsistency: Float32Array.of(0.5, Number.NaN).fill(Number.NaN),
};
const whole: NewVector = {
  name: '  French  ',
  notes: 'from 40 pairs',
  vector: { ...vector, spread: Float32Array.of(1, 2), separation: Float32Array.of(3, 4) },
  origin: { modelRevision: 'main', bestLayer: 1 },
  setting: { layer: 1, operator: 'setProjection', strength: 1.2, scope: 'generated' },
  pairs: [{ positive: 'Why? Answer in French.', negative: 'Why?' }],
  instruction: INSTRUCTIONS[0]!,
};

describe.each<[string, () => Promise<TillerDatabase>]>([
  ['IndexedDB', () => openTillerDatabase()],
  ['memory', async () => memoryDatabase()],
])('vectorLibrary in %s', (_, open) => {
  let database: TillerDatabase;
  let library: VectorLibrary;
  let time: number;
  beforeEach(async () => {
    vi.stubGlobal('indexedDB', new IDBFactory());
    database = await open();
    time = 100;
    library = vectorLibrary(database, () => time);
  });

  it('has no vectors at first', async () => {
    expect(await library.list()).toEqual({ entries: [], damaged: [] });
  });

  it('gives a saved vector back with all that was saved with it', async () => {
    const id = await library.save(whole);
    const { name: _n, ...rest } = whole;
    expect(await library.read(id)).toEqual({
      ...rest,
      id,
      name: 'French',
      createdAt: 100,
      updatedAt: 100,
      modelId: 'owner/model',
      method: 'meanDifference',
      numLayers: 2,
      hiddenSize: 3,
      vector: { ...whole.vector, name: 'French' },
      check: INSTRUCTIONS[0]!.check,
      pairCount: 1,
      // 6 + 6 x 2 float32, 22 + 4 characters
      bytes: 72 + 26,
    });
  });

  it('needs no more than a name and a vector', async () => {
    const id = await library.save({ name: 'plain', vector });
    expect(await library.read(id)).toMatchObject({
      vector: { ...vector, name: 'plain' },
      notes: '',
      origin: {},
      setting: null,
      pairs: null,
      instruction: null,
      check: null,
      pairCount: 0,
    });
  });

  it('lists the newest first, without arrays and pairs', async () => {
    const names: string[] = [];
    for (const name of ['one', 'two', 'three']) {
      time += 1;
      await library.save({ ...whole, name });
    }
    const { entries } = await library.list();
    for (const entry of entries) {
      names.push(entry.name);
      expect(entry).not.toHaveProperty('vector');
      expect(entry).not.toHaveProperty('pairs');
    }
    expect(names).toEqual(['three', 'two', 'one']);
  });

  it('renames, notes and sets without touching the numbers', async () => {
    const id = await library.save(whole);
    time = 200;
    await library.rename(id, 'Français ');
    await library.setNotes(id, 'better');
    await library.setSetting(id, null);
    const record = await library.read(id);
    expect(record).toMatchObject({ name: 'Français', notes: 'better', setting: null });
    expect([record.createdAt, record.updatedAt]).toEqual([100, 200]);
    expect(record.vector).toEqual({ ...whole.vector, name: 'Français' });
    expect(record.pairs).toEqual(whole.pairs);
  });

  it('removes, and restores as if nothing had happened', async () => {
    const id = await library.save(whole);
    const before = await library.read(id);
    const removed = await library.remove(id);
    expect(removed).toEqual(before);
    expect(await library.list()).toEqual({ entries: [], damaged: [] });
    await expect(library.read(id)).rejects.toThrow(expect.objectContaining({ code: 'file_missing' }));
    await library.restore(removed!);
    expect(await library.read(id)).toEqual(before);
    expect(await library.remove('never there')).toBeNull();
  });

  it('removes a record whose data the browser cannot read any more', async () => {
    const id = await library.save(whole);
    const { read } = database;
    vi.spyOn(database, 'read').mockImplementation(async (store, keys) => {
      if (store === 'vectorData') throw new TillerError('storage_failed', 'the disk is damaged');
      return read(store, keys);
    });
    await expect(library.read(id)).rejects.toThrow('the disk is damaged');
    expect(await library.remove(id)).toBeNull();
    expect(await library.list()).toEqual({ entries: [], damaged: [] });
  });

  it.each<[string, Partial<NewVector>, string]>([
    ['an empty name', { name: ' ' }, 'bad_request'],
    [
      'a vector with NaN',
      { vector: { ...vector, direction: new Float32Array(6).fill(Number.NaN) } },
      'file_corrupt',
    ],
    ['a setting at a layer it does not have', { setting: { ...whole.setting!, layer: 2 } }, 'file_corrupt'],
    ['a best layer it does not have', { origin: { bestLayer: 9 } }, 'file_corrupt'],
  ])('does not save %s', async (_, changes, code) => {
    await expect(library.save({ ...whole, ...changes })).rejects.toThrow(expect.objectContaining({ code }));
    expect(await database.count('vectors')).toBe(0);
  });

  it('does not rename to nothing, nor what is not there', async () => {
    const id = await library.save(whole);
    await expect(library.rename(id, '')).rejects.toThrow(expect.objectContaining({ code: 'bad_request' }));
    await expect(library.setNotes('none', 'x')).rejects.toThrow(
      expect.objectContaining({ code: 'file_missing' }),
    );
    expect((await library.list()).entries).toHaveLength(1);
  });

  it.each<[string, object | undefined]>([
    ['is another thing', { something: 'else' }],
    ['is a list', [1]],
    ['has another id', { id: 'b' }],
    ['has no name', { name: 5 }],
    ['has no layers', { numLayers: 0 }],
    ['has a date in words', { createdAt: 'yesterday' }],
    ['has an operator nobody knows', { setting: { layer: 0, operator: 'multiply', strength: 1 } }],
    ['has half a setting', { setting: { layer: 0 } }],
    [
      'has a setting without finite strength',
      { setting: { layer: 0, operator: 'add', strength: Number.NaN } },
    ],
    ['has an instruction that is a text', { instruction: 'French' }],
    ['has an instruction without phrasings', { instruction: { ...INSTRUCTIONS[0], phrasings: [] } }],
    ['has a check without arguments', { check: { instructionId: 'a:b' } }],
    ['has an origin that is none', { origin: { bestLayer: 7 } }],
  ])('reports a record that %s, and lists the others', async (_, changes) => {
    const good = await library.save(whole);
    const bad = await library.save({ ...whole, name: 'bad' });
    await database.update('vectors', bad, (value) =>
      'something' in changes! || Array.isArray(changes) ? changes! : { ...(value as object), ...changes },
    );
    const { entries, damaged } = await library.list();
    expect(entries.map(({ id }) => id)).toEqual([good]);
    expect(damaged).toEqual([{ id: bad, reason: expect.stringMatching(/Remove it|Export the file again/) }]);
    await expect(library.read(bad)).rejects.toThrow(expect.objectContaining({ code: 'file_corrupt' }));
    expect(await library.remove(bad)).toBeNull();
    expect((await library.list()).damaged).toEqual([]);
  });

  it.each<[string, object]>([
    ['without arrays', { pairs: null }],
    [
      'with a direction of another length',
      { arrays: { ...vector, direction: Float32Array.of(1) }, pairs: null },
    ],
    ['with numbers in a list', { arrays: { ...vector, direction: [1, 0, 0, 1, 0, 0] }, pairs: null }],
    ['with pairs that are texts', { arrays: vector, pairs: ['a'] }],
    ['with pairs of one side', { arrays: vector, pairs: [{ positive: 'a' }] }],
  ])('does not read a record %s', async (_, data) => {
    const id = await library.save(whole);
    await database.write([{ store: 'vectorData', key: id, value: data }]);
    await expect(library.read(id)).rejects.toThrow(expect.objectContaining({ code: 'file_corrupt' }));
    expect((await library.list()).entries).toHaveLength(1);
    expect(await library.remove(id)).toBeNull();
  });
});

describe('jobStore', () => {
  interface Job {
    id: string;
    done: number;
  }
  const read = (value: unknown): Job | null =>
    typeof (value as Job | undefined)?.done === 'number' ? (value as Job) : null;

  it('keeps jobs by id, and tells those its owner cannot read', async () => {
    const database = memoryDatabase();
    const jobs = jobStore(database, read);
    await jobs.put({ id: 'b', done: 1 }, 0);
    await jobs.put({ id: 'a', done: 2 }, 0);
    await jobs.put({ id: 'b', done: 3 }, 1);
    await database.write([{ store: 'jobs', key: 'c', value: { id: 'c' } }]);
    expect(await jobs.get('b')).toEqual({ job: { id: 'b', done: 3 }, writes: 2 });
    expect(await jobs.get('none')).toBeNull();
    expect(await jobs.list()).toEqual({
      jobs: [
        { job: { id: 'a', done: 2 }, writes: 1 },
        { job: { id: 'b', done: 3 }, writes: 2 },
      ],
      damaged: ['c'],
    });
    await jobs.delete('a');
    expect((await jobs.list()).jobs).toHaveLength(1);
  });

  it('leaves a record as it is for a writer who knows an older one, unless that one insists', async () => {
    const jobs = jobStore(memoryDatabase(), read);
    expect(await jobs.put({ id: 'a', done: 1 }, 0)).toBe(1);
    expect(await jobs.put({ id: 'a', done: 2 }, 1)).toBe(2);
    expect(await jobs.put({ id: 'a', done: 0 }, 1)).toBeNull();
    expect(await jobs.get('a')).toEqual({ job: { id: 'a', done: 2 }, writes: 2 });
    expect(await jobs.put({ id: 'a', done: 3 }, null)).toBe(3);
    expect(await jobs.get('a')).toEqual({ job: { id: 'a', done: 3 }, writes: 3 });
  });
});
