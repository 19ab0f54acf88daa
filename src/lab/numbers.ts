/**
 * Numbers that the unsteered model is asked for (a perplexity, a probability of yes), each measured once. They stand in
 * the store of answers, as answers of no tokens whose text is the number: one store, and one resume, for all.
 */
import type { Tiller } from '../api/tiller.ts';
import { TillerError } from '../core/errors.ts';
import { asAsked } from '../core/pairs/asking.ts';
import type { AnswerStore } from './answers.ts';
import { digest } from './digest.ts';

export class Numbers {
  readonly #tiller: Tiller;
  readonly #store: AnswerStore;

  constructor(tiller: Tiller, store: AnswerStore) {
    this.#tiller = tiller;
    this.#store = store;
  }

  /**
   * Perplexity of `text` under the unsteered model, as the answer to the user's turn `prompt`.
   * @returns null for a text without a token, which has none
   * @throws TillerError as `score`
   */
  async perplexity(prompt: string, text: string): Promise<number | null> {
    if (text === '') return null;
    const { prompt: asked } = asAsked(prompt, this.#model().hasChatTemplate);
    const value = await this.of(['perplexity', prompt, text], async () => {
      const { perplexity } = await this.#tiller.score(asked, text);
      return perplexity;
    });
    return Number.isFinite(value) ? value : null;
  }

  /**
   * What `measure` gives, or gave before.
   * @param parts all that the number depends on besides the model
   */
  async of(parts: readonly unknown[], measure: () => Promise<number>): Promise<number> {
    const { id, revision, dtype, backend } = this.#model();
    const key = await digest(JSON.stringify(['number', [id, revision, dtype, backend], ...parts]));
    const [known] = await this.#store.read([key]);
    if (known) return Number(known.text);
    const value = await measure();
    await this.#store.write([
      [key, { text: String(value), tokenIds: [], finishReason: 'stop', isDecided: false }],
    ]);
    return value;
  }

  #model() {
    const { model } = this.#tiller;
    if (model) return model;
    throw new TillerError('model_not_loaded', 'no model is loaded: load one on Models, then go on.');
  }
}
