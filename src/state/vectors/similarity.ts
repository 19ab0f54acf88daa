/** How alike vectors are at a layer, as a table with tinted cells. */
import { cosineMatrix } from '../../core/steering/similarity.ts';
import type { SteeringVector } from '../../core/steering/types.ts';
import { formatNumber } from './charts.ts';

export interface SimilarityCell {
  text: string;
  /** cosine, -1 to 1; null where a vector has no direction */
  value: number | null;
}

export interface Similarity {
  names: string[];
  /** [vectors, vectors] */
  cells: SimilarityCell[][];
}

/** More rows and columns than this are a blur. */
export const MAX_COMPARED = 12;

/** Vectors that can be compared with the first: of the same model and sizes. */
export function comparable<T extends Pick<SteeringVector, 'modelId' | 'numLayers' | 'hiddenSize'>>(
  vectors: readonly T[],
  first: T,
): T[] {
  return vectors.filter(
    ({ modelId, numLayers, hiddenSize }) =>
      modelId === first.modelId && numLayers === first.numLayers && hiddenSize === first.hiddenSize,
  );
}

/** @param vectors of one model; @param layer one that they have */
export function similarityAt(vectors: readonly SteeringVector[], layer: number): Similarity {
  return {
    names: vectors.map(({ name }) => name),
    cells: cosineMatrix(vectors, layer).map((row) =>
      row.map((value) => ({ text: formatNumber(value), value: Number.isFinite(value) ? value : null })),
    ),
  };
}
