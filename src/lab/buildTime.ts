/** How long building a preset will take: what the loaded model does in a second, measured, and how much there is to do. */
import type { Tiller } from '../api/tiller.ts';
import { TillerError } from '../core/errors.ts';
import { asAsked } from '../core/pairs/asking.ts';
import { BASE_PROMPTS } from '../core/pairs/basePrompts.ts';
import { INSTRUCTIONS, PRESET_PAIRS } from '../core/pairs/instructions.ts';
import { withInstruction } from '../core/pairs/pairs.ts';
import { candidateLayers } from '../core/search/layerSearch.ts';

/** What a model does in a second. */
export interface Rates {
  /** prompts read, of the length that presets are built from */
  prompts: number;
  /** tokens written, by as many lanes together as a search writes side by side */
  tokens: number;
}

/** The first is read for nothing: what runs first on a device is slow. */
const PROBES = 3;
const PROBE_TOKENS = 8;
/** Prompts that a search asks at once, as a rule. */
const LANES = 4;

/** @throws TillerError `model_not_loaded`, `aborted`, and as the model */
export async function measureRates(tiller: Tiller, signal?: AbortSignal): Promise<Rates> {
  const { model } = tiller;
  const [instruction] = INSTRUCTIONS;
  if (!model || !instruction)
    throw new TillerError('model_not_loaded', 'no model is loaded: load one first.');
  const prompts = BASE_PROMPTS.build
    .slice(0, PROBES)
    .map((text, index) => asAsked(withInstruction(instruction, text, index), model.hasChatTemplate).prompt);
  const options = signal ? { signal } : {};
  await tiller.capture(prompts.slice(0, 1), options);
  const startedAt = performance.now();
  await tiller.capture(prompts.slice(1), options);
  const seconds = (performance.now() - startedAt) / 1000;
  const lanes = Array.from({ length: LANES }, (_, index) => ({ prompt: prompts[index % prompts.length]! }));
  const written = (maxNewTokens: number) =>
    tiller.generate(
      lanes.map((lane) => ({ ...lane, maxNewTokens })),
      options,
    );
  await written(2);
  const results = await written(PROBE_TOKENS);
  if (signal?.aborted) throw new TillerError('aborted', 'the measurement was cancelled.');
  const tokens = results.reduce((sum, { tokensPerSecond }) => sum + tokensPerSecond, 0);
  return { prompts: (PROBES - 1) / seconds, tokens };
}

/** Of the layer comparison: prompts a layer, and those with and without the instruction. */
const RANK_PROMPTS = 4;
/** Answers that a search has written, as a rule: the best three layers, the winner to the end, the plain model. */
const ANSWERS = 16;
const ANSWER_TOKENS = 48;
/** Seconds, about; null where the measurement says nothing. */
export function buildSeconds({ prompts, tokens }: Rates, numLayers: number): number | null {
  const reads = 2 * PRESET_PAIRS + RANK_PROMPTS * (candidateLayers(numLayers).length + 2) + ANSWERS;
  const seconds = reads / prompts + (ANSWERS * ANSWER_TOKENS) / tokens;
  return Number.isFinite(seconds) ? seconds : null;
}
