/**
 * What a model of the catalogue will probably need, before its repository is asked: enough to say which ones are worth
 * asking about on this device. The survey of the repository itself decides.
 */
import { CATALOGUE, type CatalogueModel } from '../catalogue/catalogue.ts';
import { leastBytes, suitableDtype } from '../catalogue/dtypes.ts';
import { type DeviceLimits, type ModelNeeds, preflight } from './preflight.ts';

const FLOAT16_BYTES = 2;

/**
 * The largest tensor is the embedding, which exports leave in float16 where they do not quantise it.
 * @returns sizes of 4-bit weights with such an embedding, unless the real size is known
 */
export function expectNeeds(model: CatalogueModel, device: DeviceLimits): ModelNeeds {
  const dtype = suitableDtype(model, device.hasWebGpu && !device.isSoftware && device.hasF16);
  const embedding = model.vocabSize * model.hiddenSize;
  const rest = leastBytes(model.parameters - embedding, dtype)!;
  const sizeBytes = model.sizeBytes?.to ?? rest + embedding * FLOAT16_BYTES;
  return {
    dtype,
    dtypes: [model.dtypes.half, model.dtypes.full],
    sizeBytes,
    downloadBytes: sizeBytes,
    largestTensorBytes: null,
    parameters: model.parameters,
  };
}

/** Whether a model of the catalogue has a chance on this device. */
export function isLikelyToFit(model: CatalogueModel, device: DeviceLimits): boolean {
  const anyRoom = { usageBytes: null, quotaBytes: null };
  return preflight(expectNeeds(model, device), device, anyRoom).level !== 'refused';
}

/**
 * The largest confirmed model that is smaller and likely to fit.
 * @param below number of weights of the model that does not fit; null: not known
 * @returns null where none is
 */
export function suggestModel(device: DeviceLimits, below: number | null): CatalogueModel | null {
  const candidates = CATALOGUE.filter(
    (model) => model.isConfirmed && model.parameters < (below ?? Infinity) && isLikelyToFit(model, device),
  );
  return candidates.toSorted((a, b) => b.parameters - a.parameters)[0] ?? null;
}
