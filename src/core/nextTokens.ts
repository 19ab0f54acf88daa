/** Which tokens may come next, and how two ways of reading the same text differ in that. */

export interface NextToken {
  id: number;
  /** probability of each reading, in order */
  probabilities: [number, number];
}

/**
 * The likeliest tokens of either reading, each once, the likeliest in any of the two first.
 * @param first [vocabSize] logits @param second [vocabSize] logits
 * @param count how many of each reading; the list has up to twice as many
 */
export function compareNextTokens(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  count: number,
): NextToken[] {
  const sides = [softmax(first), softmax(second)] as const;
  const ids = new Set(sides.flatMap((side) => topIds(side, count)));
  return [...ids]
    .map((id): NextToken => ({ id, probabilities: [sides[0][id]!, sides[1][id]!] }))
    .toSorted((a, b) => Math.max(...b.probabilities) - Math.max(...a.probabilities));
}

/** Of any finite numbers, without overflow. */
export function softmax(logits: ArrayLike<number>): Float64Array {
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logits.length; i++) highest = Math.max(highest, logits[i]!);
  const powers = Float64Array.from(logits, (value) => Math.exp(value - highest));
  const sum = powers.reduce((all, value) => all + value, 0);
  return powers.map((value) => value / sum);
}

/** Highest first; one pass with a short list, as vocabularies have up to 256,000 tokens. */
function topIds(values: Float64Array, count: number): number[] {
  const top: number[] = [];
  for (let id = 0; id < values.length; id++) {
    const last = top[top.length - 1];
    if (top.length === count && last !== undefined && values[id]! <= values[last]!) continue;
    const at = top.findIndex((other) => values[other]! < values[id]!);
    top.splice(at < 0 ? top.length : at, 0, id);
    if (top.length > count) top.pop();
  }
  return top;
}
