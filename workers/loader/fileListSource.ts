/** A model folder that the user chose or dropped. Large files stay on the disk and are read in parts. */
import { TillerError } from '../../src/core/errors.ts';
import { blobReader, canReadBlobs } from '../storage/blobReader.ts';
import type { ModelSource } from './source.ts';
import { readStream } from './stream.ts';

/**
 * Files chosen or dropped by the user: a whole folder (paths in `webkitRelativePath`), or loose files, which are then
 * found by name alone.
 */
export function fileListSource(files: File[]): ModelSource {
  const pathOf = (file: File) => file.webkitRelativePath || file.name;
  const root = modelRoot(files.map(pathOf));
  const byPath = new Map(files.map((file) => [pathOf(file).slice(root.length), file]));
  const find = (path: string) => byPath.get(path) ?? byPath.get(path.slice(path.lastIndexOf('/') + 1));
  const get = (path: string) => {
    const file = find(path);
    if (file) return file;
    throw new TillerError(
      'file_missing',
      `expected ${path} in the chosen folder; it is not among its ${files.length} files. ` +
        'Choose the folder that holds config.json, tokenizer.json and the onnx folder.',
      { path, found: [...byPath.keys()].slice(0, 20) },
    );
  };
  return {
    id: root.split('/').at(-2) ?? 'local files',
    revision: null,
    has: async (path) => find(path) !== undefined,
    sizeOf: async (path) => find(path)?.size ?? null,
    async read(path, { onBytes, signal } = {}) {
      const file = get(path);
      return readStream(file.stream(), { path, url: null, sizeBytes: file.size, onBytes, signal });
    },
    ...(canReadBlobs() ? { open: async (path: string) => blobReader(get(path)) } : {}),
  };
}

/** The folder (with its final slash) that holds the topmost config.json; without one, the folder common to all. */
function modelRoot(paths: string[]): string {
  const depth = (path: string) => path.split('/').length;
  const configs = paths
    .filter((path) => /(^|\/)config\.json$/.test(path))
    .sort((a, b) => depth(a) - depth(b));
  if (configs[0] !== undefined) return configs[0].slice(0, -'config.json'.length);
  const top = paths[0]?.match(/^[^/]+\//)?.[0] ?? '';
  return paths.every((path) => path.startsWith(top)) ? top : '';
}
