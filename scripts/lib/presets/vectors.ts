/** Presets' vectors: built with the app's own pipeline, written with their origin, compared with what is shipped. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tiller } from '../../../src/api/index.ts';
import { readSteeringVector, writeSteeringVector } from '../../../src/core/files/safetensors.ts';
import { BASE_PROMPTS } from '../../../src/core/pairs/basePrompts.ts';
import type { Instruction } from '../../../src/core/pairs/instructions.ts';
import { buildPairs, type ChatPair } from '../../../src/core/pairs/pairs.ts';
import { cosine } from '../../../src/core/steering/direction.ts';
import type { SteeringVector } from '../../../src/core/steering/types.ts';
import { root } from '../setup.mjs';
import { PAIRS, type Setting } from './settings.ts';
import { embeddedModel, tokenizerSha256 } from './tokenizer.ts';

export const presetsFolder = join(root, 'public', 'presets');

const vectorPath = (id: string) => join(presetsFolder, `${id}.safetensors`);

export async function buildVector(tiller: Tiller, instruction: Instruction): Promise<SteeringVector> {
  return tiller.fitVector(pairsOf(instruction), { name: instruction.title });
}

export function readVector(id: string): SteeringVector {
  return readSteeringVector(readFileSync(vectorPath(id)));
}

/** Writes the file, with the setting as the one to use. */
export function writeVector(instruction: Instruction, vector: SteeringVector, setting: Setting): void {
  const entry = embeddedModel;
  const hashOf = (path: string) => entry.files.find((file) => file.path === path)?.sha256;
  const modelSha256 = hashOf(`onnx/model_${entry.dtype}.onnx`);
  const chatTemplateSha256 = hashOf('chat_template.jinja');
  const bytes = writeSteeringVector(vector, {
    modelDtype: entry.dtype,
    ...(modelSha256 ? { modelSha256 } : {}),
    ...(tokenizerSha256 ? { tokenizerSha256 } : {}),
    ...(chatTemplateSha256 ? { chatTemplateSha256 } : {}),
    readPosition: 'last prompt token',
    pairsSha256: createHash('sha256')
      .update(JSON.stringify(pairsOf(instruction)))
      .digest('hex'),
    bestLayer: setting.layer,
    operator: setting.operator,
    strength: setting.strength,
  });
  writeFileSync(vectorPath(instruction.id), bytes);
}

/** The smallest cosine, over layers, between the directions of two vectors of the same sizes. */
export function smallestCosine(a: SteeringVector, b: SteeringVector): number {
  const rowOf = ({ direction, hiddenSize }: SteeringVector, layer: number) =>
    direction.subarray(layer * hiddenSize, (layer + 1) * hiddenSize);
  const cosines = Array.from({ length: a.numLayers }, (_, layer) => cosine(rowOf(a, layer), rowOf(b, layer)));
  return Math.min(...cosines);
}

function pairsOf(instruction: Instruction): ChatPair[] {
  return buildPairs(instruction, BASE_PROMPTS.build.slice(0, PAIRS));
}
