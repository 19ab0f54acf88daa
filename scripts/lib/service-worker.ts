/**
 * A vite plugin that builds the service worker once the site is there, with the list of what it keeps. Workbox does the
 * keeping; its own builders are not used, as they bring 300 packages along to list and hash files.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { build, type Plugin } from 'vite';

export interface Kept {
  /** what every visit may need; `revision` null where the name changes with the content */
  files: { url: string; revision: string | null }[];
  /** of all files of the runtime */
  runtimeRevision: string;
}

/** Kept when it is in use, and found by `runtimeRevision`. */
const RUNTIME = /^ort\//;

/** Models are stored on their own; the list of them is part of the page. `_headers` and dot files are for the host. */
const NOT_KEPT = /^(\.|_headers$|sw\.js$|models\/(?!manifest\.json$))/;

/** Vite puts a content hash into these names. */
const HASHED = /^assets\//;

/** @param entry of the service worker, relative to the repository */
export function serviceWorker(entry: string): Plugin {
  let outDir = '';
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    // After every other plugin has put its files there.
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        const kept = await listKept(outDir);
        await build({
          configFile: false,
          logLevel: 'warn',
          publicDir: false,
          define: { __KEPT__: JSON.stringify(kept), 'process.env.NODE_ENV': '"production"' },
          build: {
            outDir,
            emptyOutDir: false,
            target: 'es2022',
            // One script without imports: not every browser takes a module here.
            rolldownOptions: { input: resolve(entry), output: { format: 'iife', entryFileNames: 'sw.js' } },
          },
        });
      },
    },
  };
}

/** @param dist the built site */
export async function listKept(dist: string): Promise<Kept> {
  const entries = await readdir(dist, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dist, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
  const files: Kept['files'] = [];
  const runtime = createHash('sha256');
  for (const path of paths) {
    if (RUNTIME.test(path)) runtime.update(path).update(await readFile(join(dist, path)));
    else if (HASHED.test(path)) files.push({ url: path, revision: null });
    else if (!NOT_KEPT.test(path)) files.push({ url: path, revision: await revisionOf(join(dist, path)) });
  }
  return { files, runtimeRevision: runtime.digest('hex').slice(0, 16) };
}

async function revisionOf(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
    .slice(0, 16);
}
