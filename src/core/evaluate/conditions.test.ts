import { describe, expect, it } from 'vitest';
import { appliedIn, askedText, CONDITIONS, possibleConditions } from './conditions.ts';

const noComma = { instructionId: 'punctuation:no_comma', kwargs: {} };

describe('possibleConditions', () => {
  it('are all four where the instruction is there in words', () => {
    expect(possibleConditions([{ text: 'Why?' }], ['Be brief.'])).toEqual([...CONDITIONS]);
  });

  it('leave out the words where there are none', () => {
    expect(possibleConditions([{ text: 'Why?' }], [])).toEqual(['plain', 'steered']);
  });

  it('have no plain prompt where prompts bring their own instructions', () => {
    expect(possibleConditions([{ text: 'Why? No commas.', checks: [noComma] }], [])).toEqual([
      'words',
      'wordsSteered',
    ]);
  });
});

describe('askedText', () => {
  it.each([
    ['plain', 0, 'Why?'],
    ['steered', 1, 'Why?'],
    ['words', 0, 'Why? Be brief.'],
    ['words', 1, 'Why? Keep it short.'],
    ['wordsSteered', 2, 'Why? Be brief.'],
  ] as const)('%s, prompt %i: %s', (condition, index, expected) => {
    expect(askedText(condition, { text: 'Why?' }, index, ['Be brief.', 'Keep it short.'])).toBe(expected);
  });

  it('is the prompt itself where there is nothing to add', () => {
    expect(askedText('words', { text: 'Why? No commas.' }, 0, [])).toBe('Why? No commas.');
  });
});

describe('a prompt that comes with and without its instruction', () => {
  const prompt = { text: 'Why?', inWords: 'Why, without commas?', checks: [noComma] };

  it('allows all four conditions, if all prompts do', () => {
    expect(possibleConditions([prompt], [])).toEqual([...CONDITIONS]);
    const other = { text: 'How? No commas.', checks: [noComma] };
    expect(possibleConditions([prompt, other], [])).toEqual(['words', 'wordsSteered']);
  });

  it('is asked as the file has it', () => {
    const asked = CONDITIONS.map((condition) => askedText(condition, prompt, 0, ['No commas, please.']));
    expect(asked).toEqual(['Why?', 'Why?', 'Why, without commas?', 'Why, without commas?']);
  });
});

describe('appliedIn', () => {
  it('steers in two of the conditions', () => {
    const applied = [{ vector: { name: 'a' }, setting: {} }] as unknown as Parameters<typeof appliedIn>[1];
    expect(CONDITIONS.filter((condition) => appliedIn(condition, applied).length > 0)).toEqual([
      'steered',
      'wordsSteered',
    ]);
  });
});
