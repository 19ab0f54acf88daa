import { describe, expect, it } from 'vitest';
import type { SteeringVector } from '../core/steering/types.ts';
import { memoryDatabase } from './memoryDatabase.ts';
import { unsavedStore } from './unsavedStore.ts';

const VECTOR: SteeringVector = {
  name: 'before',
  modelId: 'owner/model',
  method: 'pca',
  numLayers: 1,
  hiddenSize: 2,
  direction: Float32Array.of(0.6, 0.8),
  meanDifferenceNorm: Float32Array.of(4),
  projectionPositive: Float32Array.of(6),
  projectionNegative: Float32Array.of(2),
  pairConsistency: Float32Array.of(0.5),
};
const PAIRS = [{ positive: 'Hello in French', negative: 'Hello' }];

describe('the vector that was built and not saved', () => {
  it('is kept with its pairs and where it comes from, until it is cleared', async () => {
    const unsaved = unsavedStore(memoryDatabase());
    expect(await unsaved.read()).toBeNull();
    await unsaved.put({ name: 'French', vector: VECTOR, pairs: PAIRS, origin: { modelDtype: 'q4' } });
    expect(await unsaved.read()).toMatchObject({
      vector: { ...VECTOR, name: 'French' },
      pairs: PAIRS,
      instruction: null,
      origin: { modelDtype: 'q4' },
    });
    await unsaved.clear();
    expect(await unsaved.read()).toBeNull();
  });

  it('is one: the next takes its place', async () => {
    const database = memoryDatabase();
    const unsaved = unsavedStore(database);
    for (const name of ['French', 'German']) await unsaved.put({ name, vector: VECTOR });
    expect(await database.count('unsaved')).toBe(1);
    expect((await unsaved.read())?.name).toBe('German');
  });

  it.each([
    {},
    { entry: {}, data: {} },
    { entry: { id: 'latest' } },
  ])('is none where its record is damaged: %j', async (value) => {
    const database = memoryDatabase();
    await database.write([{ store: 'unsaved', key: 'latest', value }]);
    expect(await unsavedStore(database).read()).toBeNull();
  });
});
