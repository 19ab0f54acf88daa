import { describe, expect, it } from 'vitest';
import { asAsked } from './asking.ts';
import { BASE_PROMPTS } from './basePrompts.ts';
import { findInstruction, INSTRUCTIONS } from './instructions.ts';
import { buildPairs } from './pairs.ts';

describe('buildPairs', () => {
  const instruction = { phrasings: ['Be brief.', 'Keep it short.'] as const };

  it('gives no pairs for no prompts', () => {
    expect(buildPairs(instruction, [])).toEqual([]);
  });

  it('puts the instruction behind the prompt on one side only, phrasings in turn', () => {
    expect(buildPairs(instruction, ['Why?', 'How?', 'Who?'])).toEqual([
      {
        positive: [{ role: 'user', content: 'Why? Be brief.' }],
        negative: [{ role: 'user', content: 'Why?' }],
      },
      {
        positive: [{ role: 'user', content: 'How? Keep it short.' }],
        negative: [{ role: 'user', content: 'How?' }],
      },
      {
        positive: [{ role: 'user', content: 'Who? Be brief.' }],
        negative: [{ role: 'user', content: 'Who?' }],
      },
    ]);
  });
});

describe('a text as it is put to a model', () => {
  it('is a chat, behind what the model is told before it', () => {
    const user = { role: 'user', content: 'Why?' };
    expect(asAsked('Why?', true)).toEqual({ prompt: [user], stop: [] });
    expect(asAsked('Why?', true, 'Be kind.')).toEqual({
      prompt: [{ role: 'system', content: 'Be kind.' }, user],
      stop: [],
    });
  });

  it('is a question for a base model, which ends where it would ask the next one', () => {
    expect(asAsked('Why?', false)).toEqual({ prompt: 'Q: Why?\nA:', stop: ['\nQ:'] });
    expect(asAsked('Why?', false, 'Be kind.').prompt).toBe('Be kind.\n\nQ: Why?\nA:');
  });
});

describe('base prompts', () => {
  const { build, validation, test } = BASE_PROMPTS;
  const all = [...build, ...validation, ...test];

  it('are enough for building, choosing and reporting', () => {
    expect(build.length).toBeGreaterThanOrEqual(60);
    expect(validation.length).toBeGreaterThanOrEqual(30);
    expect(test.length).toBeGreaterThanOrEqual(30);
  });

  it('occur once each, so that no part knows a prompt of another', () => {
    const plain = all.map((prompt) => prompt.toLowerCase().replace(/[^a-z ]/g, ''));
    expect(new Set(plain).size).toBe(all.length);
  });

  it('are whole sentences that hold nothing an instruction asks for', () => {
    for (const prompt of all) {
      expect(prompt).toMatch(/^[A-Z].*[.?]$/);
      expect(prompt).not.toMatch(/ocean|french|german|spanish|italian|portuguese|json|\*|"/i);
    }
  });
});

describe('instructions', () => {
  it('have ids that can be file names, once each', () => {
    const ids = INSTRUCTIONS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it('have several phrasings, all different', () => {
    for (const { phrasings } of INSTRUCTIONS) {
      expect(new Set(phrasings).size).toBe(phrasings.length);
      expect(phrasings.length).toBeGreaterThanOrEqual(4);
    }
  });

  it('are found by id', () => {
    expect(findInstruction('french')?.check).toEqual({
      instructionId: 'language:response_language',
      kwargs: { language: 'fr' },
    });
    expect(findInstruction('klingon')).toBeUndefined();
  });
});
