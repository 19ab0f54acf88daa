/** A small seeded generator, so that controls and starting points repeat exactly; not for sampling statistics. */

/** First outputs of neighbouring seeds look alike; after this many steps they no longer do. */
const WARM_UP = 16;

/**
 * Numbers in [0, 1), the same for the same seed.
 * Source: G. Marsaglia, "Xorshift RNGs" (2003), the 32-bit generator with shifts 13, 17, 5
 */
export function seededRandom(seed: number): () => number {
  let state = (seed ^ 0x9e3779b9) | 0 || 1; // the state 0 would stay 0 for ever
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  for (let step = 0; step < WARM_UP; step++) next();
  return next;
}

/** One value of the standard normal distribution (Box and Muller). */
export function seededNormal(random: () => number): number {
  // 1 - random() lies in (0, 1]: the logarithm stays finite.
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
