import { describe, expect, it } from 'vitest';
import { memoryAnswerStore } from './answers.ts';
import { Numbers } from './numbers.ts';
import { MODEL, scriptedTiller } from './testing.ts';

describe('numbers', () => {
  it.each([1.25, 0, -0.1, 1e-300, Number.POSITIVE_INFINITY])('remember %d to the bit', async (value) => {
    const numbers = new Numbers(
      scriptedTiller(() => ''),
      memoryAnswerStore(),
    );
    let measured = 0;
    const measure = async () => {
      measured += 1;
      return value;
    };
    expect(await numbers.of(['a', 1], measure)).toBe(value);
    expect(await numbers.of(['a', 1], measure)).toBe(value);
    expect(measured).toBe(1);
  });

  it('tell what they depend on apart: their parts and the model', async () => {
    const tiller = scriptedTiller(() => '');
    const numbers = new Numbers(tiller, memoryAnswerStore());
    expect(await numbers.of(['a', 'b'], async () => 1)).toBe(1);
    expect(await numbers.of(['ab'], async () => 2)).toBe(2);
    tiller.model = { ...MODEL, dtype: 'q4' };
    expect(await numbers.of(['a', 'b'], async () => 3)).toBe(3);
  });

  it('do not remember what failed', async () => {
    const numbers = new Numbers(
      scriptedTiller(() => ''),
      memoryAnswerStore(),
    );
    const failing = numbers.of(['a'], () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await numbers.of(['a'], async () => 4)).toBe(4);
  });

  it('need a model', async () => {
    const tiller = scriptedTiller(() => '');
    tiller.model = null;
    const numbers = new Numbers(tiller, memoryAnswerStore());
    await expect(numbers.of(['a'], async () => 1)).rejects.toMatchObject({ code: 'model_not_loaded' });
    await expect(numbers.perplexity('Why?', 'So.')).rejects.toMatchObject({ code: 'model_not_loaded' });
  });

  it('have no perplexity for no text, nor where it is beyond all numbers', async () => {
    const tiller = scriptedTiller(() => '', {
      score: async () => ({
        logProbs: Float32Array.of(Number.NEGATIVE_INFINITY),
        perplexity: Number.POSITIVE_INFINITY,
      }),
    });
    const numbers = new Numbers(tiller, memoryAnswerStore());
    expect(await numbers.perplexity('Why?', '')).toBeNull();
    expect(await numbers.perplexity('Why?', 'So.')).toBeNull();
  });
});
