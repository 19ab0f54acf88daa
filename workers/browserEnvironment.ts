/** The engine's environment inside a browser worker. */
import { type IDBPDatabase, openDB } from 'idb';
import type { AdapterFacts } from './backends.ts';
import { deviceFacts } from './deviceFacts.ts';
import type { Environment } from './engine.ts';
import { resolveSource } from './loader/resolveSource.ts';
import { loadRuntime } from './runtime.ts';
import { inTime } from './stallClock.ts';
import { openStorage } from './storage/openStorage.ts';

/** @param base URL of the page, ending in a slash */
export function browserEnvironment(base: string): Environment {
  return {
    runtime: (backend) => loadRuntime(backend, base),
    resolve: (source, options) => resolveSource(source, base, options),
    adapter: findAdapter,
    device: async () => deviceFacts(await findAdapter()),
    storage: once(openStorage),
    memory: { has: isRemembered, add: remember },
  };
}

async function findAdapter(): Promise<(AdapterFacts & { limits: GPUSupportedLimits }) | null> {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter) return null;
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  return {
    hasF16: adapter.features.has('shader-f16'),
    isSoftware:
      isFallbackAdapter || architecture === 'swiftshader' || /swiftshader|llvmpipe/i.test(description),
    name: [vendor, architecture, device].join(' '),
    limits: adapter.limits,
  };
}

/** Whether the model runs on this device, as opposed to one that something else made, and destroys when it is done. */
export async function isModelDevice(device: GPUDevice): Promise<boolean> {
  const { env } = await import('onnxruntime-web/webgpu');
  return (await env.webgpu.device) === device;
}

const STORE = 'verified';

/** What is remembered saves a second or two of testing: it is not worth a longer wait. Milliseconds. */
const REMEMBER_MS = 3000;

/** Without storage (private windows, data that is being cleared) nothing is remembered and the test runs at every load. */
async function isRemembered(key: string): Promise<boolean> {
  return (await withDatabase(async (database) => (await database.get(STORE, key)) === true)) ?? false;
}

async function remember(key: string): Promise<void> {
  await withDatabase((database) => database.put(STORE, true, key));
}

/** @returns null where there is no database, or none that answers */
async function withDatabase<T>(use: (database: IDBPDatabase) => Promise<T>): Promise<T | null> {
  const using = openDB('tiller-self-tests', 1, {
    upgrade(database) {
      database.createObjectStore(STORE);
    },
  }).then((database) => use(database).finally(() => database.close()));
  return inTime(using, REMEMBER_MS, () => new Error('the database does not answer')).catch(() => null);
}

/** The promise of one call, for all. */
function once<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | null = null;
  return () => {
    opened ??= open();
    return opened;
  };
}
