import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { vocabularySha256 } from './vocabulary.ts';

const tokenizer = (vocab: unknown, others: object = {}) => ({ model: { type: 'BPE', vocab, ...others } });
const read = (folder: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../${folder}/tokenizer.json`, import.meta.url), 'utf8'));

describe('vocabularySha256', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('is the hash of the tokens in the order of their ids', async () => {
    // echo -n '["b","a"]' | sha256sum
    const expected = '02d8bc3008a9bb0dcc4b86d7fd3428ced792355c733c19756bec5a56dc61b2c5';
    const hash = await vocabularySha256(tokenizer({ a: 7, b: 2 }));
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await vocabularySha256(tokenizer({ b: 2, a: 7 }))).toBe(hash);
    expect(await vocabularySha256(tokenizer({ a: 2, b: 7 }))).not.toBe(hash);
    expect(hash).toBe(expected);
  });

  it('reads lists of tokens with scores, and leaves the scores out', async () => {
    const hash = await vocabularySha256(tokenizer({ b: 0, a: 1 }));
    expect(
      await vocabularySha256(
        tokenizer([
          ['b', -1.5],
          ['a', -3],
        ]),
      ),
    ).toBe(hash);
  });

  it('does not see special tokens and templates', async () => {
    const hash = await vocabularySha256(tokenizer({ a: 0 }));
    const other = {
      ...tokenizer({ a: 0 }, { merges: [] }),
      added_tokens: [{ id: 1, content: '<|im_start|>' }],
    };
    expect(await vocabularySha256(other)).toBe(hash);
  });

  it('is the same for two models of one vocabulary, and another for another', async () => {
    const llama = await vocabularySha256(read('e2e/fixtures/models/llama'));
    expect(await vocabularySha256(read('e2e/fixtures/models/qwen2'))).toBe(llama);
    expect(await vocabularySha256(read('models/SmolLM2-135M-Instruct'))).not.toBe(llama);
  });

  it.each<[string, Record<string, unknown>]>([
    ['no model', {}],
    ['a model that is a text', { model: 'BPE' }],
    ['no vocabulary', { model: {} }],
    ['a vocabulary that is a text', tokenizer('a b c')],
  ])('is null for %s', async (_, json) => {
    expect(await vocabularySha256(json)).toBeNull();
  });

  it('is null on a page that cannot hash', async () => {
    vi.stubGlobal('crypto', {});
    expect(await vocabularySha256(tokenizer({ a: 0 }))).toBeNull();
  });
});
