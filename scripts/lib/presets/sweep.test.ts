import { describe, expect, it } from 'vitest';
import { INSTRUCTIONS } from '../../../src/core/pairs/instructions.ts';
import { indexText } from './presetIndex.ts';
import { type Setting, settingsFor } from './settings.ts';
import { type Count, chooseSetting, judgeWorks, type SweepResult } from './sweep.ts';

const tried = (layer: number, strength: number, passes: number, degenerate = 0): Setting & Count => ({
  layer,
  operator: 'add',
  strength,
  passes,
  degenerate,
});

describe('chooseSetting', () => {
  it.each([
    ['most passes', [tried(1, 1, 3), tried(2, 2, 5, 4)], 2],
    ['among those, fewest answers that fell apart', [tried(1, 1, 5, 2), tried(2, 2, 5, 1)], 2],
    ['among those, the strength nearest to 1', [tried(1, 1.4, 5), tried(2, 0.8, 5)], 2],
    ['among those, the earliest layer', [tried(3, 1, 5), tried(2, 1, 5)], 2],
    ['a single one', [tried(2, 1, 0)], 2],
  ])('takes the setting with %s', (_, settings, layer) => {
    expect(chooseSetting(settings)).toEqual({
      layer,
      operator: 'add',
      strength: settings.find((each) => each.layer === layer)!.strength,
    });
  });

  it('refuses an empty sweep', () => {
    expect(() => chooseSetting([])).toThrow('at least one setting');
  });
});

const counts = (plain: number, words: number, steered: number): SweepResult['test'] => {
  const of = (passes: number): Count => ({ passes, degenerate: 0 });
  return { prompts: 20, plain: of(plain), words: of(words), steered: of(steered) };
};

describe('judgeWorks', () => {
  it.each([
    [0, 20, 'clearly'],
    [2, 10, 'clearly'],
    [2, 9, 'perhaps'],
    [2, 6, 'perhaps'],
    [2, 5, 'no'],
    [9, 1, 'no'],
  ] as const)('from %i plain to %i steered passes of 20: %s', (plain, steered, works) => {
    expect(judgeWorks(counts(plain, 0, steered))).toBe(works);
  });
});

describe('index.json', () => {
  const entryOf = (id: string, results: Record<string, SweepResult>) => {
    const { presets }: { presets: { id: string }[] } = JSON.parse(indexText(results));
    expect(presets.map((each) => each.id)).toEqual(INSTRUCTIONS.map((each) => each.id));
    return presets.find((each) => each.id === id);
  };

  it('shows the first setting to try, and no counts, before a sweep', () => {
    const [first] = settingsFor(INSTRUCTIONS[0]!);
    expect(entryOf('french', {})).toMatchObject({ ...first, counts: null, works: 'perhaps' });
  });

  it('shows what a sweep chose and counted', () => {
    const test = counts(0, 18, 19);
    const chosen = { layer: 24, operator: 'setProjection', strength: 1.2 } as const;
    const validation = { prompts: 10, plain: test.plain, settings: [] };
    expect(entryOf('french', { french: { validation, chosen, test } })).toMatchObject({
      ...chosen,
      works: 'clearly',
      counts: { prompts: 20, plain: 0, words: 18, steered: 19, degenerate: 0 },
      check: { instructionId: 'language:response_language', kwargs: { language: 'fr' } },
      pairs: 40,
    });
  });
});
