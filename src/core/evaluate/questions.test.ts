import { describe, expect, it } from 'vitest';
import { INSTRUCTION_FAMILIES } from '../pairs/catalogue.ts';
import { judgePrompt, QUALITY_QUESTIONS } from './questions.ts';

const families = Object.entries(QUALITY_QUESTIONS);
const all = families.flatMap(([, questions]) => questions);

describe('the quality questions', () => {
  it('are there for every family of instructions', () => {
    for (const { family } of INSTRUCTION_FAMILIES)
      expect(QUALITY_QUESTIONS[family].length).toBeGreaterThan(0);
    expect(QUALITY_QUESTIONS.free.length).toBeGreaterThan(0);
  });

  it.each(families)('are four to six for %s, all different', (_, questions) => {
    expect(questions.length).toBeGreaterThanOrEqual(4);
    expect(questions.length).toBeLessThanOrEqual(6);
    expect(new Set(questions.map(({ question }) => question)).size).toBe(questions.length);
  });

  it('are asked in the same words wherever they have the same id', () => {
    const words = new Map(all.map(({ id, question }) => [id, question]));
    for (const { id, question } of all) expect(question, id).toBe(words.get(id));
    expect(new Set(words.values()).size).toBe(words.size);
    for (const id of words.keys()) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it('can be answered with yes or no', () => {
    for (const { question } of all) expect(question).toMatch(/^(Does|Is|Are) .*\?$/);
  });

  it('begin with whether the request was answered', () => {
    for (const [, questions] of families) expect(questions[0]?.id).toBe('answers-request');
  });
});

describe('judgePrompt', () => {
  it('is one turn that shows request and answer as they are and asks for one word at the end', () => {
    const [message, ...others] = judgePrompt('Is it true?', 'Why?', 'Because.\n* "so"');
    expect(others).toEqual([]);
    expect(message).toEqual({
      role: 'user',
      content:
        'Read a request and an answer to it. Then answer one question about the answer.\n\nRequest:\nWhy?\n\n' +
        'Answer:\nBecause.\n* "so"\n\nQuestion: Is it true?\n\nReply with one word, Yes or No.',
    });
  });

  it('shows an empty answer as one', () => {
    expect(judgePrompt('Is it true?', 'Why?', '')[0]?.content).toContain('Answer:\n\n\nQuestion:');
  });
});
