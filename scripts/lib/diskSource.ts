/** A model folder of the local disk, for scripts and tests that run in Node. */
import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { TillerError } from '../../src/core/errors.ts';
import type { ModelSource } from '../../workers/loader/source.ts';
import { readStream } from '../../workers/loader/stream.ts';

/** @param folder absolute, or relative to the working directory */
export function diskSource(folder: string): ModelSource {
  const root = resolve(folder);
  const sizeOf = async (path: string) => {
    const found = await stat(join(root, path)).catch(() => null);
    return found?.isFile() ? found.size : null;
  };
  const missing = (path: string) =>
    new TillerError('file_missing', `expected the file ${path} in ${folder}, found none. Check the folder.`, {
      path,
      folder,
    });
  return {
    id: basename(root),
    revision: null,
    has: async (path) => (await sizeOf(path)) !== null,
    sizeOf,
    async open(path) {
      const sizeBytes = await sizeOf(path);
      if (sizeBytes === null) throw missing(path);
      const file = openSync(join(root, path), 'r');
      return {
        sizeBytes,
        read: (into, at) => void readSync(file, into, 0, into.length, at),
        close: () => closeSync(file),
      };
    },
    async read(path, { onBytes, signal } = {}) {
      const sizeBytes = await sizeOf(path);
      if (sizeBytes === null) throw missing(path);
      const stream = Readable.toWeb(createReadStream(join(root, path)));
      return readStream(stream, { path, url: null, sizeBytes, onBytes, signal });
    },
  };
}
