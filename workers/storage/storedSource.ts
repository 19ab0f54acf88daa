/** A stored model as a source of files. Small files are compared with the record at every read; large ones are not. */
import { TillerError } from '../../src/core/errors.ts';
import type { ModelSource } from '../loader/source.ts';
import type { ByteReader, ModelFolder } from './fileStore.ts';
import { hashFile } from './hash.ts';
import { type CommitRecord, storedPath } from './record.ts';

/** @param key for messages */
export function storedSource(key: string, folder: ModelFolder, record: CommitRecord): ModelSource {
  const files = new Map(record.files.map((file) => [file.path, file]));
  const get = (path: string) => {
    const file = files.get(path);
    if (file) return file;
    throw new TillerError(
      'file_missing',
      `expected ${path} among the stored files of ${record.id}, found none. Delete the stored model and load it again.`,
      { path, key },
    );
  };
  const open = async (path: string): Promise<ByteReader> => {
    const { sizeBytes } = get(path);
    try {
      return await folder.open(storedPath(path), sizeBytes);
    } catch (error) {
      if (error instanceof TillerError) throw error;
      throw spoilt('file_corrupt', path, `it cannot be read (${(error as Error).message})`, key);
    }
  };
  return {
    id: record.id,
    revision: record.revision,
    has: async (path) => files.has(path),
    sizeOf: async (path) => files.get(path)?.sizeBytes ?? null,
    open,
    async read(path, { onBytes, signal } = {}) {
      const { sizeBytes, sha256 } = get(path);
      const reader = await open(path);
      try {
        const found = await hashFile(reader, { signal });
        if (found !== sha256)
          throw spoilt('hash_mismatch', path, 'its hash differs from the recorded one', key);
        const bytes = new Uint8Array(sizeBytes);
        reader.read(bytes, 0);
        onBytes?.(sizeBytes, sizeBytes);
        return bytes;
      } finally {
        reader.close();
      }
    },
  };
}

function spoilt(
  code: 'file_corrupt' | 'hash_mismatch',
  path: string,
  what: string,
  key: string,
): TillerError {
  return new TillerError(
    code,
    `the stored ${path} is spoilt: ${what}. Delete the stored model and load it again.`,
    { path, key },
  );
}
