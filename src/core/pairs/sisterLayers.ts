/**
 * Layers at which the paper's authors steered a model of the same family, as a place to start from: theirs is a sister
 * of the model here, not the same. Source: the published code, github.com/microsoft/llm-steer-instruct,
 * `source_layer_idx` of config/length_evaluation.yaml and config/keywords/keyword_evaluation.yaml (model phi-3, which is
 * Phi-3-mini); their hooks are at resid_post and count from 0, as ours. For formats they searched the layer anew for
 * each instruction, and for Gemma-2 the code names no single layer: nothing is given for those.
 */
import type { InstructionFamily } from './instructions.ts';

export interface SisterLayer {
  layer: number;
  /** the model that it was used with */
  sister: string;
}

interface Sister {
  sister: string;
  /** of model ids here */
  pattern: RegExp;
  /** a model of another depth is no sister */
  numLayers: number;
  layers: Partial<Record<InstructionFamily, number>>;
}

const SISTERS: readonly Sister[] = [
  {
    sister: 'Phi-3-mini',
    pattern: /phi-3(\.5)?-mini/i,
    numLayers: 32,
    layers: { length: 12, keyword: 24 },
  },
];

/** Null where none is known. */
export function sisterLayer(
  family: InstructionFamily,
  model: { id: string; numLayers: number },
): SisterLayer | null {
  const found = SISTERS.find(
    ({ pattern, numLayers }) => pattern.test(model.id) && numLayers === model.numLayers,
  );
  const layer = found?.layers[family];
  return found && layer !== undefined ? { layer, sister: found.sister } : null;
}
