/** Times of generations, as the caller of the public API sees them. Prompts are plain ids, so that any model will do. */
import type { Tiller } from '../api/tiller.ts';
import { TillerError } from '../core/errors.ts';
import type { Intervention } from '../core/steering/types.ts';
import type { Lane, ModelInfo } from '../protocol/model.ts';

export type Timed = Pick<Tiller, 'generate' | 'logits'>;

/** Ids spread over the vocabulary, another sequence for each seed; the first ones are often special and left out. */
export function benchmarkIds(length: number, vocabSize: number, seed: number): number[] {
  const first = Math.min(16, vocabSize - 1);
  return Array.from({ length }, (_, i) => first + ((i * 7919 + seed * 104_729 + 13) % (vocabSize - first)));
}

/** Any direction costs the same; this one points along all axes and is too weak to change the text. */
export function weakSteering(
  { numLayers, hiddenSize }: Pick<ModelInfo, 'numLayers' | 'hiddenSize'>,
  value = 1e-3,
): Intervention {
  const direction = Float32Array.from({ length: hiddenSize }, (_, i) => (i % 2 === 0 ? 1 : -1));
  return { layer: Math.floor(numLayers / 2), direction, operator: 'add', value };
}

/** Milliseconds from the call to each token of the first lane. */
export async function tokenTimes(tiller: Timed, lanes: Lane[], signal: AbortSignal): Promise<number[]> {
  const times: number[] = [];
  const startedAt = performance.now();
  const onToken = (lane: number) => {
    if (lane === 0) times.push(performance.now() - startedAt);
  };
  await tiller.generate(lanes, { signal, onToken });
  throwIfStopped(signal);
  return times;
}

/**
 * Milliseconds a step, as the mean of one run: tokens of fast models come in bursts, so the gap between two says little.
 * The first two are left out: the prompt makes one, and the next step packs the rows.
 * @throws TillerError `bad_request` when the model ends its text before there is a step
 */
export async function stepTime(tiller: Timed, lanes: Lane[], signal: AbortSignal): Promise<number> {
  const times = await tokenTimes(tiller, lanes, signal);
  if (times.length < 3) {
    throw new TillerError(
      'bad_request',
      `expected at least 3 tokens to time, found ${times.length}: this model ends its text at once, so there is nothing to measure`,
    );
  }
  return (times.at(-1)! - times[1]!) / (times.length - 2);
}

/** Reading one prompt, to the scores of the next token. */
export async function prefillTime(tiller: Timed, ids: number[], signal: AbortSignal): Promise<number> {
  const startedAt = performance.now();
  await tiller.logits(ids);
  throwIfStopped(signal);
  return performance.now() - startedAt;
}

/** From a new strength, while a text is being written, to the first token under it. */
export async function sliderTime(
  tiller: Timed,
  prompt: number[],
  [before, after]: [Intervention, Intervention],
  signal: AbortSignal,
): Promise<number> {
  const running = new AbortController();
  const stop = () => running.abort();
  signal.addEventListener('abort', stop, { once: true });
  let changed: Promise<number> | null = null;
  const change = async (): Promise<number> => {
    running.abort();
    const [first] = await tokenTimes(tiller, [{ prompt, interventions: [after], maxNewTokens: 1 }], signal);
    return first!;
  };
  let count = 0;
  const onToken = () => {
    count += 1;
    if (count === 3) changed = change();
  };
  try {
    await tiller.generate([{ prompt, interventions: [before], maxNewTokens: 8 }], {
      signal: running.signal,
      onToken,
    });
    throwIfStopped(signal);
    return await (changed ?? change());
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

export function throwIfStopped(signal: AbortSignal): void {
  if (signal.aborted) throw new TillerError('aborted', 'the benchmark was stopped');
}
