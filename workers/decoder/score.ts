/** Log-probabilities of a given continuation under the unsteered model; logits stay inside the graph. */
import { TillerError } from '../../src/core/errors.ts';
import { yieldToMessages } from '../yieldToMessages.ts';
import type { Decoder } from './decoder.ts';
import { throwIfAborted } from './prefill.ts';

/** Rows of logits computed at once: 64 of a vocabulary of 256,000 are 66 MB. */
const MAX_SCORED_ROWS = 64;

/**
 * @returns one natural log-probability a token of `completion`
 * @throws TillerError `prompt_empty` when there is no position to predict the first token from
 */
export async function scoreCompletion(
  decoder: Decoder,
  prompt: readonly number[],
  completion: readonly number[],
  options: { chunk: number; signal: AbortSignal; onTokens?: (done: number) => void },
): Promise<Float32Array> {
  if (prompt.length === 0) {
    throw new TillerError(
      'prompt_empty',
      'expected a prompt of at least one token before the completion, found none',
    );
  }
  const ids = [...prompt, ...completion];
  const logProbs = new Float32Array(completion.length);
  const chunk = Math.min(options.chunk, MAX_SCORED_ROWS);
  const cache = decoder.policy.empty(1, ids.length);
  try {
    // the last token predicts nothing that is asked for
    for (let from = 0; from < ids.length - 1; from += chunk) {
      await yieldToMessages();
      throwIfAborted(options.signal);
      const to = Math.min(from + chunk, ids.length - 1);
      const rows: number[] = [];
      for (let position = Math.max(from, prompt.length - 1); position < to; position++)
        rows.push(position - from);
      const step = await decoder.run({
        cache,
        tokens: [ids.slice(from, to)],
        textLength: ids.length,
        ...(rows.length > 0 ? { logitRows: rows, targets: rows.map((row) => ids[from + row + 1]!) } : {}),
      });
      for (const [index, row] of rows.entries()) {
        logProbs[from + row + 1 - prompt.length] = step.logProbs![index]!;
      }
      options.onTokens?.(to);
    }
  } finally {
    cache.dispose();
  }
  return logProbs;
}
