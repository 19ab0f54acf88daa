/**
 * Whether a model can run on this device, said before any of its large files is read: what it needs against what there
 * is, for each backend that would be tried. Numbers and reasons only; the words are the page's.
 */
import { HALF_PRECISION, ROUNDED_ACTIVATIONS } from '../catalogue/dtypes.ts';
import { LOWERED_LIMIT_BYTES, loweredBytes } from './memory.ts';

export type Backend = 'webgpu' | 'wasm';

/** What is known of the model: part of a survey, and of the catalogue. */
export interface ModelNeeds {
  dtype: string;
  /** that the model also has */
  dtypes: readonly string[];
  sizeBytes: number;
  /** of them still to be fetched */
  downloadBytes: number;
  largestTensorBytes: number | null;
  /** number of weights; null: not known */
  parameters: number | null;
}

/** What is known of the device. */
export interface DeviceLimits {
  hasWebGpu: boolean;
  /** WebGPU emulated on the CPU */
  isSoftware: boolean;
  hasF16: boolean;
  maxBufferBytes: number | null;
  maxBindingBytes: number | null;
  /** as the browser says it, rounded and capped; null where it does not */
  deviceMemoryGiB: number | null;
  /** a phone or a tablet */
  isHandheld: boolean;
}

export interface StorageRoom {
  usageBytes: number | null;
  quotaBytes: number | null;
}

export type Finding =
  | { code: 'no_webgpu' }
  | { code: 'emulated_webgpu' }
  | { code: 'no_f16'; dtype: string }
  | { code: 'piece_too_large'; needBytes: number; limitBytes: number }
  | { code: 'piece_unknown'; limitBytes: number }
  | { code: 'heap_too_small'; needBytes: number; limitBytes: number }
  | { code: 'heap_may_be_small'; needBytes: number; limitBytes: number }
  | { code: 'memory_too_small'; needBytes: number; limitBytes: number; memoryBytes: number | null }
  | { code: 'memory_may_be_small'; needBytes: number; memoryBytes: number }
  | { code: 'storage_too_small'; needBytes: number; freeBytes: number }
  | { code: 'rounded_activations'; dtype: string };

/** `refused`: cannot work here. `warned`: may work, and the user decides. */
export type Level = 'fits' | 'warned' | 'refused';

const LEVELS: Record<Finding['code'], Level> = {
  no_webgpu: 'refused',
  emulated_webgpu: 'warned',
  no_f16: 'refused',
  piece_too_large: 'refused',
  piece_unknown: 'fits',
  heap_too_small: 'refused',
  heap_may_be_small: 'warned',
  memory_too_small: 'refused',
  memory_may_be_small: 'warned',
  storage_too_small: 'warned',
  rounded_activations: 'warned',
};

export interface BackendVerdict {
  backend: Backend;
  level: Level;
  /** bytes that the weights take up on this backend, at most */
  memoryBytes: number;
  findings: Finding[];
}

/** Something else of the same model that would fit. */
export type Instead = { kind: 'dtype'; dtype: string } | { kind: 'backend'; backend: Backend };

export interface Preflight {
  /** of the backend that the model would run on */
  level: Level;
  backend: Backend;
  /** one for each backend that was considered, the first choice first */
  verdicts: BackendVerdict[];
  /** only beside `refused`, where there is something */
  instead: Instead | null;
}

const GIB = 1024 ** 3;
/** Browsers end a phone's page well before it fills the memory; half of it is what the system leaves to one. */
const HANDHELD_SHARE = 0.5;
/** Of a phone whose browser does not tell its memory. */
const HANDHELD_GIB = 4;
/** A computer has swap and other memory; near its end it becomes slow rather than stops. */
const COMPUTER_SHARE = 0.75;
/** The largest value that browsers tell; more memory than that looks the same. */
const LARGEST_TOLD_GIB = 8;

/**
 * @param wanted the backend that was chosen; `auto` takes WebGPU where it is real and the model fits, else WASM
 */
export function preflight(
  needs: ModelNeeds,
  device: DeviceLimits,
  storage: StorageRoom,
  wanted: 'auto' | Backend = 'auto',
): Preflight {
  const verdicts = backendsToTry(wanted, device).map((backend) => judge(backend, needs, device, storage));
  const chosen = verdicts.find(({ level }) => level !== 'refused') ?? verdicts[0]!;
  return {
    level: chosen.level,
    backend: chosen.backend,
    verdicts,
    instead: chosen.level === 'refused' ? findInstead(needs, device, storage, wanted) : null,
  };
}

/** A software adapter is slower than WASM, so it is used only where it was asked for. */
function backendsToTry(wanted: 'auto' | Backend, device: DeviceLimits): Backend[] {
  if (wanted !== 'auto') return [wanted];
  return device.hasWebGpu && !device.isSoftware ? ['webgpu', 'wasm'] : ['wasm'];
}

