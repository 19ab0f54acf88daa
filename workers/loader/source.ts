/** Where a model's files come from: one small interface over web addresses, the hub, and files of the user's own disk. */
import type { ByteReader } from '../storage/fileStore.ts';
import type { OnBytes } from './stream.ts';

export interface ReadOptions {
  onBytes?: OnBytes | undefined;
  signal?: AbortSignal | undefined;
}

/** What the hub says of a repository at one commit. */
export interface Listing {
  revision: string;
  files: Map<string, { sizeBytes: number; sha256: string | null }>;
  /** its terms have to be accepted before a file can be had */
  isGated: boolean;
  licence: string | null;
}

/** A file on the web, and what is known of it before it is fetched; null where the server does not say. */
export interface RemoteFile {
  url: string;
  sizeBytes: number | null;
  sha256: string | null;
  /** changes when the file does */
  validator: string | null;
  /** the address means these very bytes for ever, so that answers need not be compared with each other */
  isPinned: boolean;
}

export interface ModelSource {
  /** as shown to the user: hub id, address or folder name */
  readonly id: string;
  /** commit, or branch until the commit is known; null where there is none */
  readonly revision: string | null;
  /** only where a manifest lists them: the SHA-256 of every file, by path */
  readonly hashes?: ReadonlyMap<string, string>;
  has(path: string): Promise<boolean>;
  /** only of the hub */
  listing?(signal?: AbortSignal): Promise<Listing>;
  /** only of sources on the web: what a download in pieces needs; null when the file is absent */
  remote?(path: string): Promise<RemoteFile | null>;
  /** only of sources on this device: the file, to be read in parts; throws as `read` */
  open?(path: string): Promise<ByteReader>;
  /** bytes of a file; null when it is absent or the source does not say */
  sizeOf(path: string): Promise<number | null>;
  /**
   * The whole file.
   * @param path relative to the model's folder, with forward slashes
   * @throws TillerError `file_missing`, `model_not_found`, `download_failed`, `out_of_memory` or `aborted`
   */
  read(path: string, options?: ReadOptions): Promise<Uint8Array<ArrayBuffer>>;
}
