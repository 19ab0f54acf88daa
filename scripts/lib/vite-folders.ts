/** A vite plugin that shows a folder of this repository under a URL path: served in development, copied by the build. */
import { copyFile, link, mkdir, readdir } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { Connect, Plugin } from 'vite';
import { isolationHeaders } from './headers.mjs';
import { sendFile } from './server.mjs';

export interface FolderOptions {
  /** false: in development only; default true */
  copy?: boolean;
  /** the only files to show, relative to the folder; default all */
  only?: string[];
}

/**
 * @param folder relative to the repository
 * @param urlPath starts with a slash and has no final one, relative to the app's base
 */
export function serveFolder(
  folder: string,
  urlPath: string,
  { copy = true, only }: FolderOptions = {},
): Plugin {
  const source = resolve(folder);
  const middleware: Connect.NextHandleFunction = (request, response, next) => {
    const pathname = (request.url ?? '').replace(/[?#].*$/, '');
    if (!pathname.startsWith(`${urlPath}/`)) return next();
    const file = pathname.slice(urlPath.length);
    if (only && !only.includes(file.slice(1))) return next();
    // WASM threads start workers from these URLs, which must be isolated as the page is.
    for (const [name, value] of Object.entries(isolationHeaders)) response.setHeader(name, value);
    sendFile(request, response, source, file);
  };
  let outDir = '';
  return {
    name: `serve-folder:${urlPath}`,
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    configureServer(server) {
      // Before vite's own handlers, which would transform the .mjs files.
      server.middlewares.use(middleware);
    },
    configurePreviewServer(server) {
      server.middlewares.use(middleware);
    },
    async writeBundle() {
      if (copy) await copyFolder(source, join(outDir, urlPath), only);
    },
  };
}

/** Hard links where the file system can, since a model has more than 100 MB; else copies. */
async function copyFolder(source: string, target: string, only: string[] | undefined): Promise<void> {
  for (const entry of await readdir(source, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(source, path);
    if (!entry.isFile() || (only && !only.includes(name))) continue;
    const copied = join(target, name);
    await mkdir(dirname(copied), { recursive: true });
    await link(path, copied).catch(() => copyFile(path, copied));
  }
}
