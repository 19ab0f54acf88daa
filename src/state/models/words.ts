/** Models, devices and stored files in the words of the Models place. */
import type { CatalogueModel } from '../../core/catalogue/catalogue.ts';
import { leastBytes } from '../../core/catalogue/dtypes.ts';
import { isLikelyToFit } from '../../core/preflight/expect.ts';
import type { DeviceLimits } from '../../core/preflight/preflight.ts';
import type { DeviceFacts, ModelSurvey, StorageFacts, StoredModel } from '../../protocol/storage.ts';
import { decimal } from '../../text/numbers.ts';
import { currentLanguage, t } from '../../text/text.ts';
import { formatBytes } from '../format.ts';

/** `3.8 B`, `362 M` */
export function parametersText(parameters: number): string {
  if (parameters < 1e9) return t('models.millions', { number: Math.round(parameters / 1e6) });
  return t('models.billions', { number: decimal(parameters / 1e9, 2).replace(/0$/, '') });
}

/** What the catalogue can say of a size before the repository is asked. */
export function expectedSizeText({ sizeBytes, parameters, dtypes }: CatalogueModel): string {
  if (sizeBytes) {
    const { from, to } = sizeBytes;
    return from === to
      ? t('models.about', { size: formatBytes(from) })
      : t('models.aboutFromTo', { from: decimal(from / 1e9, 1), to: formatBytes(to) });
  }
  const least = leastBytes(parameters, dtypes.full);
  return least === null ? t('models.askedFirst') : t('models.over', { size: formatBytes(least) });
}

/** Why a model of the catalogue is probably not for this device; empty where it may well be. */
export function unlikelyText(model: CatalogueModel, device: DeviceLimits): string {
  if (isLikelyToFit(model, device)) return '';
  const couldOnGpu = isLikelyToFit(model, { ...device, hasWebGpu: true, isSoftware: false, hasF16: true });
  return couldOnGpu ? t('models.needsWebGpu') : t('models.tooLarge');
}

/** What there is to download of a model on offer. */
export function downloadText({ sizeBytes, downloadBytes }: ModelSurvey): string {
  const size = formatBytes(sizeBytes);
  if (downloadBytes === 0) return t('models.allHere', { size });
  if (downloadBytes === sizeBytes) return t('models.toDownload', { size });
  return t('models.restHere', { part: formatBytes(downloadBytes), size });
}

/** null where the browser does not say */
export function freeBytes({ usageBytes, quotaBytes }: StorageFacts): number | null {
  return usageBytes === null || quotaBytes === null ? null : Math.max(0, quotaBytes - usageBytes);
}

export function freeText(storage: StorageFacts): string {
  const free = freeBytes(storage);
  return free === null ? t('models.roomNotTold') : t('models.room', { size: formatBytes(free) });
}

/** What this device is, as far as models go. */
export function deviceText(device: DeviceFacts): string {
  const { hasWebGpu, isSoftware, isIsolated, adapterName, hasF16, maxBindingBytes } = device;
  if (!hasWebGpu) return t(isIsolated ? 'models.deviceNoWebGpu' : 'models.deviceNoWebGpuOneThread');
  if (isSoftware) return t(isIsolated ? 'models.deviceEmulated' : 'models.deviceEmulatedOneThread');
  const parts = [
    adapterName ? t('models.webGpuOn', { adapter: adapterName }) : 'WebGPU',
    t(hasF16 ? 'models.withF16' : 'models.withoutF16'),
    ...(maxBindingBytes === null ? [] : [t('models.piecesTo', { size: formatBytes(maxBindingBytes) })]),
  ];
  return `${parts.join(', ')}.`;
}

/** The id without the first characters of its commit and with them. */
export function revisionText(revision: string | null): string {
  if (revision === null) return '';
  return /^[0-9a-f]{40}$/.test(revision) ? revision.slice(0, 7) : revision;
}

/** `21 November 2026` */
function dayText(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return t('models.unknownTime');
  return date.toLocaleDateString(currentLanguage() === 'de' ? 'de-DE' : 'en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
}

/** One line on a stored model: files, size, when it came and whether its bytes were compared. */
export function storedText(model: StoredModel): string {
  const { dtype, sizeBytes, storedBytes, storedAt, isComplete } = model;
  if (!isComplete) {
    const stored = formatBytes(storedBytes);
    const part =
      sizeBytes > 0 ? t('models.amountOf', { loaded: stored, total: formatBytes(sizeBytes) }) : stored;
    return t('models.storedPart', { dtype, part, day: dayText(storedAt) });
  }
  return t('models.storedWhole', {
    dtype,
    size: formatBytes(sizeBytes),
    day: dayText(storedAt),
    compared: checkedText(model),
  });
}

function checkedText({ check, checkedAt }: StoredModel): string {
  if (checkedAt === null) return t('models.notComparedYet');
  return t(check === 'hub' ? 'models.comparedWithHub' : 'models.comparedWithFirst', {
    day: dayText(checkedAt),
  });
}

/** Where the files are and how much of the room they take. */
export function storageText(storage: StorageFacts): string {
  const { kind, usageBytes, quotaBytes } = storage;
  if (kind === 'memory') return t('models.keepsNothing');
  if (usageBytes === null || quotaBytes === null) return t('models.roomUnknown');
  return t('models.roomUsed', { used: formatBytes(usageBytes), quota: formatBytes(quotaBytes) });
}
