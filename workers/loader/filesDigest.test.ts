import { describe, expect, it } from 'vitest';
import { filesDigest } from './filesDigest.ts';

const bytes = (length: number, seed = 0) => Uint8Array.from({ length }, (_, i) => (i * 7 + seed) % 251);
const weights = (path: string, length: number, seed = 0) => ({ path, bytes: bytes(length, seed) });

describe('filesDigest', () => {
  it('is the same for the same files, whatever their order', async () => {
    const [a, b] = [weights('a', 300_000), weights('b', 10)];
    const digest = await filesDigest(bytes(9), [a, b]);
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(await filesDigest(bytes(9), [b, a])).toBe(digest);
  });

  it('differs for another graph, and for the same graph with other weights', async () => {
    const digests = await Promise.all([
      filesDigest(bytes(9), [weights('a', 300_000)]),
      filesDigest(bytes(9, 1), [weights('a', 300_000)]),
      filesDigest(bytes(9), [weights('a', 300_000, 1)]),
      filesDigest(bytes(9), [weights('a', 300_001)]),
      filesDigest(bytes(9), [weights('b', 300_000)]),
      filesDigest(bytes(9), []),
    ]);
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('sees a change at the beginning, in the middle and at the end of a large file', async () => {
    const changed = (at: number) => {
      const file = weights('a', 300_000);
      file.bytes[at] = 255;
      return filesDigest(bytes(9), [file]);
    };
    const digests = await Promise.all([0, 150_000, 299_999].map(changed));
    expect(new Set([await filesDigest(bytes(9), [weights('a', 300_000)]), ...digests]).size).toBe(4);
  });
});
