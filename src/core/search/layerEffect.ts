/**
 * How far steering at a layer leads a plain prompt to where the instruction in words leads it, told from the scores of
 * the next token alone: no answer has to be written.
 */

/** One prompt at one layer. */
export interface NextTokenScores {
  /** [vocabSize] each: of the prompt, of the prompt with the instruction, of the prompt steered */
  plain: Float32Array;
  instructed: Float32Array;
  steered: Float32Array;
}

export interface LayerEffect {
  layer: number;
  /** share of the way from plain to instructed: 1 arrives, 0 stays, below 0 leads away */
  effect: number;
}

/**
 * 1 - KL(instructed | steered) / KL(instructed | plain), the sums taken over the prompts.
 * @returns 0 where the instruction changes nothing
 */
export function effectOf(prompts: readonly NextTokenScores[]): number {
  let distance = 0;
  let left = 0;
  for (const { plain, instructed, steered } of prompts) {
    distance += klDivergence(instructed, plain);
    left += klDivergence(instructed, steered);
  }
  return distance > 0 ? 1 - left / distance : 0;
}

/**
 * Kullback-Leibler divergence in nats between the distributions of two score vectors: what it costs to expect `other`
 * where `scores` holds.
 * @param scores,other [vocabSize], before softmax
 */
export function klDivergence(scores: Float32Array, other: Float32Array): number {
  const total = logSumExp(scores);
  const otherTotal = logSumExp(other);
  let sum = 0;
  for (let i = 0; i < scores.length; i++) {
    const logProb = scores[i]! - total;
    sum += Math.exp(logProb) * (logProb - (other[i]! - otherTotal));
  }
  // rounding can leave a trace below 0 where the two are the same
  return Math.max(0, sum);
}

/** Strongest first, then the earliest. */
export function rankByEffect(effects: readonly LayerEffect[]): LayerEffect[] {
  return effects.toSorted((a, b) => b.effect - a.effect || a.layer - b.layer);
}

function logSumExp(scores: Float32Array): number {
  let largest = -Infinity;
  for (const score of scores) if (score > largest) largest = score;
  let sum = 0;
  for (const score of scores) sum += Math.exp(score - largest);
  return largest + Math.log(sum);
}
