import { describe, expect, it } from 'vitest';
import { PRESET } from '../testValues.ts';
import {
  chosenPrompts,
  INITIAL_EVALUATE,
  MAX_VECTORS,
  parseStrengths,
  phrasingsOf,
  vectorsOf,
  withPrompts,
  withVector,
  withVectorAdded,
  withVectorChange,
  withVectorRemoved,
} from './evaluate.ts';

const WITH_FRENCH = withVector(INITIAL_EVALUATE, 0, PRESET);

describe('the vectors of the draft', () => {
  it('take over what is known of the chosen one', () => {
    expect(WITH_FRENCH.vectors[0]).toMatchObject({
      id: 'french',
      setting: PRESET.setting,
      check: PRESET.check,
    });
  });

  it('are as many as the section is about', () => {
    const two = withVector(WITH_FRENCH, 1, { ...PRESET, id: 'german' });
    const idsIn = (section: (typeof INITIAL_EVALUATE)['section'], evaluate = two) =>
      vectorsOf({ ...evaluate, section }).map(({ id }) => id);
    expect(idsIn('layer')).toEqual(['french']);
    expect(idsIn('conditions')).toEqual(['french', 'german']);
    expect(idsIn('compose')).toEqual(['french', 'german']);
    expect(idsIn('compose', WITH_FRENCH)).toEqual(['french', null]);
  });

  it('are one at least and four at most', () => {
    expect(withVectorRemoved(WITH_FRENCH, 0)).toBe(WITH_FRENCH);
    let evaluate = WITH_FRENCH;
    for (let index = 0; index < 9; index++) evaluate = withVectorAdded(evaluate);
    expect(evaluate.vectors).toHaveLength(MAX_VECTORS);
    expect(withVectorRemoved(evaluate, 3).vectors).toHaveLength(MAX_VECTORS - 1);
  });

  it('let typed words go when another takes the place of one, not when one is added or set', () => {
    const typed = { ...WITH_FRENCH, words: 'Parle français.' };
    expect(withVectorChange(typed, 0, { check: null }).words).toBe('Parle français.');
    expect(withVector(withVectorAdded(typed), 1, PRESET).words).toBe('Parle français.');
    expect(withVector(typed, 0, { ...PRESET, id: 'german' }).words).toBeNull();
  });
});

describe('the prompts of a section', () => {
  it('come from the beginning of a built-in set', () => {
    const evaluate = withPrompts(INITIAL_EVALUATE, { source: 'test', count: 3 });
    expect(chosenPrompts(evaluate)).toHaveLength(3);
    expect(evaluate.prompts.compose).toBe(INITIAL_EVALUATE.prompts.compose);
  });

  it('are the lines that were typed, without blank ones', () => {
    const evaluate = { ...withPrompts(INITIAL_EVALUATE, { source: 'own' }), ownPrompts: ' Why? \n\nHow?\n' };
    expect(chosenPrompts(evaluate)).toEqual([{ text: 'Why?' }, { text: 'How?' }]);
  });

  it('bring their own checks from a file', () => {
    const prompts = [
      { text: 'Answer without commas.', checks: [{ instructionId: 'punctuation:no_comma', kwargs: {} }] },
    ];
    const file = { name: 'a.jsonl', prompts, problems: [] };
    expect(chosenPrompts({ ...withPrompts(INITIAL_EVALUATE, { source: 'file' }), file })).toEqual(prompts);
  });
});

describe('the instruction in words', () => {
  it('takes turns through the phrasings of a preset', () => {
    expect(phrasingsOf([PRESET]).length).toBeGreaterThan(3);
  });

  it('says both of two, and leaves out one without words', () => {
    const own = { ...PRESET, id: 'own', words: 'Talk like a pirate.' };
    const silent = { ...PRESET, id: 'imported', words: null };
    expect(phrasingsOf([own, silent])).toEqual(['Talk like a pirate.']);
    expect(phrasingsOf([own, PRESET])[0]).toMatch(/^Talk like a pirate\. .*French/);
    expect(phrasingsOf([silent, null])).toEqual([]);
  });
});

describe('typed strengths', () => {
  it.each([
    ['1', [1]],
    ['2, -1,0.5', [-1, 0.5, 2]],
    ['−1, 1', [-1, 1]],
  ])('reads %s', (text, strengths) => {
    expect(parseStrengths(text)).toEqual(strengths);
  });

  it('reads off, first, where it is allowed', () => {
    expect(parseStrengths('1, off', true)).toEqual([null, 1]);
    expect(parseStrengths('1, off')).toBeNull();
  });

  it.each([
    '',
    '1,,2',
    'much',
    '1, 1',
    '11',
    Array(16)
      .fill(0)
      .map((_, i) => i / 10)
      .join(),
  ])('is not %s', (text) => {
    expect(parseStrengths(text)).toBeNull();
  });
});
