/** A model folder of the local disk, for scripts and tests that run in Node. */
import { readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { TillerError } from '../../src/core/errors.ts';
import type { ModelSource } from '../../workers/loader/source.ts';

/** @param folder absolute, or relative to the working directory */
export function diskSource(folder: string): ModelSource {
  const root = resolve(folder);
  const sizeOf = async (path: string) => {
    const found = await stat(join(root, path)).catch(() => null);
    return found?.isFile() ? found.size : null;
  };
  return {
    id: basename(root),
    revision: null,
    has: async (path) => (await sizeOf(path)) !== null,
    sizeOf,
    async read(path, { onBytes, signal } = {}) {
      if ((await sizeOf(path)) === null) {
        throw new TillerError('file_missing', `expected the file ${path} in ${folder}, found none. Check the folder.`, {
          path,
          folder,
        });
      }
      try {
        const bytes = await readFile(join(root, path), signal ? { signal } : {});
        onBytes?.(bytes.length, bytes.length);
        // Node hands small files out of a shared pool; a model's bytes own their buffer.
        return bytes.byteLength === bytes.buffer.byteLength ? new Uint8Array(bytes.buffer) : new Uint8Array(bytes);
      } catch (error) {
        if (signal?.aborted) throw new TillerError('aborted', `reading ${path} was cancelled`, { path });
        throw error;
      }
    },
  };
}
