/** The engine in Node, on the same WASM provider and the same code as in the browser: for scripts and tests. */
import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import * as runtime from 'onnxruntime-web';
import { TillerError } from '../../src/core/errors.ts';
import { deviceFacts } from '../../workers/deviceFacts.ts';
import { Engine, type Environment } from '../../workers/engine.ts';
import { readManifest } from '../../workers/loader/manifest.ts';
import { isHubId, resolveSource } from '../../workers/loader/resolveSource.ts';
import type { Runtime } from '../../workers/runtime.ts';
import type { HandlerContext } from '../../workers/serve.ts';
import { memoryStore } from '../../workers/storage/memoryStore.ts';
import { ModelStorage } from '../../workers/storage/modelStorage.ts';
import { diskSource } from './diskSource.ts';

const models = fileURLToPath(new URL('../../models/', import.meta.url));

export interface NodeEngineOptions {
  /** default 2 */
  threads?: number;
  /** where hub ids lead; default: the hub */
  hub?: string;
  /** compare long prefills at load, as a browser does on a GPU: seconds on a large model; default false */
  fullSelfTest?: boolean;
}

/** `load` takes `embedded`, the path of a model folder, a hub id or an address; what is downloaded stays in memory. */
export function nodeEngine(options: NodeEngineOptions = {}): Engine {
  return new Engine(nodeEnvironment(options));
}

export function nodeEnvironment(options: NodeEngineOptions = {}): Environment {
  runtime.env.wasm.numThreads = Math.min(options.threads ?? 2, cpus().length);
  runtime.env.logLevel = 'error';
  const storage = new ModelStorage({
    files: memoryStore(),
    locks: null,
    room: async () => ({ usageBytes: null, quotaBytes: null, isPersistent: null }),
    now: () => new Date(),
  });
  return {
    runtime: async () => runtime as Runtime,
    resolve: async (source, { revision }) => {
      if (typeof source !== 'string')
        throw new TillerError('model_not_found', 'expected the path of a model folder');
      if (isOnTheWeb(source)) {
        const origin = options.hub;
        return resolveSource(source, NO_PAGE, { revision, ...(origin ? { origin } : {}) });
      }
      const local = { manifest: null, address: null, asked: null };
      if (source !== 'embedded') return { ...local, source: diskSource(source) };
      const [entry] = readManifest(JSON.parse(readFileSync(`${models}manifest.json`, 'utf8')));
      return { ...local, source: { ...diskSource(models + entry!.folder), id: entry!.id }, manifest: entry! };
    },
    adapter: async () => null,
    device: async () => deviceFacts(null),
    storage: async () => storage,
    memory: { has: async () => false, add: async () => {} },
    isThorough: options.fullSelfTest ?? false,
  };
}

/** Without a page there are no relative addresses. */
const NO_PAGE = 'http://localhost/';

/** A folder that exists is meant before a hub id of the same form. */
function isOnTheWeb(source: string): boolean {
  return /^https?:\/\//.test(source) || (isHubId(source) && !existsSync(source));
}

/** A context for direct calls: never cancelled unless a signal is given, progress to `onProgress`. */
export function directContext(parts: Partial<HandlerContext> = {}): HandlerContext {
  return {
    signal: new AbortController().signal,
    progress: () => {},
    token: () => {},
    beside: (work) => work(),
    ...parts,
  };
}
