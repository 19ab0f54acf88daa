/** Vectors that come along with a session, as vectors. */
import { readVectorSafetensors } from '../../core/files/safetensors.ts';
import type { VectorFile } from '../../core/files/vectorFile.ts';
import { fromBase64 } from '../../core/share/base64.ts';
import { invalidSession } from '../../core/share/invalid.ts';
import { unpackVector } from '../../core/share/packedVector.ts';
import type { SharedVector } from '../../core/share/session.ts';
import type { SteeringVector } from '../../core/steering/types.ts';

/**
 * @returns null for a preset, which is here already
 * @throws TillerError `session_invalid`, or `file_corrupt` for a vector file that is damaged
 */
export function receivedVector({ source, title }: SharedVector): VectorFile | null {
  switch (source.kind) {
    case 'preset':
      return null;
    case 'packed':
      return { vector: unpackVector(source), origin: {} };
    case 'file': {
      const bytes = fromBase64(source.data);
      if (!bytes) throw invalidSession(`the vector “${title}” is damaged`);
      return readVectorSafetensors(bytes);
    }
  }
}

/** Whether two vectors steer alike wherever the first has a direction. */
export function isSameVector(a: SteeringVector, b: SteeringVector): boolean {
  if (a.numLayers !== b.numLayers || a.hiddenSize !== b.hiddenSize) return false;
  const same = (x: Float32Array, y: Float32Array) => x.every((value, i) => value === y[i]);
  return (
    same(a.direction, b.direction) &&
    same(a.projectionPositive, b.projectionPositive) &&
    same(a.projectionNegative, b.projectionNegative)
  );
}
