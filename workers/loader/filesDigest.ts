/**
 * Tells model files apart at load, cheaply: the graph whole, of each file of weights its size and three samples. Two
 * models of one architecture can share a graph to the byte, so that the graph alone would not do.
 */
import { sha256 } from './manifest.ts';

/** Bytes at the beginning, in the middle and at the end of a file of weights. */
const SAMPLE_BYTES = 1 << 16;

/**
 * @param externalData in any order
 * @returns hex; null where the browser computes no digests (a page that is not served securely)
 */
export async function filesDigest(
  onnxBytes: Uint8Array<ArrayBuffer>,
  externalData: readonly { path: string; bytes: Uint8Array }[],
): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null;
  const weights: [path: string, sizeBytes: number, samples: string][] = [];
  for (const { path, bytes } of externalData.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    weights.push([path, bytes.byteLength, await sha256(samplesOf(bytes))]);
  }
  const text = JSON.stringify([await sha256(onnxBytes), weights]);
  return sha256(new TextEncoder().encode(text));
}

/** Copies: what is given may only look like an array, and read its bytes into one place when it is asked for them. */
function samplesOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const last = Math.max(0, bytes.byteLength - SAMPLE_BYTES);
  const starts = [0, Math.floor(last / 2), last];
  const parts = starts.map((start) => bytes.slice(start, Math.min(start + SAMPLE_BYTES, bytes.byteLength)));
  const samples = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  return samples;
}
