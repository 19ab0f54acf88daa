/** A shipped preset for another model: its vector from the same pairs, its layer and strength by the fast search. */
import { TillerError } from '../core/errors.ts';
import { INSTRUCTIONS, PRESET_PAIRS } from '../core/pairs/instructions.ts';
import { sisterLayer } from '../core/pairs/sisterLayers.ts';
import type { Operator } from '../core/steering/types.ts';
import type { Decoding } from './answers.ts';
import type { Lab } from './lab.ts';
import { modelKeyOf } from './modelKey.ts';
import { type OwnInstructionOptions, type OwnInstructionResult, steeringOf } from './ownInstruction.ts';

export interface PresetBuildInput {
  /** of a preset, and of its instruction */
  presetId: string;
  /** of the model it is built for */
  modelKey: string;
  /** as the preset is shipped with; the strength is found anew */
  operator: Operator;
  /** of the answers that settings are tried with */
  decoding: Decoding;
}

export type PresetBuildResult = Pick<OwnInstructionResult, 'instruction' | 'vector' | 'setting' | 'evidence'>;

/**
 * @returns the same for the same input
 * @throws TillerError `bad_request` for a preset that no instruction is known for, or with another model loaded;
 *   `aborted`, and as the model
 */
export async function presetBuild(
  { presetId, modelKey, operator, decoding }: PresetBuildInput,
  lab: Lab,
  options: OwnInstructionOptions = {},
): Promise<PresetBuildResult> {
  const instruction = INSTRUCTIONS.find(({ id }) => id === presetId);
  if (!instruction) {
    throw new TillerError('bad_request', `there is no instruction "${presetId}" to build a vector for.`);
  }
  const { model } = lab.tiller;
  if (!model || modelKeyOf(model) !== modelKey) {
    throw new TillerError(
      'bad_request',
      `“${instruction.title}” was to be built for another model: load that one, or build it for this one.`,
    );
  }
  const sister = sisterLayer(instruction.family, model);
  const start = sister ? { startLayer: sister.layer } : {};
  const steering = { operator, strength: 1 };
  const { vector, setting, evidence } = await steeringOf(
    { instruction, pairs: PRESET_PAIRS, steering, ...start, decoding },
    lab,
    options,
  );
  return { instruction, vector, setting, evidence };
}
