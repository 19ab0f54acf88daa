/** Models in the origin private file system: real files, read and written in place. Works in workers only. */
import { blobReader } from './blobReader.ts';
import type { ByteReader, FileStore, ModelFolder } from './fileStore.ts';

const FOLDER = 'models';

/** A file's handle that reads and writes at once; only workers have it, so that the page's types know nothing of it. */
interface SyncHandle {
  getSize(): number;
  read(into: Uint8Array, options: { at: number }): number;
  write(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  truncate(sizeBytes: number): void;
  flush(): void;
  close(): void;
}

type SyncFile = Omit<FileSystemFileHandle, 'createSyncAccessHandle'> & {
  /** Chromium knows modes; others ignore them, and then a file has one handle at a time. */
  createSyncAccessHandle(options?: { mode: 'read-only' }): Promise<SyncHandle>;
};

/** @returns null where the browser has no such storage, or gives this page none (private windows) */
export async function openOpfs(): Promise<FileStore | null> {
  if (!('createSyncAccessHandle' in (globalThis.FileSystemFileHandle?.prototype ?? {}))) return null;
  try {
    await modelsFolder();
    return opfsStore();
  } catch {
    return null;
  }
}

/** Looked up each time: when the site's data is cleared, an earlier handle is of a folder that is gone. */
async function modelsFolder(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
}

function opfsStore(): FileStore {
  return {
    kind: 'opfs',
    atWork: () => atWork,
    async keys() {
      const keys: string[] = [];
      for await (const [name, handle] of (await modelsFolder()).entries()) {
        if (handle.kind === 'directory') keys.push(name);
      }
      return keys;
    },
    folder: async (key) =>
      new OpfsFolder(await (await modelsFolder()).getDirectoryHandle(key, { create: true })),
    remove: async (key) => (await modelsFolder()).removeEntry(key, { recursive: true }).catch(ignoreMissing),
  };
}

let last: Promise<unknown> = Promise.resolve();

/** What others wait for: said where one never ends. */
let atWork: string | null = null;

/** One operation after the other, in all folders, so that none opens, closes or removes what another is using. */
function inTurn<T>(what: string, operation: () => Promise<T>): Promise<T> {
  const done = last.then(() => {
    atWork = what;
    return operation();
  });
  const over = () => {
    atWork = null;
  };
  last = done.then(over, over);
  return done;
}

class OpfsFolder implements ModelFolder {
  private readonly root: FileSystemDirectoryHandle;
  /** handles for writing, by path; opened at the first piece of a file */
  private readonly writing = new Map<string, Promise<SyncHandle>>();

  constructor(root: FileSystemDirectoryHandle) {
    this.root = root;
  }

  write(path: string, at: number, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    return inTurn(`writing ${path} at ${at}`, async () => {
      const known = this.writing.get(path);
      const opening = known ?? this.openForWriting(path);
      this.writing.set(path, opening);
      opening.catch(() => this.writing.delete(path));
      const handle = await opening;
      writeAll(handle, bytes, at);
      handle.flush();
    });
  }

  readPiece(path: string, at: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return inTurn(`reading ${path} at ${at}`, async () => {
      await this.stopWriting(path);
      const file = await (await this.file(path, false)).getFile();
      return new Uint8Array(await file.slice(at, at + length).arrayBuffer());
    });
  }

  open(path: string, sizeBytes: number): Promise<ByteReader> {
    return inTurn(`opening ${path}`, async () => {
      await this.stopWriting(path);
      const file = await this.file(path, false);
      const snapshot = await file.getFile();
      if (snapshot.size < sizeBytes) throw shortFile(path, sizeBytes, snapshot.size);
      try {
        return handleReader(await openHandle(file, { mode: 'read-only' }), sizeBytes);
      } catch {
        // Where handles exclude each other and another tab has one, the file itself can still be read.
        return blobReader(snapshot, sizeBytes);
      }
    });
  }

