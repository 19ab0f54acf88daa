/** Reads any part of a Blob or File at once: what lies on disk stays there. */
import type { ByteReader } from './fileStore.ts';

/** Only workers have it, so that the page's types know nothing of it. */
const { FileReaderSync } = globalThis as {
  FileReaderSync?: new () => { readAsArrayBuffer(blob: Blob): ArrayBuffer };
};

export function canReadBlobs(): boolean {
  return FileReaderSync !== undefined;
}

export function blobReader(blob: Blob, sizeBytes = blob.size): ByteReader {
  const reader = new FileReaderSync!();
  return {
    sizeBytes,
    read: (into, at) => into.set(new Uint8Array(reader.readAsArrayBuffer(blob.slice(at, at + into.length)))),
    close: () => {},
  };
}
