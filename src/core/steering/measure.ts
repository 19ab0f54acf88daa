/** What captured hidden states say about a direction: where both sides lie along it, and how far apart. */
import { project } from './operators.ts';

/** At one layer. */
export interface Measured {
  /** mean projection of the prompts with the instruction */
  positive: number;
  /** mean projection of the prompts without it */
  negative: number;
  /** pooled standard deviation of the two sides' projections; 0 with a single pair */
  spread: number;
  /** (positive - negative) / spread; 0 where the spread is 0 */
  separation: number;
}

/**
 * @param unit [hiddenSize], length 1
 * @param positive one state [hiddenSize] a prompt with the instruction; at least one
 * @param negative as many without it
 */
export function measureAlong(
  unit: ArrayLike<number>,
  positive: readonly ArrayLike<number>[],
  negative: readonly ArrayLike<number>[],
): Measured {
  const withInstruction = moments(positive.map((state) => project(state, unit)));
  const without = moments(negative.map((state) => project(state, unit)));
  const spread = Math.sqrt((withInstruction.variance + without.variance) / 2);
  const gap = withInstruction.mean - without.mean;
  return {
    positive: withInstruction.mean,
    negative: without.mean,
    spread,
    separation: spread > 0 ? gap / spread : 0,
  };
}

/** Mean and unbiased variance; a single value has variance 0. */
export function moments(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: values.length > 1 ? squares / (values.length - 1) : 0 };
}
