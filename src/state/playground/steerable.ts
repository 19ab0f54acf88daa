/**
 * What can steer, whoever made it: a shipped preset or a vector that the user saved. The picker, the steering card and
 * the checks know it by this shape.
 */
import type { SteeringSetting } from '../../core/steering/setting.ts';
import { transferNotice, transferProblem, type VectorFacts } from '../../core/steering/transfer.ts';
import type { ModelInfo } from '../../protocol/model.ts';
import type { PresetCheck } from './presets.ts';
import { isEmbedded } from './settings.ts';

export interface Steerable {
  /** unique among presets and saved vectors */
  id: string;
  title: string;
  /** one wording of the instruction; null where none is known */
  words: string | null;
  /** how it is best used; null where nobody has found out */
  setting: SteeringSetting | null;
  /** judges whether an answer follows the instruction */
  check: PresetCheck | null;
  /** what it was made on, and what everything said about it was measured on */
  modelId: string;
}

/** Whether what was measured for it holds for the loaded model; without one it is shown as it is. */
export function isMeasuredOn({ modelId }: Steerable, info: ModelInfo | null): boolean {
  return !info || isSameModel(modelId, info.id);
}

/** The embedded model has two names: the one it is loaded by, and its folder's. */
export function isSameModel(a: string, b: string): boolean {
  return a === b || (isEmbedded(a) && isEmbedded(b));
}

/** Why a vector cannot steer the loaded model; null when it can, or when one of the two is missing. */
export function vectorProblem(vector: VectorFacts | null, info: ModelInfo | null): string | null {
  return vector && info ? transferProblem(named(vector), { ...info, id: modelWords(info.id) }) : null;
}

/** What to know before steering the loaded model with another one's vector; null for its own, or one that cannot. */
export function vectorNotice(vector: VectorFacts | null, info: ModelInfo | null): string | null {
  return vector && info ? transferNotice(named(vector), { ...info, id: modelWords(info.id) }) : null;
}

/** With its model as the page calls it. */
function named(vector: VectorFacts): VectorFacts {
  return { ...vector, modelId: modelWords(vector.modelId) };
}

const modelWords = (id: string): string => (isEmbedded(id) ? 'the embedded model' : id);
