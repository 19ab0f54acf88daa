/** Which backends a load tries on this machine. */
import { TillerError } from '../src/core/errors.ts';
import type { Backend } from '../src/protocol/model.ts';

/** What the GPU of this machine is, as far as it matters here. */
export interface AdapterFacts {
  hasF16: boolean;
  /** emulated on the CPU: right, but slower than the WASM provider */
  isSoftware: boolean;
  /** identifies the adapter for remembered self-tests */
  name: string;
}

/** The backend that a load tries first. */
export function preferredBackend(
  wanted: 'auto' | Backend | undefined,
  adapter: AdapterFacts | null,
): Backend {
  return chooseBackends(wanted ?? 'auto', adapter, [])[0] ?? 'wasm';
}

/** In the order in which a load tries them; what a user should know goes to `notices`. */
export function chooseBackends(
  wanted: 'auto' | Backend,
  adapter: AdapterFacts | null,
  notices: string[],
): Backend[] {
  if (wanted === 'wasm') return ['wasm'];
  if (wanted === 'webgpu') {
    if (adapter) return ['webgpu'];
    throw new TillerError(
      'webgpu_unavailable',
      'expected a WebGPU adapter, found none; use a browser with WebGPU, update the graphics driver, or choose the backend "wasm"',
    );
  }
  if (!adapter) {
    notices.push('This browser offers no WebGPU, so the model runs on the CPU.');
    return ['wasm'];
  }
  if (adapter.isSoftware) {
    notices.push('WebGPU is only emulated on this machine, so the model runs on the CPU, which is faster.');
    return ['wasm'];
  }
  return ['webgpu', 'wasm'];
}
