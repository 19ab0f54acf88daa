/**
 * Runs lanes: each prompt is read on its own, in chunks; then all rows decode together, one token a step. A finished row
 * carries a dummy token until half of the rows are done, then the batch is packed anew and waiting lanes join.
 */
import { packSteering, type SteeringSlots } from '../../src/core/steering/slots.ts';
import type { LaneToken } from '../../src/protocol/model.ts';
import type { Cache } from '../cache/cache.ts';
import type { Decoder } from '../decoder/decoder.ts';
import { type Prefilled, prefill, throwIfAborted } from '../decoder/prefill.ts';
import { type ProbeLayout, packProbes } from '../decoder/probes.ts';
import { yieldToMessages } from '../yieldToMessages.ts';
import type { RunningLane } from './lane.ts';

/** Rows that decode together at most: more cost memory and gain little. */
const MAX_ROWS = 16;

export interface GenerateOptions {
  chunk: number;
  signal: AbortSignal;
  onToken(lane: number, token: LaneToken): void;
}

interface Batch {
  lanes: RunningLane[];
  cache: Cache;
  steering: SteeringSlots;
  probes: ProbeLayout;
}

/** Resolves when every lane is finished, or with the rest `aborted` once the signal fires. */
export async function generate(
  decoder: Decoder,
  lanes: RunningLane[],
  options: GenerateOptions,
): Promise<void> {
  const waiting = lanes.filter((lane) => !lane.finishReason);
  const capacity = Math.min(MAX_ROWS, decoder.maxRows);
  let batch: Batch | null = null;
  try {
    for (;;) {
      const running: RunningLane[] = batch?.lanes.filter((lane) => !lane.finishReason) ?? [];
      if (running.length === 0 && waiting.length === 0) break;
      const isSparse = batch !== null && running.length <= batch.lanes.length / 2;
      const hasRoom = waiting.length > 0 && running.length < capacity;
      if (!batch || isSparse || hasRoom) {
        batch = await repack(decoder, batch, waiting.splice(0, capacity - running.length), options);
        continue;
      }
      await decodeStep(decoder, batch, options);
    }
  } catch (error) {
    if (!options.signal.aborted) throw error;
    for (const lane of lanes) lane.abort();
  } finally {
    batch?.cache.dispose();
  }
}

async function decodeStep(decoder: Decoder, batch: Batch, options: GenerateOptions): Promise<void> {
  await yieldToMessages();
  throwIfAborted(options.signal);
  const { lanes, cache, probes } = batch;
  const result = await decoder.run({
    cache,
    tokens: lanes.map((lane) => (lane.finishReason ? [] : [lane.generated.at(-1)!])),
    steering: batch.steering,
    probes: probes.packed,
    logitRows: lanes.map((_, row) => row),
  });
  throwIfAborted(options.signal);
  const { vocabSize } = decoder.report;
  for (const [row, lane] of lanes.entries()) {
    if (lane.finishReason) continue;
    const logits = result.logits!.subarray(row * vocabSize, (row + 1) * vocabSize);
    const projections = result.projections ? probes.read(result.projections, 1, row, 0) : [];
    options.onToken(lane.index, lane.advance(logits, projections));
  }
}

/** Drops finished rows, reads the prompts of `joining` lanes, and packs both into one batch. */
async function repack(
  decoder: Decoder,
  batch: Batch | null,
  joining: RunningLane[],
  options: GenerateOptions,
): Promise<Batch | null> {
  const prefilled = await readPrompts(decoder, joining, options);
  const rows: { lane: RunningLane; cache: Cache; row: number }[] = [];
  for (const [row, lane] of (batch?.lanes ?? []).entries()) rows.push({ lane, cache: batch!.cache, row });
  for (const [index, lane] of joining.entries()) rows.push({ lane, cache: prefilled[index]!.cache, row: 0 });
  const staying = rows.filter(({ lane }) => !lane.finishReason);
  try {
    if (staying.length === 0) {
      batch?.cache.dispose();
      return null;
    }
    const { numLayers, hiddenSize } = decoder.report;
    const lanes = staying.map(({ lane }) => lane);
    const packed: Batch = {
      lanes,
      cache: decoder.policy.gather(staying, Math.max(...lanes.map((lane) => lane.maxLength))),
      steering: packSteering(
        lanes.map((lane) => lane.interventions),
        numLayers,
        hiddenSize,
        'generated',
      ),
      probes: packProbes(
        lanes.map((lane) => lane.probes),
        numLayers,
        hiddenSize,
      ),
    };
    batch?.cache.dispose();
    return packed;
  } finally {
    for (const cache of new Set(prefilled.map(({ cache }) => cache))) cache.dispose();
  }
}

/** Reads each prompt, with what follows it already, and samples the next token. Lanes that read the same prompt under the same steering share it. */
async function readPrompts(
  decoder: Decoder,
  lanes: RunningLane[],
  options: GenerateOptions,
): Promise<Prefilled[]> {
  const { numLayers, hiddenSize } = decoder.report;
  const done: { key: { ids: number[]; steering: SteeringSlots }; prefilled: Prefilled }[] = [];
  const result: Prefilled[] = [];
  try {
    for (const lane of lanes) {
      await yieldToMessages();
      throwIfAborted(options.signal);
      const probes = packProbes([lane.probes], numLayers, hiddenSize);
      const key = {
        ids: lane.promptIds,
        steering: packSteering([lane.interventions], numLayers, hiddenSize, 'prompt'),
      };
      const canShare = lane.probes.length === 0 && lane.generated.length === 0;
      const twin = canShare ? done.find((other) => isSame(other.key, key)) : undefined;
      const prefilled =
        twin?.prefilled ??
        (await prefill(decoder, {
          ids: lane.idsToRead,
          promptTokens: lane.promptIds.length,
          interventions: lane.interventions,
          chunk: options.chunk,
          maxLength: lane.maxLength,
          wants: { logits: true, probes: probes.packed },
          signal: options.signal,
        }));
      result.push(prefilled);
      if (!twin && canShare) done.push({ key, prefilled });
      const last = prefilled.projections.at(-1);
      const projections = last ? probes.read(last.values, last.width, 0, last.width - 1) : [];
      options.onToken(lane.index, lane.advance(prefilled.logits!, projections));
    }
  } catch (error) {
    for (const { cache } of result) cache.dispose();
    throw error;
  }
  return result;
}

function isSame(
  a: { ids: number[]; steering: SteeringSlots },
  b: { ids: number[]; steering: SteeringSlots },
): boolean {
  const equal = (x: ArrayLike<number>, y: ArrayLike<number>): boolean => {
    if (x.length !== y.length) return false;
    for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return false;
    return true;
  };
  return (
    equal(a.ids, b.ids) &&
    equal(a.steering.a, b.steering.a) &&
    equal(a.steering.w, b.steering.w) &&
    equal(a.steering.u, b.steering.u)
  );
}
