/**
 * What page and service worker say to each other. The page asks; `keepRuntime` is answered on the port that comes with
 * it, by true once all files are kept and by false when they could not be had. `useNow` has no answer: the new version
 * takes over, which every open page hears as `controllerchange`.
 */
import type { Backend } from './model.ts';

export type OfflineRequest = { kind: 'useNow' } | { kind: 'keepRuntime'; backend: Backend };

/** Of ONNX Runtime, under `ort/`: plain for WebAssembly, asyncify for WebGPU. */
const RUNTIME_BUILDS: Record<Backend, string> = {
  wasm: 'ort-wasm-simd-threaded',
  webgpu: 'ort-wasm-simd-threaded.asyncify',
};

/** The files of one build, relative to the page. */
export function runtimeFiles(backend: Backend): { mjs: string; wasm: string } {
  const build = `ort/${RUNTIME_BUILDS[backend]}`;
  return { mjs: `${build}.mjs`, wasm: `${build}.wasm` };
}
