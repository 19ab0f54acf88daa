import { describe, expect, it } from 'vitest';
import { newRecord } from '../../storage/vectorRecord.ts';
import { MODEL_INFO, PRESET, PRESETS, VECTOR } from '../testValues.ts';
import {
  needsBuild,
  presetsToBuild,
  secondsToBuild,
  withBuilt,
  withOneBuilt,
  withPresetSettings,
  withShippedVector,
} from './builtPresets.ts';
import { INITIAL_STEERING, selectedCard, withSelectedCard } from './steering.ts';

const OTHER = { ...MODEL_INFO, id: 'owner/other', filesSha256: 'aa' };
const OWN_VECTOR = { ...VECTOR, modelId: OTHER.id };
const built = (strength = 2, seconds = 10) => ({
  modelKey: 'aa',
  presetId: PRESET.id,
  seconds,
  record: newRecord(
    {
      name: PRESET.title,
      notes: '4 of 4 pass.',
      vector: OWN_VECTOR,
      setting: { layer: 2, operator: 'add', strength },
    },
    'aa/french',
    1,
  ),
});

describe('presets', () => {
  it('of the model that they are shipped for need no building; those of any other do', () => {
    expect(needsBuild(PRESET, MODEL_INFO)).toBe(false);
    expect(needsBuild(PRESET, null)).toBe(false);
    expect(presetsToBuild(PRESETS, OTHER)).toEqual([PRESET]);
  });

  it('that were built stand in the place of the shipped ones, with nothing that was counted elsewhere', () => {
    const presets = withOneBuilt(PRESETS, built());
    expect(presets.list).toMatchObject([
      {
        title: PRESET.title,
        modelId: OTHER.id,
        setting: { layer: 2, operator: 'add', strength: 2 },
        notes: '4 of 4 pass.',
        counts: null,
      },
    ]);
    expect(presets.vectors.french?.modelId).toBe(OTHER.id);
    expect(presetsToBuild(presets, OTHER)).toEqual([]);
  });

  it('are the shipped ones again when their model comes back', () => {
    const back = withBuilt(withOneBuilt(PRESETS, built()), []);
    expect(back.list).toEqual(PRESETS.list);
    expect(back.vectors).toEqual(PRESETS.vectors);
  });

  it('keep a built vector when a shipped one is read late', () => {
    const presets = withShippedVector(withOneBuilt(PRESETS, built()), PRESET.id, VECTOR);
    expect(presets.vectors.french?.modelId).toBe(OTHER.id);
  });

  it('that are built anew take the place of what was built before', () => {
    const presets = withOneBuilt(withOneBuilt(PRESETS, built(2)), built(1));
    expect(presets.built).toHaveLength(1);
    expect(presets.list[0]?.setting.strength).toBe(1);
  });

  it('take as long as they took before, else as long as was measured', () => {
    expect(secondsToBuild(PRESETS, OTHER)).toBeNull();
    expect(secondsToBuild({ ...PRESETS, buildSeconds: { aa: 40 } }, OTHER)).toBe(40);
    expect(secondsToBuild({ ...withOneBuilt(PRESETS, built(2, 10)), buildSeconds: { aa: 40 } }, OTHER)).toBe(
      10,
    );
  });
});

describe('a card', () => {
  const steering = withSelectedCard(INITIAL_STEERING, (card) => ({ ...card, chosenId: PRESET.id, layer: 1 }));

  it('takes over the setting of its preset for another model', () => {
    const changed = withPresetSettings(steering, PRESETS.list, withOneBuilt(PRESETS, built()).list);
    expect(selectedCard(changed)).toMatchObject({ layer: 2, operator: 'add', strength: 2 });
  });

  it('stays as it is while its preset does', () => {
    expect(withPresetSettings(steering, PRESETS.list, PRESETS.list)).toBe(steering);
  });
});
