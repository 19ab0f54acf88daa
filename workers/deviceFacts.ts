/** What this browser and its GPU allow, found by asking, never by the browser's name. */
import type { DeviceFacts } from '../src/protocol/storage.ts';
import type { AdapterFacts } from './backends.ts';

/** A page of WebAssembly memory, bytes. */
const WASM_PAGE = 65_536;

/** Address spaces that browsers give, in pages: 4, 2, 1 and half a GiB. */
const HEAP_PAGES = [65_536, 32_768, 16_384, 8_192];

/** @param adapter null where WebGPU is missing */
export function deviceFacts(adapter: (AdapterFacts & { limits: GPUSupportedLimits }) | null): DeviceFacts {
  const isIsolated = globalThis.crossOriginIsolated === true;
  return {
    hasWebGpu: adapter !== null,
    adapterName: adapter?.name ?? null,
    isSoftware: adapter?.isSoftware ?? false,
    hasF16: adapter?.hasF16 ?? false,
    maxBufferBytes: adapter?.limits.maxBufferSize ?? null,
    maxBindingBytes: adapter?.limits.maxStorageBufferBindingSize ?? null,
    wasmHeapBytes: largestHeap(isIsolated),
    deviceMemoryGiB: deviceMemory(),
    isIsolated,
  };
}

/** A memory reserves its whole address space when it is made, so a maximum that is refused is one that does not fit. */
function largestHeap(isShared: boolean): number {
  for (const maximum of HEAP_PAGES) {
    try {
      new WebAssembly.Memory({ initial: 1, maximum, shared: isShared });
      return maximum * WASM_PAGE;
    } catch {
      // the next smaller one
    }
  }
  return 0;
}

/** Only Chromium tells it, and TypeScript knows of no such property. */
function deviceMemory(): number | null {
  const { navigator } = globalThis;
  return navigator && 'deviceMemory' in navigator && typeof navigator.deviceMemory === 'number'
    ? navigator.deviceMemory
    : null;
}
