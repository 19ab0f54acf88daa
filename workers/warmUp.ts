/**
 * A few steps of each batch size after load, on WebGPU. Kernels are compiled when they are first used, which is now and not
 * at the first token; and it shows which number of rows this device likes: a quantised product may read all weights once
 * a row up to three rows, and once for all from four on, so that four can be faster than two.
 */
import { packSteering } from '../src/core/steering/slots.ts';
import type { Decoder, Step } from './decoder/decoder.ts';
import { throwIfAborted } from './decoder/prefill.ts';

/** Batch sizes that are tried. */
const TRIED_ROWS = [1, 2, 4, 8] as const;
const TIMED_STEPS = 5;
/** A device that takes longer for one step is not warmed further: the load would seem to hang. */
const SLOW_STEP_MS = 400;
/** Fewer rows are made more only where it clearly gains: a few steps tell no small differences. */
const GAIN = 0.85;

/** Rows of a batch -> rows to run it with, where that is more. */
export type Padding = ReadonlyMap<number, number>;

/** Milliseconds a step, by rows. */
export type RowCosts = ReadonlyMap<number, number>;

export interface WarmUpOptions {
  signal: AbortSignal;
  /** costs known before: kernels are compiled, and nothing is timed */
  isKnown?: boolean;
}

/** @returns costs of the sizes that were timed; none on a device that is too slow to try */
export async function warmUp(decoder: Decoder, { signal, isKnown }: WarmUpOptions): Promise<RowCosts> {
  const costs = new Map<number, number>();
  for (const rows of TRIED_ROWS) {
    if (rows > decoder.maxRows) break;
    // a prompt, a batch of one, and a pair are what a first run needs
    if (isKnown && rows > 2) break;
    const cache = decoder.policy.empty(rows, TRIED_ROWS.length + TIMED_STEPS + 2);
    try {
      const step = async (parts: Partial<Step> = {}): Promise<number> => {
        throwIfAborted(signal);
        const startedAt = performance.now();
        await decoder.run({ ...stepOf(decoder, rows), ...parts, cache });
        return performance.now() - startedAt;
      };
      await step();
      if ((await step()) > SLOW_STEP_MS) return new Map();
      if (rows <= 2) for (const parts of variants(decoder, rows)) await step(parts);
      if (isKnown) continue;
      const times: number[] = [];
      for (let index = 0; index < TIMED_STEPS; index++) times.push(await step());
      costs.set(rows, Math.min(...times));
    } finally {
      cache.dispose();
    }
  }
  return costs;
}

/** Which batches to fill up with idle rows. A size that was not timed costs no less than the next smaller one. */
export function paddingFrom(costs: RowCosts): Padding {
  const padding = new Map<number, number>();
  const sizes = [...costs.keys()].sort((a, b) => a - b);
  for (let rows = 1; rows < (sizes.at(-1) ?? 0); rows++) {
    const own = costs.get(sizes.filter((size) => size <= rows).at(-1)!)!;
    let [best, least] = [rows, own * GAIN];
    for (const size of sizes) {
      if (size > rows && costs.get(size)! < least) [best, least] = [size, costs.get(size)!];
    }
    if (best !== rows) padding.set(rows, best);
  }
  return padding;
}

interface Memory {
  has(key: string): Promise<boolean>;
  add(key: string): Promise<void>;
}

/** Warms up, and times only what was not timed before on this device with this model. */
export async function learnPadding(
  decoder: Decoder,
  { signal, memory, key }: { signal: AbortSignal; memory: Memory; key: string },
): Promise<Padding> {
  const keyOf = (rows: number, padded: number) => `${key}|rows ${rows} as ${padded}`;
  const timed = `${key}|rows timed`;
  if (await memory.has(timed)) {
    await warmUp(decoder, { signal, isKnown: true });
    const padding = new Map<number, number>();
    for (const size of TRIED_ROWS) {
      for (let rows = 1; rows < size; rows++) {
        if (await memory.has(keyOf(rows, size))) padding.set(rows, size);
      }
    }
    return padding;
  }
  const costs = await warmUp(decoder, { signal });
  const padding = paddingFrom(costs);
  if (costs.size > 0) {
    for (const [rows, padded] of padding) await memory.add(keyOf(rows, padded));
    await memory.add(timed);
  }
  return padding;
}

/** A greedy step of `rows` rows, one token each. */
function stepOf(decoder: Decoder, rows: number): Omit<Step, 'cache'> {
  const every = Array.from({ length: rows }, (_, row) => row);
  return {
    tokens: every.map(() => [1]),
    logitRows: every,
    choose: decoder.report.choosesTokens ? choice(rows, 1, null) : null,
  };
}

/** What a first run may do otherwise: steer, penalise, sample. */
function variants(decoder: Decoder, rows: number): Partial<Step>[] {
  const { numLayers, hiddenSize, choosesTokens } = decoder.report;
  const direction = new Float32Array(hiddenSize).fill(1);
  const steer = { layer: numLayers >> 1, direction, operator: 'add' as const, value: 1e-3 };
  const steering = packSteering(new Array(rows).fill([steer]), numLayers, hiddenSize, 'generated');
  if (!choosesTokens) return [{ steering }];
  return [{ steering, choose: choice(rows, 1.1, null) }, { choose: choice(rows, 1, 0.8) }];
}

function choice(rows: number, penalty: number, temperature: number | null): NonNullable<Step['choose']> {
  return {
    used: new Array(rows).fill(new Set([1])),
    penalties: new Array(rows).fill(penalty),
    temperatures: temperature === null ? null : new Array(rows).fill(temperature),
  };
}
