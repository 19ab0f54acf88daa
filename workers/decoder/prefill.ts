/** Reads whole prompts, one row at a time and in chunks: bounded memory, progress, cancel between two chunks. */
import { TillerError } from '../../src/core/errors.ts';
import { packSteering, type SteeringSlots } from '../../src/core/steering/slots.ts';
import type { Intervention } from '../../src/core/steering/types.ts';
import type { Cache, CacheRow } from '../cache/cache.ts';
import type { Choice } from '../sampling/choice.ts';
import type { ChoiceRequest, Decoder, PackedProbes, StepResult } from './decoder.ts';

export interface PrefillOptions {
  /** what to read, without what `from` holds */
  ids: readonly number[];
  interventions: readonly Intervention[];
  /** longest run of tokens in one step, from the self-test */
  chunk: number;
  /** positions the cache must be able to hold, the prompt included */
  maxLength: number;
  /** a row to go on from, instead of an empty cache; it is not changed */
  from?: CacheRow | null;
  /** position where `generated` begins; default: after the last id */
  promptTokens?: number;
  wants: {
    logits?: boolean;
    /** a choice in place of `logits` */
    choose?: ChoiceRequest | null;
    capture?: boolean;
    probes?: PackedProbes | null;
  };
  signal: AbortSignal;
  onChunk?: (tokens: number) => void;
}

export interface Prefilled {
  /** holds one row; the caller disposes it */
  cache: Cache;
  /** [vocabSize] at the last position */
  logits: Float32Array | null;
  /** one, at the last position */
  choices: Choice[] | null;
  readLogits: StepResult['readLogits'];
  /** [numLayers, hiddenSize] at the last position */
  captured: Float32Array | null;
  /** a chunk each: [layers that are on, 1, width, P] with its width */
  projections: { values: Float32Array; width: number }[];
}

export async function prefill(decoder: Decoder, options: PrefillOptions): Promise<Prefilled> {
  const { ids, interventions, chunk, wants, signal } = options;
  const { numLayers, hiddenSize } = decoder.report;
  const cache = options.from
    ? decoder.policy.gather([options.from], options.maxLength)
    : decoder.policy.empty(1, options.maxLength);
  const start = cache.lengths[0]!;
  const promptTokens = options.promptTokens ?? start + ids.length;
  const result: Prefilled = {
    cache,
    logits: null,
    choices: null,
    readLogits: () => Promise.reject(new TillerError('internal', 'no logits were made')),
    captured: null,
    projections: [],
  };
  const steering: Record<'prompt' | 'generated', SteeringSlots> = {
    prompt: packSteering([interventions], numLayers, hiddenSize, 'prompt'),
    generated: packSteering([interventions], numLayers, hiddenSize, 'generated'),
  };
  try {
    for (let from = 0; from < ids.length; ) {
      throwIfAborted(signal);
      const isPrompt = start + from < promptTokens;
      // a chunk never crosses the border between prompt and generated: steering is the same all through it
      const border = isPrompt ? promptTokens - start : ids.length;
      const to = Math.min(from + chunk, border, ids.length);
      const isLast = to === ids.length;
      const lastRow = [to - from - 1];
      const step = await decoder.run({
        cache,
        tokens: [ids.slice(from, to)],
        textLength: start + ids.length,
        steering: steering[isPrompt ? 'prompt' : 'generated'],
        probes: wants.probes ?? null,
        ...(isLast && wants.logits ? { logitRows: lastRow, choose: wants.choose ?? null } : {}),
        ...(isLast && wants.capture ? { captureRows: lastRow } : {}),
      });
      if (step.projections) result.projections.push({ values: step.projections, width: to - from });
      if (isLast) {
        result.logits = step.logits;
        result.choices = step.choices;
        result.readLogits = step.readLogits;
        result.captured = step.captured;
      }
      options.onChunk?.(to - from);
      from = to;
    }
  } catch (error) {
    cache.dispose();
    throw error;
  }
  return result;
}

export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new TillerError('aborted', 'stopped on request');
}
