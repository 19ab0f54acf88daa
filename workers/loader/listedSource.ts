/** A folder of this site whose files a manifest lists with size and hash, so that nothing has to be asked about them. */
import type { ManifestEntry } from './manifest.ts';
import type { ModelSource, RemoteFile } from './source.ts';

/**
 * @param source the folder itself
 * @param folder its address, absolute, with a final slash
 */
export function listedSource(
  source: ModelSource,
  folder: string,
  { files }: Pick<ManifestEntry, 'files'>,
): ModelSource {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const remote = (path: string): RemoteFile | null => {
    const file = byPath.get(path);
    if (!file) return null;
    const { sizeBytes, sha256 } = file;
    const url = new URL(path, folder).href;
    // Another build of the site may have other bytes at this address: it then lists another hash.
    return { url, sizeBytes, sha256, validator: sha256, isPinned: true };
  };
  return {
    id: source.id,
    revision: source.revision,
    hashes: new Map(files.map(({ path, sha256 }) => [path, sha256])),
    has: async (path) => byPath.has(path),
    sizeOf: async (path) => byPath.get(path)?.sizeBytes ?? null,
    remote: async (path) => remote(path),
    read: source.read,
  };
}
