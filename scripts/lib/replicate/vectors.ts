/** The vectors of a replication: the presets' own files where they fit, else built once and kept beside the results. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tiller } from '../../../src/api/index.ts';
import { readSteeringVector, writeSteeringVector } from '../../../src/core/files/safetensors.ts';
import { BASE_PROMPTS } from '../../../src/core/pairs/basePrompts.ts';
import { findInstruction, type Instruction } from '../../../src/core/pairs/instructions.ts';
import { buildPairs } from '../../../src/core/pairs/pairs.ts';
import type { SteeringVector } from '../../../src/core/steering/types.ts';
import { PAIRS } from '../presets/settings.ts';
import { presetsFolder } from '../presets/vectors.ts';

export interface FoundVector {
  vector: SteeringVector;
  /** `preset`: as shipped, which `npm run presets -- --check` compares with a fresh fit */
  source: 'preset' | 'fitted';
  pairs: number;
}

export async function vectorOf(
  instruction: Instruction,
  tiller: Tiller,
  { pairs, isEmbedded, folder }: { pairs: number; isEmbedded: boolean; folder: string },
): Promise<FoundVector> {
  if (isEmbedded && pairs === PAIRS && findInstruction(instruction.id)) {
    const path = join(presetsFolder, `${instruction.id}.safetensors`);
    return { vector: readSteeringVector(readFileSync(path)), source: 'preset', pairs };
  }
  // a run that is resumed needs the same numbers to the bit, or it would not know its answers again
  const path = join(folder, `${instruction.id}-${pairs}.safetensors`);
  if (existsSync(path)) {
    const vector = readSteeringVector(readFileSync(path));
    if (vector.modelId === tiller.model?.id) return { vector, source: 'fitted', pairs };
  }
  const vector = await tiller.fitVector(buildPairs(instruction, BASE_PROMPTS.build.slice(0, pairs)), {
    name: instruction.title,
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, writeSteeringVector(vector, { readPosition: 'last prompt token' }));
  return { vector: readSteeringVector(readFileSync(path)), source: 'fitted', pairs };
}
