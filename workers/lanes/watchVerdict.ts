/** Tells when the loose verdict on an answer is certain, so that a lane need not write the rest. */
import { liveCheck } from '../../src/core/ifeval/index.ts';
import type { CheckToDecide } from '../../src/protocol/model.ts';

/**
 * A pass is no reason to end before this many tokens. Whether an answer has fallen apart is told from groups of three
 * words, eight of them at least (`core/steering/degenerate.ts`), and 24 tokens make about 17 words.
 */
export const MIN_TOKENS_OF_A_PASS = 24;

/**
 * Verdicts that hang on the answer's language are open up to its end, so the language data is not loaded here.
 * @returns a function that is told the text so far and its tokens, and says whether to end
 * @throws TillerError `unknown_check`, `check_arguments`
 */
export function watchVerdict({
  instructionId,
  kwargs,
  prompt,
}: CheckToDecide): (text: string, tokens: number) => boolean {
  const verdictOn = liveCheck(instructionId, kwargs, prompt);
  let lastText = '';
  let passes = false;
  return (text, tokens) => {
    if (!passes && text !== lastText) {
      lastText = text;
      const { final, state } = verdictOn(text, { done: false, mode: 'loose' });
      if (final && state === 'fail') return true;
      passes = final;
    }
    return passes && tokens >= MIN_TOKENS_OF_A_PASS;
  };
}
