/** The chunk that sharing is done with: read when somebody shares, or opens what was shared. */
import { writeSteeringVector } from '../../core/files/safetensors.ts';
import type { VectorOrigin } from '../../core/files/vectorFile.ts';
import { toBase64 } from '../../core/share/base64.ts';
import { invalidSession } from '../../core/share/invalid.ts';
import type { SharedVector } from '../../core/share/session.ts';
import { MAX_SESSION_BYTES } from '../../core/share/sessionFile.ts';
import type { SteeringVector } from '../../core/steering/types.ts';

export { invalidSession } from '../../core/share/invalid.ts';
export { findSession, readLink, sessionFragment } from '../../core/share/link.ts';
export { readSessionFile, writeSessionFile } from '../../core/share/sessionFile.ts';
export { runPlanOf } from './plan.ts';
export { isSameVector, receivedVector } from './received.ts';
export { isSameSession, isShipped, packedSource, sessionOf, sharedCards, withSession } from './session.ts';

/** A whole vector with its origin, for a session file. */
export function fileSource(vector: SteeringVector, origin: VectorOrigin): SharedVector['source'] {
  return { kind: 'file', data: toBase64(writeSteeringVector(vector, origin)) };
}

/** @throws TillerError `session_invalid` for a file that is too large to be read at all */
export function assertReadable(sizeBytes: number): void {
  if (sizeBytes > MAX_SESSION_BYTES) {
    throw invalidSession(`it has ${sizeBytes} bytes, a session file at most ${MAX_SESSION_BYTES}`);
  }
}
