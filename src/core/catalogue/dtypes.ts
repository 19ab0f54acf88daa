/** Which of a model's files suit a device, and what they weigh at least. */
import type { CatalogueModel } from './catalogue.ts';

/** Bits that one weight takes; four-bit weights share a float16 scale among 32. */
const BITS: Readonly<Record<string, number>> = {
  fp32: 32,
  fp16: 16,
  q4: 4.5,
  q4f16: 4.5,
  bnb4: 4.5,
  q8: 8,
  int8: 8,
  uint8: 8,
};

/** Their activations are float16, which an adapter computes only with `shader-f16`. */
export const HALF_PRECISION: ReadonlySet<string> = new Set(['fp16', 'q4f16']);

/** Their activations are rounded to 8 bits as they run, which costs small models their text. */
export const ROUNDED_ACTIVATIONS: ReadonlySet<string> = new Set(['q8', 'int8', 'uint8']);

/** @param hasF16 whether the model will run on a WebGPU adapter with `shader-f16` */
export function suitableDtype({ dtypes }: CatalogueModel, hasF16: boolean): string {
  return hasF16 ? dtypes.half : dtypes.full;
}

/**
 * Bytes below which a model's files cannot be: repositories often leave the embedding unquantised, so the real size
 * stands in none of its published numbers.
 * @returns null for a dtype that is not known
 */
export function leastBytes(parameters: number, dtype: string): number | null {
  const bits = BITS[dtype];
  return bits === undefined ? null : Math.round((parameters * bits) / 8);
}
