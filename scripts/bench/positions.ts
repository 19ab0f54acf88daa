/** What a longer past costs: one row's step at several positions of one text. */
import { alternate, median } from '../../src/benchmark/statistics.ts';
import { benchmarkIds } from '../../src/benchmark/timings.ts';
import type { Cache } from '../../workers/cache/cache.ts';
import type { Decoder } from '../../workers/decoder/decoder.ts';
import type { Measurement } from './measurement.ts';

export interface PositionBar {
  near: number;
  far: number;
  bar: number;
}

/**
 * @param positions all that are measured; `bar` compares two of them
 * @param chunk of prefill, from the self-test
 */
export async function stepAtPositions(
  decoder: Decoder,
  chunk: number,
  { positions, rounds, bar }: { positions: number[]; rounds: number; bar: PositionBar },
): Promise<Measurement> {
  const { vocabSize } = decoder.report;
  const steps = 4;
  const textLength = Math.max(...positions);
  const text = decoder.policy.empty(1, textLength);
  const ids = benchmarkIds(textLength, vocabSize, textLength);
  for (let from = 0; from < textLength; from += chunk) {
    await decoder.run({ cache: text, tokens: [ids.slice(from, from + chunk)], textLength });
  }
  const caches = new Map<number, Cache>();
  for (const length of positions) {
    const beginning = [{ cache: text, row: 0, length }];
    caches.set(length, decoder.policy.gather(beginning, length + steps * (rounds + 2)));
  }
  text.dispose();
  const decode = async (cache: Cache): Promise<number[]> => {
    const times: number[] = [];
    for (let step = 0; step < steps; step++) {
      const startedAt = performance.now();
      await decoder.run({ cache, tokens: [[20 + step]], logitRows: [0] });
      times.push(performance.now() - startedAt);
    }
    return times;
  };
  const cases: Record<string, () => Promise<number[]>> = {};
  for (const [position, cache] of caches) cases[`at${position}Ms`] = () => decode(cache);
  const times = await alternate(rounds, cases);
  for (const cache of caches.values()) cache.dispose();
  const parts = Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
  return {
    name: `a step at position ${bar.far} / at ${bar.near}`,
    value: parts[`at${bar.far}Ms`]! / parts[`at${bar.near}Ms`]!,
    unit: 'ratio',
    bar: { relation: '<=', value: bar.bar },
    parts,
  };
}
