/** A saved vector in a line: where it comes from, its size, how it was made and how it is used. */
import { transferProblem } from '../../core/steering/transfer.ts';
import type { ModelInfo } from '../../protocol/model.ts';
import type { VectorEntry } from '../../storage/index.ts';
import { formatBytes } from '../format.ts';
import { METHOD_TITLES } from './fit.ts';

/** `SmolLM2-135M-Instruct · 30 layers of 576 · mean difference, 40 pairs · 210 kB · 21 Nov 2026` */
export function entryFacts(entry: VectorEntry, info: ModelInfo | null): string {
  const { modelId, numLayers, hiddenSize, method, pairCount, bytes, createdAt, setting } = entry;
  const made = isMethod(method) ? METHOD_TITLES[method] : method;
  const model = modelId === '' ? 'model not known' : modelId;
  return [
    info && transferProblem(entry, info) ? `${model} (does not fit the loaded model)` : model,
    `${numLayers} layers of ${hiddenSize}`,
    pairCount > 0 ? `${made}, ${pairCount} ${pairCount === 1 ? 'pair' : 'pairs'}` : made,
    ...(setting ? [`best at layer ${setting.layer}`] : []),
    formatBytes(bytes),
    new Date(createdAt).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' }),
  ].join(' · ');
}

const isMethod = (method: string): method is keyof typeof METHOD_TITLES =>
  Object.hasOwn(METHOD_TITLES, method);
