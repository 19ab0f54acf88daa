/** What tells one model's files from another's. */
import type { ModelInfo } from '../protocol/model.ts';

/** By what else is known of them where the browser computes no digests. */
export function modelKeyOf({ filesSha256, id, revision, dtype, sizeBytes }: ModelInfo): string {
  return filesSha256 ?? JSON.stringify([id, revision, dtype, sizeBytes]);
}
