/** What a model takes up in memory once it runs, per backend, from what is known before any of its weights is read. */

/**
 * Bytes that the lowered float32 weights can have on the WASM backend. Its address space is 4 GiB, and the runtime needs
 * room beside them.
 */
export const LOWERED_LIMIT_BYTES = 2 * 1024 ** 3;

const FLOAT32_BYTES = 4;

/**
 * Float32 bytes made of one byte of a file. Between the two: how much of the model its export left unquantised, which is
 * often the embedding. Seen: 2.5 (Qwen2.5 0.5B, q4, float32 embedding) and 4.6 (the embedded model) for q4.
 */
const GROWTH: Readonly<Record<string, { least: number; most: number }>> = {
  fp32: { least: 1, most: 1 },
  fp16: { least: 2, most: 2 },
  q4: { least: 2, most: 7.2 },
  q4f16: { least: 3, most: 7.2 },
  bnb4: { least: 2, most: 7.2 },
  q8: { least: 1.5, most: 4 },
  int8: { least: 1.5, most: 4 },
  uint8: { least: 1.5, most: 4 },
};

/** A number of bytes that lies between two others. */
export interface ByteRange {
  least: number;
  most: number;
}

/**
 * Bytes of the weights on the WASM backend, which dequantises them to float32.
 * @param parameters number of weights; null: guessed from the size of the files
 */
export function loweredBytes(sizeBytes: number, dtype: string, parameters: number | null): ByteRange {
  if (parameters !== null) {
    const bytes = parameters * FLOAT32_BYTES;
    return { least: bytes, most: bytes };
  }
  const { least, most } = GROWTH[dtype] ?? { least: 1, most: 8 };
  return { least: sizeBytes * least, most: sizeBytes * most };
}
