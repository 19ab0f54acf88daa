/** What the ribbon and the views under it read: projections on one vector's direction at one layer. */
import { directionAt } from '../../core/steering/strength.ts';
import type { SteeringVector } from '../../core/steering/types.ts';
import type { Probe } from '../../protocol/model.ts';

/** Which projection: of a preset or saved vector, at a layer, with the means that give it its scale. */
export interface ShownProbe {
  vectorId: string;
  title: string;
  layer: number;
  vector: SteeringVector;
}

/** The same, as far as a lane's numbers tell. */
export type ProbeKey = Pick<ShownProbe, 'vectorId' | 'layer'>;

export function sameProbe(a: ProbeKey | null, b: ProbeKey | null): boolean {
  return a?.vectorId === b?.vectorId && a?.layer === b?.layer;
}

export function probeOf({ vector, layer }: Pick<ShownProbe, 'vector' | 'layer'>): Probe {
  return { layer, direction: directionAt(vector, layer) };
}

/**
 * A projection on the vector's own scale: -1 at the mean of plain prompts and below, 1 at the mean of instructed ones
 * and above, 0 halfway. 0 where the two means are equal.
 */
export function ribbonValue(
  { vector, layer }: Pick<ShownProbe, 'vector' | 'layer'>,
  projection: number,
): number {
  const plain = vector.projectionNegative[layer] ?? 0;
  const instructed = vector.projectionPositive[layer] ?? 0;
  const half = (instructed - plain) / 2;
  if (half === 0) return 0;
  return Math.max(-1, Math.min(1, (projection - plain) / half - 1));
}

/** -3 (as plain prompts) to 3 (as instructed ones): a class each, so that nothing is styled inline */
export function ribbonStep(probe: Pick<ShownProbe, 'vector' | 'layer'>, projection: number): number {
  return Math.round(3 * ribbonValue(probe, projection));
}
