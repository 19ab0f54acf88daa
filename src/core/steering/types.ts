/** `add`: h + c u. `setProjection`: h + (p - h.u) u. `ablate`: h - (h.u) u. */
export type Operator = 'add' | 'setProjection' | 'ablate';

/**
 * Which positions are steered. `prompt` holds every prompt position, the last one included; `generated` starts with
 * the first generated token that is fed back.
 */
export type Scope = 'all' | 'prompt' | 'generated';

/** One change of the residual stream, at resid_post of `layer`. */
export interface Intervention {
  /** 0-based decoder block */
  layer: number;
  /** [hiddenSize]; any length but zero, normalised on the way in */
  direction: ArrayLike<number>;
  operator: Operator;
  /** `add`: coefficient; `setProjection`: target projection; `ablate`: unused. Default 0. */
  value?: number;
  /** default `all` */
  scope?: Scope;
}

/** A direction per layer with what is known about it. Sizes in brackets; layer-major. */
export interface SteeringVector {
  name: string;
  modelId: string;
  /** `meanDifference`, `pca`, or how it was derived from others */
  method: string;
  numLayers: number;
  hiddenSize: number;
  /** [numLayers, hiddenSize], unit rows; zeros at a layer for which a file holds no direction */
  direction: Float32Array;
  /** [numLayers] length of the mean difference before it was scaled to 1 */
  meanDifferenceNorm: Float32Array;
  /** [numLayers] mean projection of the prompts with the instruction */
  projectionPositive: Float32Array;
  /** [numLayers] mean projection of the prompts without it */
  projectionNegative: Float32Array;
  /** [numLayers] mean cosine of each pair's difference with the mean difference; NaN where a file does not say */
  pairConsistency: Float32Array;
  /** [numLayers] pooled standard deviation of the two sides' projections; 0 with a single pair */
  spread?: Float32Array;
  /** [numLayers] (projectionPositive - projectionNegative) / spread; 0 where the spread is 0 */
  separation?: Float32Array;
}
