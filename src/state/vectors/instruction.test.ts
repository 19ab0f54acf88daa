import { describe, expect, it } from 'vitest';
import { FORM_FAMILIES, INITIAL_FORM, listed, readForm, readStoredForm } from './instruction.ts';

describe('readForm', () => {
  it('gives nothing and blames nobody while nothing is typed', () => {
    for (const family of ['free', 'keyword'] as const) {
      expect(readForm({ ...INITIAL_FORM, family })).toEqual({ instruction: null, problem: null });
    }
  });

  it('makes an instruction of what is typed, with the check that fits', () => {
    const { instruction } = readForm({ ...INITIAL_FORM, text: 'in French' });
    expect(instruction?.check?.instructionId).toBe('language:response_language');
    expect(readForm({ ...INITIAL_FORM, text: 'talk like a pirate' }).instruction?.check).toBeNull();
  });

  it('takes words apart at commas', () => {
    const form = { ...INITIAL_FORM, family: 'keyword', keywords: ' ocean, wave ,' } as const;
    expect(readForm(form).instruction?.title).toBe('Mention "ocean" and "wave"');
    expect(readForm({ ...form, keywordMode: 'exclude' }).instruction?.title).toBe('Avoid "ocean" and "wave"');
  });

  it('says what is wrong with what is typed', () => {
    expect(readForm({ ...INITIAL_FORM, text: '?!' }).problem).toBe('Type an instruction.');
    expect(readForm({ ...INITIAL_FORM, family: 'keyword', keywords: ',' }).problem).toMatch(
      /at least one word/,
    );
  });

  it('begins with an instruction in each family that has a list', () => {
    for (const family of ['format', 'language', 'length'] as const) {
      expect(listed(family).length).toBeGreaterThan(4);
      expect(readForm({ ...INITIAL_FORM, family }).instruction).not.toBeNull();
    }
  });
});

describe('readStoredForm', () => {
  it('brings back what was stored', () => {
    const form = {
      family: 'keyword',
      text: 'be kind',
      chosen: { ...INITIAL_FORM.chosen, language: 'german' },
      keywordMode: 'exclude',
      keywords: 'very',
    } as const;
    expect(readStoredForm(JSON.parse(JSON.stringify(form)))).toEqual(form);
  });

  it('keeps its defaults for whatever is not valid', () => {
    const stored = {
      family: 'poem',
      text: 7,
      chosen: { language: 'klingon' },
      keywordMode: 1,
      keywords: null,
    };
    for (const each of [stored, null, [], 'free', { chosen: [] }]) {
      expect(readStoredForm(each)).toEqual(INITIAL_FORM);
    }
    expect(FORM_FAMILIES).toContain(INITIAL_FORM.family);
  });
});
