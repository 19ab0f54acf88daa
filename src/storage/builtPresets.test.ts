import { describe, expect, it } from 'vitest';
import { builtPresetStore } from './builtPresets.ts';
import { memoryDatabase } from './memoryDatabase.ts';

const VECTOR = {
  name: 'French',
  modelId: 'owner/model',
  method: 'meanDifference',
  numLayers: 1,
  hiddenSize: 2,
  direction: Float32Array.of(0.6, 0.8),
  meanDifferenceNorm: Float32Array.of(4),
  projectionPositive: Float32Array.of(6),
  projectionNegative: Float32Array.of(2),
  pairConsistency: Float32Array.of(0.5),
};
const SETTING = { layer: 0, operator: 'add', strength: 1.4 } as const;
const built = (modelKey: string, presetId: string, strength = 1.4) => ({
  modelKey,
  presetId,
  seconds: 30,
  vector: { name: presetId, notes: '4 of 4 pass.', vector: VECTOR, setting: { ...SETTING, strength } },
});

describe('presets built for other models', () => {
  it('are kept for each model apart, with setting and notes', async () => {
    const presets = builtPresetStore(memoryDatabase());
    await presets.put(built('aa', 'french'));
    await presets.put(built('aa', 'german'));
    await presets.put(built('bb', 'french'));
    expect((await presets.list('aa')).map(({ presetId }) => presetId)).toEqual(['french', 'german']);
    expect(await presets.list('bb')).toMatchObject([
      {
        presetId: 'french',
        seconds: 30,
        record: { setting: SETTING, notes: '4 of 4 pass.', vector: { direction: VECTOR.direction } },
      },
    ]);
    expect(await presets.list('a')).toEqual([]);
  });

  it('take the place of earlier ones, and can be deleted', async () => {
    const presets = builtPresetStore(memoryDatabase());
    await presets.put(built('aa', 'french'));
    await presets.put(built('aa', 'french', 2));
    expect((await presets.list('aa')).map(({ record }) => record.setting?.strength)).toEqual([2]);
    await presets.delete('aa', 'french');
    expect(await presets.list('aa')).toEqual([]);
  });

  it('are none where the record is damaged', async () => {
    const database = memoryDatabase();
    await builtPresetStore(database).put(built('aa', 'french'));
    await database.write([
      { store: 'presets', key: 'aa/german', value: {} },
      { store: 'presets', key: 'aa/json', value: { entry: {}, data: {}, seconds: 1 } },
    ]);
    expect((await builtPresetStore(database).list('aa')).map(({ presetId }) => presetId)).toEqual(['french']);
  });
});
