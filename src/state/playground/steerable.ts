/**
 * What can steer, whoever made it: a shipped preset or a vector that the user saved. The picker, the steering card and
 * the checks know it by this shape.
 */
import type { SteeringSetting } from '../../core/steering/setting.ts';
import { hasKnownTokenizer, transferMismatch, type VectorFacts } from '../../core/steering/transfer.ts';
import type { ModelInfo } from '../../protocol/model.ts';
import { t } from '../../text/text.ts';
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
  const mismatch = vector && info && transferMismatch(vector, info);
  if (!mismatch) return null;
  const made = vector.modelId === '' ? t('steering.anotherModel') : modelWords(vector.modelId);
  const model = modelWords(info.id);
  if (mismatch === 'tokenizer') return t('steering.otherVocabulary', { made, model });
  return t(`steering.other_${mismatch}`, { made, model, own: vector[mismatch], needed: info[mismatch] });
}

/** What to know before steering the loaded model with another one's vector; null for its own, or one that cannot. */
export function vectorNotice(vector: VectorFacts | null, info: ModelInfo | null): string | null {
  if (!vector || !info || isSameModel(vector.modelId, info.id) || transferMismatch(vector, info)) return null;
  const made =
    vector.modelId === ''
      ? t('steering.madeUnknown')
      : t('steering.madeOn', { made: modelWords(vector.modelId), model: modelWords(info.id) });
  const isSame = hasKnownTokenizer(vector, info);
  return `${made} ${t(isSame ? 'steering.sameVocabulary' : 'steering.vocabularyUnknown')}`;
}

const modelWords = (id: string): string => (isEmbedded(id) ? t('playground.embeddedModel') : id);
