/** ONNX Runtime for the browser, one of its two builds: plain WebAssembly, or WebGPU (asyncify). */
import type * as Ort from 'onnxruntime-web';
import type { Backend } from '../src/protocol/model.ts';
import { runtimeFiles } from '../src/protocol/offline.ts';
import { runtimeNotFetched } from './fatal.ts';
import { inTime } from './stallClock.ts';

export type Runtime = typeof Ort;

/** More threads than this gain nothing for a decode step that waits for memory. */
const MAX_THREADS = 4;

/** Its script has a few hundred kB; a connection that takes longer has stopped. Milliseconds. */
const SCRIPT_MS = 60_000;

/**
 * @param base URL of the page, ending in a slash
 * @throws TillerError `download_failed` when its script does not come
 */
export async function loadRuntime(backend: Backend, base: string): Promise<Runtime> {
  const script: Promise<Runtime> =
    backend === 'webgpu' ? import('onnxruntime-web/webgpu') : import('onnxruntime-web/wasm');
  const late = () => runtimeNotFetched(`nothing came for ${SCRIPT_MS / 1000} seconds`);
  const runtime = await inTime(
    script.catch((error: unknown) => Promise.reject(runtimeNotFetched(String(error)))),
    SCRIPT_MS,
    late,
  );
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
