/** What tests of judged answers share: what a test does not speak of is nothing special. */
import fc from 'fast-check';
import type { Condition } from './conditions.ts';
import type { JudgedAnswer } from './judged.ts';

export function judgedAnswer(parts: Partial<JudgedAnswer> = {}): JudgedAnswer {
  return {
    prompt: 0,
    condition: 'plain',
    asked: 'Why?',
    text: 'Because it is so.',
    tokens: 5,
    words: 4,
    finishReason: 'stop',
    results: [],
    strict: null,
    loose: null,
    repetition: 0,
    isDegenerate: false,
    perplexity: null,
    ...parts,
  };
}

/** One answer a letter, prompt by prompt: p passes, f fails, d passes but has fallen apart, l passes loosely only. */
export function answersOf(condition: Condition, letters: string): JudgedAnswer[] {
  return [...letters].map((letter, prompt) => {
    const loose = letter !== 'f';
    const strict = loose && letter !== 'l';
    return judgedAnswer({
      prompt,
      condition,
      strict,
      loose,
      results: [{ strict, loose, detail: '' }],
      isDegenerate: letter === 'd',
    });
  });
}

/** Any UTF-16, halves of characters included. */
export const anyText = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
});
