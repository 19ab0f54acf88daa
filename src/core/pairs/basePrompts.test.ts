import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BASE_PROMPTS } from './basePrompts.ts';

/** IFEval's prompts, where the checkout stands beside them; they are never part of it. */
const IFEVAL = new URL('../../../../shared/ifeval/prompts/ifeval_wo_instructions.jsonl', import.meta.url);

/**
 * Share of words in common from which two prompts count as near duplicates. The nearest two of ours share an opening and
 * are about different things: "Tell me about the life of a honeybee", "... the work of a firefighter" (0.6).
 */
const NEAR = 0.65;

const all = [...BASE_PROMPTS.build, ...BASE_PROMPTS.validation, ...BASE_PROMPTS.test];

const tokensOf = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);

/** Jaccard: words in both, divided by words in either. */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const both = [...a].filter((token) => b.has(token)).length;
  return both / (a.size + b.size - both);
}

describe('the splits', () => {
  it('have 64, 32 and 32 prompts, 128 in all', () => {
    const { build, validation, test } = BASE_PROMPTS;
    expect([build.length, validation.length, test.length]).toEqual([64, 32, 32]);
    expect(new Set(all.map((prompt) => [...tokensOf(prompt)].join(' '))).size).toBe(128);
  });

  it('hold no two prompts that are nearly the same', () => {
    const tokens = all.map(tokensOf);
    const near = tokens.flatMap((a, i) =>
      tokens.slice(i + 1).flatMap((b, j) => (overlap(a, b) >= NEAR ? [[all[i], all[i + 1 + j]]] : [])),
    );
    expect(near).toEqual([]);
  });

  it('would notice a prompt that is nearly another', () => {
    const reworded = 'How can I keep my bread fresh for longer?';
    expect(overlap(tokensOf(reworded), tokensOf(all[0] ?? ''))).toBeGreaterThanOrEqual(NEAR);
  });
});

const isThere = existsSync(IFEVAL);
const title = isThere
  ? 'IFEval'
  : 'IFEval (SKIPPED: its prompts are not beside the checkout, nothing was compared)';

describe.skipIf(!isThere)(title, () => {
  const read = () =>
    readFileSync(IFEVAL, 'utf8')
      .trim()
      .split('\n')
      .flatMap((line) => {
        const { original_prompt, model_output } = JSON.parse(line) as Record<string, string | null>;
        return [original_prompt, model_output].filter((text) => typeof text === 'string');
      });

  it('has none of our prompts, whole or nearly, with its constraints or without', () => {
    const theirs = read();
    expect(theirs.length).toBeGreaterThan(541);
    const plain = theirs.map(
      (text) => ` ${[...(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])].join(' ')} `,
    );
    const tokens = theirs.map(tokensOf);
    for (const prompt of all) {
      const words = ` ${(prompt.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')} `;
      expect(
        plain.some((text) => text.includes(words)),
        prompt,
      ).toBe(false);
      const own = tokensOf(prompt);
      expect(tokens.filter((each) => overlap(each, own) >= NEAR).length, prompt).toBe(0);
    }
  });
});
