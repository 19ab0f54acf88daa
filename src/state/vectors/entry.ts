/** A saved vector in a line: where it comes from, its size, how it was made and how it is used. */

import { FIT_METHODS, type FitMethod } from '../../core/steering/direction.ts';
import { transferProblem } from '../../core/steering/transfer.ts';
import type { ModelInfo } from '../../protocol/model.ts';
import type { VectorEntry } from '../../storage/index.ts';
import { currentLanguage, t } from '../../text/text.ts';
import { formatBytes } from '../format.ts';

/** `SmolLM2-135M-Instruct · 30 layers of 576 · mean difference, 40 pairs · 210 kB · 21 Nov 2026` */
export function entryFacts(entry: VectorEntry, info: ModelInfo | null): string {
  const { modelId, numLayers, hiddenSize, method, pairCount, bytes, createdAt, setting } = entry;
  const made = isMethod(method) ? t(`vectors.method_${method}`) : method;
  const model = modelId === '' ? t('vectors.modelNotKnown') : modelId;
  return [
    info && transferProblem(entry, info) ? t('vectors.doesNotFit', { model }) : model,
    t('vectors.layersOf', { layers: numLayers, size: hiddenSize }),
    pairCount > 0
      ? t('vectors.madeOf', { method: made, pairs: t('vectors.pairCount', { count: pairCount }) })
      : made,
    ...(setting ? [t('vectors.bestAt', { layer: setting.layer })] : []),
    formatBytes(bytes),
    new Date(createdAt).toLocaleDateString(currentLanguage() === 'de' ? 'de-DE' : 'en-GB', {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
    }),
  ].join(' · ');
}

const isMethod = (method: string): method is FitMethod => FIT_METHODS.some((each) => each === method);
