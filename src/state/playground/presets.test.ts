import { describe, expect, it } from 'vitest';
import { MODEL_INFO, PRESET } from '../testValues.ts';
import { firstPreset, groupPresets, parsePresets, presetLabel } from './presets.ts';

/** The preset as the file has it. */
const ENTRY = {
  id: 'french',
  title: 'Answer in French',
  family: 'Language',
  instruction: 'Answer in French.',
  layer: 1,
  operator: 'setProjection',
  strength: 1,
  check: PRESET.check,
  works: 'clearly',
  counts: { ...PRESET.counts, ...PRESET.cost },
  pairs: 40,
};

describe('parsePresets', () => {
  it('reads a list, and a list under "presets"', () => {
    expect(parsePresets([ENTRY])).toEqual([PRESET]);
    expect(parsePresets({ version: 1, presets: [ENTRY] })).toEqual([PRESET]);
    expect(parsePresets([{ ...ENTRY, counts: PRESET.counts }])).toEqual([{ ...PRESET, cost: null }]);
  });

  it('reads the vocabulary of the model that all were made on', () => {
    const [preset] = parsePresets({ tokenizerSha256: 'ab', presets: [ENTRY] });
    expect(preset?.origin).toEqual({ tokenizerSha256: 'ab' });
  });

  it('reads an entry without check and counts', () => {
    const [preset] = parsePresets([{ ...ENTRY, check: null, counts: null }]);
    expect([preset?.check, preset?.counts]).toEqual([null, null]);
  });

  it.each([
    ['no list', { entries: [] }, /a list of presets/],
    ['an entry that is no object', ['french'], /an object as entry 0/],
    ['a missing title', [{ ...ENTRY, title: undefined }], /"title" in entry 0, found none/],
    ['an unknown operator', [{ ...ENTRY, operator: 'multiply' }], /"operator" in entry 0, found "multiply"/],
    ['a layer that is not whole', [{ ...ENTRY, layer: 1.5 }], /"layer" in entry 0/],
    ['counts without a number', [{ ...ENTRY, counts: { prompts: 10 } }], /"counts" in entry 0/],
  ])('refuses %s and says what it found', (_, json, message) => {
    expect(() => parsePresets(json)).toThrow(message);
    expect(() => parsePresets(json)).toThrow(expect.objectContaining({ code: 'file_corrupt' }));
  });
});

describe('groupPresets', () => {
  it('keeps families in order and puts what works first', () => {
    const weak = { ...PRESET, id: 'weak', works: 'no' as const };
    const other = { ...PRESET, id: 'other', family: 'length' };
    const groups = groupPresets([weak, other, PRESET]);
    expect(groups.map(({ family, presets }) => [family, presets.map(({ id }) => id)])).toEqual([
      ['Language', ['french', 'weak']],
      ['Length', ['other']],
    ]);
  });
});

describe('presetLabel', () => {
  it('shows how often it worked, or that it does not', () => {
    expect(presetLabel(PRESET, MODEL_INFO)).toBe('Answer in French (10 of 10, × 3.8)');
    expect(presetLabel({ ...PRESET, cost: null }, MODEL_INFO)).toBe(
      'Answer in French (10 of 10, cost not measured)',
    );
    expect(presetLabel({ ...PRESET, works: 'no' }, null)).toBe(
      'Answer in French (does not work on this model)',
    );
    expect(presetLabel({ ...PRESET, counts: null }, null)).toBe('Answer in French');
  });

  it('says nothing of what was measured on another model', () => {
    const other = { ...MODEL_INFO, id: 'owner/other' };
    expect(presetLabel(PRESET, other)).toBe('Answer in French');
    expect(presetLabel({ ...PRESET, works: 'no' }, other)).toBe('Answer in French');
  });
});

describe('firstPreset', () => {
  it('prefers what clearly works, takes any, and is null for none', () => {
    const weak = { ...PRESET, id: 'weak', works: 'perhaps' as const };
    expect(firstPreset([weak, PRESET])).toBe(PRESET);
    expect(firstPreset([weak])).toBe(weak);
    expect(firstPreset([])).toBeNull();
  });
});
