/** Draws from the likeliest few tokens as `sampleToken` draws from all, token for token, where these few can tell. */
import { kthLargest } from './kthLargest.ts';
import type { SamplerSettings } from './sampler.ts';

export interface ScoredCandidates {
  /** each once; every token that is not among them scores at most `above` */
  ids: readonly number[];
  /** after the penalty, before the temperature */
  scores: readonly number[];
  above: number;
  /** share of the likeliest token among all, after penalty and temperature */
  peak: number;
}

/**
 * @param settings with a temperature
 * @param random called once, as `sampleToken` does; not called where the answer is null
 * @returns null where a token outside of the candidates may have to be drawn
 */
export function drawCandidate(
  { ids, scores, above, peak }: ScoredCandidates,
  { temperature, topK, topP }: SamplerSettings,
  random: () => number,
): number | null {
  const hasLimit = topK > 0 && topK < ids.length;
  const least = hasLimit ? kthLargest(Float32Array.from(scores), topK) : -Infinity;
  // all that tie with the last one stay, and so none of them may be missing
  const isComplete = above === -Infinity || (hasLimit && least > above);
  if (!isComplete && (topK > 0 || topP >= 1)) return null;

  const max = Math.max(...scores);
  const kept = ids
    .map((id, index) => ({
      id,
      score: scores[index]!,
      weight: Math.exp((scores[index]! - max) / temperature),
    }))
    .filter(({ score }) => score >= least && (isComplete || score > above))
    .sort((a, b) => a.id - b.id);
  const total = isComplete ? kept.reduce((sum, { weight }) => sum + weight, 0) : 1 / peak;
  if (topP >= 1) return pick(kept, total * random());

  kept.sort((a, b) => b.weight - a.weight || a.id - b.id);
  let held = 0;
  let count = 0;
  while (count < kept.length && (count === 0 || held < topP * total)) held += kept[count++]!.weight;
  if (!isComplete && !(held >= topP * total)) return null;
  return pick(kept.slice(0, count), held * random());
}

/** @param at from 0 to the sum of all weights */
function pick(from: readonly { id: number; weight: number }[], at: number): number {
  let last = from[0]!.id;
  for (const { id, weight } of from) {
    if (weight === 0) continue;
    last = id;
    at -= weight;
    if (at < 0) return id;
  }
  return last;
}
