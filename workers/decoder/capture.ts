/** Hidden states of many prompts: resid_post of every layer at each prompt's last token. */
import { packSteering } from '../../src/core/steering/slots.ts';
import type { Intervention } from '../../src/core/steering/types.ts';
import { yieldToMessages } from '../yieldToMessages.ts';
import { longestBeginning, MIN_SHARED, type ReadPrompt, sharedLength } from './beginning.ts';
import type { Decoder } from './decoder.ts';
import { prefill, throwIfAborted } from './prefill.ts';
import { sharesTable } from './ropeTable.ts';

export interface CaptureOptions {
  interventions: readonly Intervention[];
  chunk: number;
  signal: AbortSignal;
  onPrompts(done: number): void;
}

/**
 * @param prompts token ids; none empty
 * @returns [prompts, numLayers, hiddenSize], float32, after steering
 */
export async function captureStates(
  decoder: Decoder,
  prompts: readonly (readonly number[])[],
  options: CaptureOptions,
): Promise<Float32Array> {
  const { numLayers, hiddenSize } = decoder.report;
  const states = new Float32Array(prompts.length * numLayers * hiddenSize);
  const keep = (prompt: number, captured: Float32Array, row: number, rows: number): void => {
    for (let layer = 0; layer < numLayers; layer++) {
      const from = (layer * rows + row) * hiddenSize;
      states.set(captured.subarray(from, from + hiddenSize), (prompt * numLayers + layer) * hiddenSize);
    }
  };
  const [first, ...others] = prompts.map((ids) => ({ ids, interventions: options.interventions }));
  const isShared = others.length > 0 && others.every((prompt) => sharedLength(prompt, first!) >= MIN_SHARED);
  // on a CPU time goes with tokens, so what is shared is read once; a GPU likes full batches better
  if (decoder.backend === 'wasm' && isShared) {
    await captureInTurn(decoder, prompts, options, keep);
  } else {
    await captureInBatches(decoder, prompts, options, keep);
  }
  return states;
}

type Keep = (prompt: number, captured: Float32Array, row: number, rows: number) => void;

/** Each prompt goes on from the first or from the one before, whichever it shares more with. */
async function captureInTurn(
  decoder: Decoder,
  prompts: readonly (readonly number[])[],
  options: CaptureOptions,
  keep: Keep,
): Promise<void> {
  const { interventions, chunk, signal } = options;
  const maxLength = Math.max(...prompts.map((ids) => ids.length));
  // the first has what all share; the one before often more, as the two sides of a contrast pair stand side by side
  let known: ReadPrompt[] = [];
  try {
    for (const [index, ids] of prompts.entries()) {
      await yieldToMessages();
      throwIfAborted(signal);
      const usable = known.filter((read) => sharesTable(decoder.report, read.ids.length, ids.length));
      const from = longestBeginning({ ids, interventions }, usable);
      const { cache, captured } = await prefill(decoder, {
        ids: ids.slice(from?.length ?? 0),
        from,
        interventions,
        chunk,
        maxLength,
        wants: { capture: true },
        signal,
      });
      const [first, before] = known;
      if (before !== first) before?.cache.dispose();
      const read: ReadPrompt = { ids, interventions, cache, row: 0 };
      known = [first ?? read, read];
      keep(index, captured!, 0, 1);
      options.onPrompts(index + 1);
    }
  } finally {
    for (const { cache } of known) cache.dispose();
  }
}

/** Prompts of similar length go together, as many as make one chunk of tokens; longer ones go alone, in chunks. */
async function captureInBatches(
  decoder: Decoder,
  prompts: readonly (readonly number[])[],
  options: CaptureOptions,
  keep: Keep,
): Promise<void> {
  const { interventions, chunk, signal } = options;
  const { numLayers, hiddenSize } = decoder.report;
  let done = 0;
  for (const batch of batchesOf(prompts, chunk, decoder)) {
    await yieldToMessages();
    throwIfAborted(signal);
    const rows = batch.map((index) => prompts[index]!);
    const width = Math.max(...rows.map((ids) => ids.length));
    if (rows.length === 1) {
      const alone = await prefill(decoder, {
        interventions,
        chunk,
        signal,
        ids: rows[0]!,
        maxLength: width,
        wants: { capture: true },
      });
      alone.cache.dispose();
      keep(batch[0]!, alone.captured!, 0, 1);
    } else {
      const cache = decoder.policy.empty(rows.length, width);
      try {
        const step = await decoder.run({
          cache,
          tokens: rows,
          steering: packSteering(
            rows.map(() => interventions),
            numLayers,
            hiddenSize,
            'prompt',
          ),
          captureRows: rows.map((ids, row) => row * width + ids.length - 1),
        });
        for (const [row, index] of batch.entries()) keep(index, step.captured!, row, rows.length);
      } finally {
        cache.dispose();
      }
    }
    done += batch.length;
    options.onPrompts(done);
  }
}

/** Indices of prompts, grouped so that rows times the longest stays within `chunk` tokens. */
function batchesOf(
  prompts: readonly (readonly number[])[],
  chunk: number,
  { maxRows, report }: Decoder,
): number[][] {
  const order = [...prompts.keys()].sort((a, b) => prompts[a]!.length - prompts[b]!.length);
  const batches: number[][] = [];
  let batch: number[] = [];
  for (const index of order) {
    const isFull = (batch.length + 1) * prompts[index]!.length > chunk || batch.length >= maxRows;
    const isApart = !sharesTable(report, prompts[batch[0] ?? index]!.length, prompts[index]!.length);
    if (batch.length > 0 && (isFull || isApart)) {
      batches.push(batch);
      batch = [];
    }
    batch.push(index);
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