  readText(name: string): Promise<string | null> {
    return inTurn(`reading ${name}`, async () => {
      try {
        // A handle, as a snapshot of a file that is written meanwhile cannot be read, or is cut short.
        const handle = await openWhenFree(await this.file(name, false), { mode: 'read-only' });
        try {
          const bytes = new Uint8Array(handle.getSize());
          handle.read(bytes, { at: 0 });
          return new TextDecoder().decode(bytes);
        } finally {
          handle.close();
        }
      } catch (error) {
        ignoreMissing(error);
        return null;
      }
    });
  }

  writeText(name: string, text: string): Promise<void> {
    return inTurn(`writing ${name}`, async () => {
      const handle = await openWhenFree(await this.file(name, true));
      try {
        const bytes = new TextEncoder().encode(text);
        handle.truncate(0);
        writeAll(handle, bytes, 0);
        handle.flush();
      } finally {
        handle.close();
      }
    });
  }

  remove(path: string): Promise<void> {
    return inTurn(`removing ${path}`, async () => {
      await this.stopWriting(path);
      try {
        await (await this.parent(path, false)).removeEntry(nameOf(path));
      } catch (error) {
        ignoreMissing(error);
      }
    });
  }

  close(): Promise<void> {
    return inTurn('closing a folder', async () => {
      for (const path of [...this.writing.keys()]) await this.stopWriting(path);
    });
  }

  private async openForWriting(path: string): Promise<SyncHandle> {
    atWork = `creating ${path}`;
    const file = await this.file(path, true);
    atWork = `opening ${path} to write`;
    return openHandle(file);
  }

  private async stopWriting(path: string): Promise<void> {
    const opening = this.writing.get(path);
    this.writing.delete(path);
    (await opening?.catch(() => null))?.close();
  }

  private async file(path: string, create: boolean): Promise<SyncFile> {
    return (await this.parent(path, create)).getFileHandle(nameOf(path), { create }) as Promise<SyncFile>;
  }

  private async parent(path: string, create: boolean): Promise<FileSystemDirectoryHandle> {
    let folder = this.root;
    for (const part of path.split('/').slice(0, -1)) {
      folder = await folder.getDirectoryHandle(part, { create });
    }
    return folder;
  }
}

const beingOpened = new Set<SyncFile>();

/**
 * What is being opened is held on to: where nothing else refers to a file any more and the garbage is collected meanwhile,
 * Chromium (156) never answers. `e2e/garbage.spec.ts`.
 */
async function openHandle(file: SyncFile, options?: { mode: 'read-only' }): Promise<SyncHandle> {
  beingOpened.add(file);
  try {
    return await file.createSyncAccessHandle(options);
  } finally {
    beingOpened.delete(file);
  }
}

/** A download, or another tab that shares the model, may use its text at this moment, which takes it a millisecond. */
async function openWhenFree(file: SyncFile, options?: { mode: 'read-only' }): Promise<SyncHandle> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await openHandle(file, options);
    } catch (error) {
      const isTaken = error instanceof DOMException && error.name === 'NoModificationAllowedError';
      if (!isTaken || attempt === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

function handleReader(handle: SyncHandle, sizeBytes: number): ByteReader {
  return {
    sizeBytes,
    read(into, at) {
      for (let filled = 0; filled < into.length; ) {
        const count = handle.read(into.subarray(filled), { at: at + filled });
        if (count === 0) throw shortFile('a stored file', at + into.length, at + filled);
        filled += count;
      }
    },
    close: () => handle.close(),
  };
}

/** A handle may write less than it was given when the device is full. */
function writeAll(handle: SyncHandle, bytes: Uint8Array<ArrayBuffer>, at: number): void {
  const written = handle.write(bytes, { at });
  if (written < bytes.length) {
    throw new DOMException(`${written} of ${bytes.length} bytes were written`, 'QuotaExceededError');
  }
}

function shortFile(path: string, expected: number, found: number): Error {
  return new Error(`${path} is stored with ${found} bytes of ${expected}`);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof DOMException) || error.name !== 'NotFoundError') throw error;
}
