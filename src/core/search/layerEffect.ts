/**
 * How far steering at a layer leads a plain prompt to where the instruction in words leads it, told from the states after
 * the last layer alone: prompts are read, and no answer has to be written.
 */

/** States after the last layer, at each prompt's last token: [prompts, hiddenSize] each. */
export interface FinalStates {
  plain: Float32Array;
  instructed: Float32Array;
  steered: Float32Array;
}

export interface LayerEffect {
  layer: number;
  /** share of the distance from plain to instructed that is closed: 1 arrives, 0 stays, below 0 leads away */
  effect: number;
}

/**
 * 1 - |instructed - steered| / |instructed - plain|, both distances summed over the prompts.
 * @returns 0 where the instruction changes nothing
 */
export function effectOf({ plain, instructed, steered }: FinalStates, hiddenSize: number): number {
  let whole = 0;
  let left = 0;
  for (let start = 0; start < plain.length; start += hiddenSize) {
    const row = (states: Float32Array) => states.subarray(start, start + hiddenSize);
    whole += distance(row(instructed), row(plain));
    left += distance(row(instructed), row(steered));
  }
  return whole > 0 ? 1 - left / whole : 0;
}

/** The last layer's rows of captured states, [prompts, numLayers, hiddenSize] to [prompts, hiddenSize]. */
export function finalStates(
  [prompts, numLayers, hiddenSize]: readonly [number, number, number],
  data: Float32Array,
): Float32Array {
  const final = new Float32Array(prompts * hiddenSize);
  for (let prompt = 0; prompt < prompts; prompt++) {
    const start = ((prompt + 1) * numLayers - 1) * hiddenSize;
    final.set(data.subarray(start, start + hiddenSize), prompt * hiddenSize);
  }
  return final;
}

/** Strongest first, then the earliest. */
export function rankByEffect(effects: readonly LayerEffect[]): LayerEffect[] {
  return effects.toSorted((a, b) => b.effect - a.effect || a.layer - b.layer);
}

function distance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum);
}
