/** Models, devices and stored files in the words of the Models place. */
import type { CatalogueModel } from '../../core/catalogue/catalogue.ts';
import { leastBytes } from '../../core/catalogue/dtypes.ts';
import { isLikelyToFit } from '../../core/preflight/expect.ts';
import type { DeviceLimits } from '../../core/preflight/preflight.ts';
import type { DeviceFacts, ModelSurvey, StorageFacts, StoredModel } from '../../protocol/storage.ts';
import { formatBytes } from '../format.ts';

/** `3.8 B`, `362 M` */
export function parametersText(parameters: number): string {
  if (parameters < 1e9) return `${Math.round(parameters / 1e6)} M`;
  return `${(parameters / 1e9).toFixed(2).replace(/0$/, '')} B`;
}

/** What the catalogue can say of a size before the repository is asked. */
export function expectedSizeText({ sizeBytes, parameters, dtypes }: CatalogueModel): string {
  if (sizeBytes) {
    const { from, to } = sizeBytes;
    return from === to ? `about ${formatBytes(from)}` : `about ${gigabytes(from)} to ${formatBytes(to)}`;
  }
  const least = leastBytes(parameters, dtypes.full);
  return least === null ? 'asked for first' : `over ${formatBytes(least)}`;
}

const gigabytes = (bytes: number): string => (bytes / 1e9).toFixed(1);

/** Why a model of the catalogue is probably not for this device; empty where it may well be. */
export function unlikelyText(model: CatalogueModel, device: DeviceLimits): string {
  if (isLikelyToFit(model, device)) return '';
  const couldOnGpu = isLikelyToFit(model, { ...device, hasWebGpu: true, isSoftware: false, hasF16: true });
  return couldOnGpu ? 'needs WebGPU' : 'probably too large for this device';
}

/** What there is to download of a model on offer. */
export function downloadText({ sizeBytes, downloadBytes }: ModelSurvey): string {
  if (downloadBytes === 0) return `${formatBytes(sizeBytes)}, all of it on this device`;
  if (downloadBytes === sizeBytes) return `${formatBytes(sizeBytes)} to download`;
  return `${formatBytes(downloadBytes)} of ${formatBytes(sizeBytes)} to download, the rest is on this device`;
}

/** null where the browser does not say */
export function freeBytes({ usageBytes, quotaBytes }: StorageFacts): number | null {
  return usageBytes === null || quotaBytes === null ? null : Math.max(0, quotaBytes - usageBytes);
}

export function freeText(storage: StorageFacts): string {
  const free = freeBytes(storage);
  return free === null ? 'not told by this browser' : `${formatBytes(free)} for this site`;
}

/** What this device is, as far as models go. */
export function deviceText(device: DeviceFacts): string {
  const threads = device.isIsolated ? '' : ', with one thread, as the server does not isolate the page';
  if (!device.hasWebGpu) return `No WebGPU in this browser: models run on the CPU (WASM)${threads}.`;
  if (device.isSoftware) return `WebGPU is only emulated here: models run on the CPU (WASM)${threads}.`;
  const half = device.hasF16 ? 'with float16' : 'without float16';
  const piece =
    device.maxBindingBytes === null ? '' : `, pieces up to ${formatBytes(device.maxBindingBytes)}`;
  return `WebGPU${device.adapterName ? ` on ${device.adapterName}` : ''}, ${half}${piece}.`;
}

/** The id without the first characters of its commit and with them. */
export function revisionText(revision: string | null): string {
  if (revision === null) return '';
  return /^[0-9a-f]{40}$/.test(revision) ? revision.slice(0, 7) : revision;
}

/** `21 November 2026` */
export function dayText(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return 'at an unknown time';
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
}

/** One line on a stored model: files, size, when it came and whether its bytes were compared. */
export function storedText(model: StoredModel): string {
  const { dtype, sizeBytes, storedBytes, storedAt, isComplete } = model;
  if (!isComplete) {
    const share =
      sizeBytes > 0 ? `${formatBytes(storedBytes)} of ${formatBytes(sizeBytes)}` : formatBytes(storedBytes);
    return `${dtype} · ${share}, begun ${dayText(storedAt)}`;
  }
  return `${dtype} · ${formatBytes(sizeBytes)} · stored ${dayText(storedAt)} · ${checkedText(model)}`;
}

function checkedText({ check, checkedAt }: StoredModel): string {
  const against = check === 'hub' ? 'the hub’s hashes' : 'the hashes of its first load';
  return checkedAt === null ? 'not compared yet' : `compared with ${against} ${dayText(checkedAt)}`;
}

/** Where the files are and how much of the room they take. */
export function storageText(storage: StorageFacts): string {
  const { kind, usageBytes, quotaBytes } = storage;
  if (kind === 'memory') return 'This browser keeps nothing here: models are gone with the page.';
  if (usageBytes === null || quotaBytes === null) return 'This browser does not tell how much room there is.';
  return `${formatBytes(usageBytes)} used of the ${formatBytes(quotaBytes)} that this site may use.`;
}
