/** Ranks layers without writing a word: steered prompts are read, and so are prompts with the instruction in words. */
import { TillerError } from '../core/errors.ts';
import { asAsked } from '../core/pairs/asking.ts';
import { withInstruction } from '../core/pairs/pairs.ts';
import { effectOf, type LayerEffect, type NextTokenScores } from '../core/search/layerEffect.ts';
import { interventionsOf, type SteeringSetting } from '../core/steering/setting.ts';
import type { SteeringVector } from '../core/steering/types.ts';
import type { Lab } from './lab.ts';

export interface LayerEffectsInput {
  vector: SteeringVector;
  steering: Omit<SteeringSetting, 'layer'>;
  /** the instruction in words, taking turns */
  phrasings: readonly [string, ...string[]];
  prompts: readonly string[];
  layers: readonly number[];
}

export interface LayerEffectsOptions {
  signal?: AbortSignal | undefined;
  /** prompts read */
  onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * @returns one effect a layer, in the order given
 * @throws TillerError `aborted`, `model_not_loaded`, `layer_out_of_range`, and as `logits`
 */
export async function layerEffects(
  { vector, steering, phrasings, prompts, layers }: LayerEffectsInput,
  { tiller }: Lab,
  { signal, onProgress }: LayerEffectsOptions = {},
): Promise<LayerEffect[]> {
  const total = prompts.length * (layers.length + 2);
  let done = 0;
  const read = async (text: string, layer?: number): Promise<Float32Array> => {
    if (signal?.aborted) throw new TillerError('aborted', 'stopped.');
    if (!tiller.model) throw new TillerError('model_not_loaded', 'no model is loaded: load one on Models.');
    const { prompt } = asAsked(text, tiller.model.hasChatTemplate);
    const applied = layer === undefined ? [] : [{ vector, setting: { ...steering, layer } }];
    const scores = await tiller.logits(prompt, interventionsOf(applied));
    done += 1;
    onProgress?.(done, total);
    return scores;
  };
  const known: Omit<NextTokenScores, 'steered'>[] = [];
  for (const [index, prompt] of prompts.entries()) {
    known.push({
      plain: await read(prompt),
      instructed: await read(withInstruction({ phrasings }, prompt, index)),
    });
  }
  const effects: LayerEffect[] = [];
  for (const layer of layers) {
    const scored: NextTokenScores[] = [];
    for (const [index, prompt] of prompts.entries()) {
      scored.push({ ...known[index]!, steered: await read(prompt, layer) });
    }
    effects.push({ layer, effect: effectOf(scored) });
  }
  return effects;
}