function judge(
  backend: Backend,
  needs: ModelNeeds,
  device: DeviceLimits,
  storage: StorageRoom,
): BackendVerdict {
  const lowered = loweredBytes(needs.sizeBytes, needs.dtype, needs.parameters);
  const memoryBytes = backend === 'webgpu' ? needs.sizeBytes : lowered.most;
  const findings = [
    ...(backend === 'webgpu' ? adapterFindings(needs, device) : heapFindings(lowered)),
    ...memoryFindings(backend === 'webgpu' ? needs.sizeBytes : lowered.least, device),
    ...storageFindings(needs, storage),
  ];
  if (ROUNDED_ACTIVATIONS.has(needs.dtype))
    findings.push({ code: 'rounded_activations', dtype: needs.dtype });
  return { backend, level: worst(findings), memoryBytes, findings };
}

/** A buffer holds one tensor, and one binding shows it to a shader: the largest tensor has to go through both. */
function adapterFindings(needs: ModelNeeds, device: DeviceLimits): Finding[] {
  if (!device.hasWebGpu) return [{ code: 'no_webgpu' }];
  const findings: Finding[] = [];
  if (device.isSoftware) findings.push({ code: 'emulated_webgpu' });
  if (HALF_PRECISION.has(needs.dtype) && !device.hasF16) {
    findings.push({ code: 'no_f16', dtype: needs.dtype });
  }
  const limitBytes = Math.min(device.maxBufferBytes ?? Infinity, device.maxBindingBytes ?? Infinity);
  const needBytes = needs.largestTensorBytes;
  if (needBytes === null) {
    if (needs.sizeBytes > limitBytes) findings.push({ code: 'piece_unknown', limitBytes });
  } else if (needBytes > limitBytes) {
    findings.push({ code: 'piece_too_large', needBytes, limitBytes });
  }
  return findings;
}

function heapFindings({ least, most }: { least: number; most: number }): Finding[] {
  const limitBytes = LOWERED_LIMIT_BYTES;
  if (least > limitBytes) return [{ code: 'heap_too_small', needBytes: least, limitBytes }];
  return most > limitBytes ? [{ code: 'heap_may_be_small', needBytes: most, limitBytes }] : [];
}

function memoryFindings(needBytes: number, { deviceMemoryGiB, isHandheld }: DeviceLimits): Finding[] {
  const memoryBytes = deviceMemoryGiB === null ? null : deviceMemoryGiB * GIB;
  if (isHandheld) {
    const limitBytes = (memoryBytes ?? HANDHELD_GIB * GIB) * HANDHELD_SHARE;
    return needBytes > limitBytes ? [{ code: 'memory_too_small', needBytes, limitBytes, memoryBytes }] : [];
  }
  if (memoryBytes === null || memoryBytes >= LARGEST_TOLD_GIB * GIB) return [];
  return needBytes > memoryBytes * COMPUTER_SHARE
    ? [{ code: 'memory_may_be_small', needBytes, memoryBytes }]
    : [];
}

function storageFindings({ downloadBytes }: ModelNeeds, { usageBytes, quotaBytes }: StorageRoom): Finding[] {
  if (usageBytes === null || quotaBytes === null) return [];
  const freeBytes = Math.max(0, quotaBytes - usageBytes);
  return downloadBytes > freeBytes
    ? [{ code: 'storage_too_small', needBytes: downloadBytes, freeBytes }]
    : [];
}

function worst(findings: readonly Finding[]): Level {
  const levels = findings.map(({ code }) => LEVELS[code]);
  if (levels.includes('refused')) return 'refused';
  return levels.includes('warned') ? 'warned' : 'fits';
}

/** The same model in other files, or on the other backend. Sizes of other files are not known, so only f16 tells. */
function findInstead(
  needs: ModelNeeds,
  device: DeviceLimits,
  storage: StorageRoom,
  wanted: 'auto' | Backend,
): Instead | null {
  const [first] = backendsToTry(wanted, device);
  const lacksOnlyF16 =
    first === 'webgpu' &&
    judge(first, needs, device, storage)
      .findings.filter(({ code }) => LEVELS[code] === 'refused')
      .every(({ code }) => code === 'no_f16');
  const full = ['q4', 'fp32'].find((dtype) => needs.dtypes.includes(dtype));
  if (lacksOnlyF16 && full !== undefined) return { kind: 'dtype', dtype: full };
  const other: Backend = wanted === 'wasm' ? 'webgpu' : 'wasm';
  if (wanted === 'auto') return null;
  return judge(other, needs, device, storage).level === 'refused'
    ? null
    : { kind: 'backend', backend: other };
}
