/** ONNX Runtime for the browser, one of its two builds: plain WebAssembly, or WebGPU (asyncify). */
import type * as Ort from 'onnxruntime-web';
import type { Backend } from '../src/protocol/model.ts';
import { runtimeFiles } from '../src/protocol/offline.ts';

export type Runtime = typeof Ort;

/** More threads than this gain nothing for a decode step that waits for memory. */
const MAX_THREADS = 4;

/**
 * @param base URL of the page, ending in a slash
 */
export async function loadRuntime(backend: Backend, base: string): Promise<Runtime> {
  const runtime: Runtime =
    backend === 'webgpu' ? await import('onnxruntime-web/webgpu') : await import('onnxruntime-web/wasm');
  // Served by the app itself, never by a content network.
  const { mjs, wasm } = runtimeFiles(backend);
  runtime.env.wasm.wasmPaths = { mjs: new URL(mjs, base).href, wasm: new URL(wasm, base).href };
  runtime.env.wasm.numThreads = threadCount(backend);
  runtime.env.logLevel = 'error';
  return runtime;
}

/** Threads need shared memory, which a page has only when it is cross-origin isolated. */
function threadCount(backend: Backend): number {
  if (backend === 'webgpu' || !globalThis.crossOriginIsolated) return 1;
  return Math.max(1, Math.min(navigator.hardwareConcurrency ?? 1, MAX_THREADS));
}
