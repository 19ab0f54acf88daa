/** Ranks layers without writing a word: steered prompts are read, and so are prompts with the instruction in words. */
import { TillerError } from '../core/errors.ts';
import { asAsked } from '../core/pairs/asking.ts';
import { withInstruction } from '../core/pairs/pairs.ts';
import { effectOf, type FinalStates, finalStates, type LayerEffect } from '../core/search/layerEffect.ts';
import { interventionsOf, type SteeringSetting } from '../core/steering/setting.ts';
import type { Intervention, SteeringVector } from '../core/steering/types.ts';
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
 * @returns one effect a layer, in the order given; each is measured once and remembered
 * @throws TillerError `aborted`, `model_not_loaded`, `layer_out_of_range`, and as `capture`
 */
export async function layerEffects(
  { vector, steering, phrasings, prompts, layers }: LayerEffectsInput,
  { tiller, numbers }: Lab,
  { signal, onProgress }: LayerEffectsOptions = {},
): Promise<LayerEffect[]> {
  const total = prompts.length * (layers.length + 2);
  let done = 0;
  const read = async (texts: readonly string[], layer?: number): Promise<Float32Array> => {
    const { model } = tiller;
    if (!model) throw new TillerError('model_not_loaded', 'no model is loaded: load one on Models.');
    const applied = layer === undefined ? [] : [{ vector, setting: { ...steering, layer } }];
    const { shape, data } = await tiller.capture(
      texts.map((text) => asAsked(text, model.hasChatTemplate).prompt),
      {
        interventions: interventionsOf(applied),
        onProgress: ({ loaded }) => onProgress?.(done + loaded, total),
        ...(signal ? { signal } : {}),
      },
    );
    done += texts.length;
    return finalStates(shape, data);
  };
  const inWords = prompts.map((prompt, index) => withInstruction({ phrasings }, prompt, index));
  /** read where the first effect is not remembered */
  let ends: Omit<FinalStates, 'steered'> | null = null;
  const effects: LayerEffect[] = [];
  for (const [index, layer] of layers.entries()) {
    const [{ direction, ...how }] = interventionsOf([{ vector, setting: { ...steering, layer } }]) as [
      Intervention,
    ];
    const effect = await numbers.of(['effect', prompts, inWords, how, Array.from(direction)], async () => {
      ends ??= { plain: await read(prompts), instructed: await read(inWords) };
      return effectOf({ ...ends, steered: await read(prompts, layer) }, vector.hiddenSize);
    });
    effects.push({ layer, effect });
    done = prompts.length * (index + 3);
    onProgress?.(done, total);
  }
  return effects;
}
