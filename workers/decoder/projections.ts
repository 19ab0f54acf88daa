/** h . direction at every position of a text, for the token ribbon and the heat map. */
import type { Intervention } from '../../src/core/steering/types.ts';
import type { Probe } from '../../src/protocol/model.ts';
import type { Decoder } from './decoder.ts';
import { prefill } from './prefill.ts';
import { packProbes } from './probes.ts';

/** @returns one array a probe, [tokens], after steering */
export async function projectPositions(
  decoder: Decoder,
  ids: readonly number[],
  probes: readonly Probe[],
  options: {
    interventions: readonly Intervention[];
    promptTokens?: number;
    chunk: number;
    signal: AbortSignal;
    onTokens?: (done: number) => void;
  },
): Promise<Float32Array[]> {
  const { numLayers, hiddenSize } = decoder.report;
  const layout = packProbes([probes], numLayers, hiddenSize);
  let done = 0;
  const { cache, projections } = await prefill(decoder, {
    ids,
    interventions: options.interventions,
    chunk: options.chunk,
    maxLength: ids.length,
    ...(options.promptTokens === undefined ? {} : { promptTokens: options.promptTokens }),
    wants: { probes: layout.packed },
    signal: options.signal,
    onChunk: (tokens) => {
      done += tokens;
      options.onTokens?.(done);
    },
  });
  cache.dispose();
  const values = probes.map(() => new Float32Array(ids.length));
  let start = 0;
  for (const chunk of projections) {
    for (let position = 0; position < chunk.width; position++) {
      const row = layout.read(chunk.values, chunk.width, 0, position);
      for (const [probe, value] of row.entries()) values[probe]![start + position] = value;
    }
    start += chunk.width;
  }
  return values;
}
