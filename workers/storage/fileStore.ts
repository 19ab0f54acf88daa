/**
 * Where models are kept: folders of files, one a model. Three kinds of browser storage, and one of Node for tests, have
 * this shape. A file is written in pieces in any order and read at any place.
 */

import type { RandomAccess } from '../../src/core/onnx/outline.ts';

/** A file that can be read at any place, without waiting: the runtime asks for weights in the middle of its own work. */
export interface ByteReader extends RandomAccess {
  close(): void;
}

export interface ModelFolder {
  /**
   * Writes a piece; when this resolves, the piece outlives the page. Pieces of one file never overlap.
   * @throws whatever the browser throws; `isOutOfRoom` knows the lack of space
   */
  write(path: string, at: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** A piece as it was written; `length` is its own. */
  readPiece(path: string, at: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
  /** @throws when a part of the first `sizeBytes` was never written */
  open(path: string, sizeBytes: number): Promise<ByteReader>;
  /** null when there is none */
  readText(name: string): Promise<string | null>;
  writeText(name: string, text: string): Promise<void>;
  /** Removes a file or text, or nothing when there is none. */
  remove(path: string): Promise<void>;
  /** Ends writing, so that others can; readers that are open stay so. */
  close(): Promise<void>;
}

export interface FileStore {
  readonly kind: 'opfs' | 'cache' | 'memory';
  keys(): Promise<string[]>;
  /** The folder of a key, made when it is new. */
  folder(key: string): Promise<ModelFolder>;
  remove(key: string): Promise<void>;
  /** The operation that all others wait for, where one does; null for none. */
  atWork?(): string | null;
}

/** Whether a write failed for lack of room. */
export function isOutOfRoom(error: unknown): boolean {
  return error instanceof Error && error.name === 'QuotaExceededError';
}
