/**
 * Downloads a model's files into a folder of the storage: several pieces at a time, going on with what the journal says
 * is there. A file is hashed as soon as it is whole. A cancel keeps every piece that was written.
 */
import { TillerError } from '../../src/core/errors.ts';
import type { ModelFolder } from '../storage/fileStore.ts';
import { hashFile } from '../storage/hash.ts';
import { bytesOf, type JournalKeeper } from '../storage/journalKeeper.ts';
import { type JournalFile, type RecordedFile, storedPath } from '../storage/record.ts';
import { checkModelHead } from './guard.ts';
import { FileChanged, fetchPiece, RangesIgnored } from './piece.ts';
import { PATIENCE, type Patience } from './retry.ts';
import type { RemoteFile } from './source.ts';
import { streamWhole } from './streamWhole.ts';

/** Large enough that a request's round trip does not count, small enough that little is lost with a tab. */
export const PIECE_BYTES = 8 << 20;

/** Enough to fill a connection that one request does not; browsers allow six to a host. */
const PARALLEL_PIECES = 4;

export interface WantedFile extends RemoteFile {
  path: string;
}

export interface DownloadOptions {
  folder: ModelFolder;
  keeper: JournalKeeper;
  signal: AbortSignal;
  onProgress(progress: DownloadProgress): void;
  patience?: Patience | undefined;
  pieceBytes?: number | undefined;
}

export interface DownloadProgress {
  loadedBytes: number;
  /** were there before */
  resumedBytes: number;
  /** 0 while a size is unknown */
  totalBytes: number;
  hashedBytes: number;
  /** the file that has just moved on */
  path: string;
  /** nothing has come since a request failed, which is made again */
  isWaiting: boolean;
}

/** One file under way. */
interface Progressing {
  wanted: WantedFile;
  sizeBytes: number | null;
  entry: JournalFile | null;
  /** there when this download began */
  resumedBytes: number;
  /** received, not yet written */
  inFlightBytes: number;
  hashedBytes: number;
  /** counts restarts: a piece that was asked for before the latest is dropped */
  generation: number;
  sha256: string | null;
}

type Job = { file: Progressing; at: number; length: number } | { file: Progressing; isStream: true };

/** A second change or mismatch of the same file is no accident. */
const MAX_RESTARTS = 1;

/**
 * @returns the files as they lie there, in the order given
 * @throws TillerError `download_failed`, `file_missing`, `file_corrupt`, `hash_mismatch`, `model_gated`,
 * `model_not_found` or `aborted`; what the folder throws when it is out of room
 */
export async function downloadFiles(wanted: WantedFile[], options: DownloadOptions): Promise<RecordedFile[]> {
  const failure = new AbortController();
  const abort = () => failure.abort();
  if (options.signal.aborted) abort();
  options.signal.addEventListener('abort', abort, { once: true });
  try {
    return await new Download(wanted, { ...options, signal: failure.signal }, abort).run();
  } finally {
    options.signal.removeEventListener('abort', abort);
  }
}

class Download {
  private readonly options: DownloadOptions;
  private readonly files: Progressing[];
  private readonly queue: Job[] = [];
  /** files of which every byte is there, to be hashed */
  private readonly whole = new Set<Progressing>();
  private readonly pieceBytes: number;
  private readonly patience: Patience;
  private readonly abort: () => void;
  private failure: { error: unknown } | null = null;
  private isWaiting = false;

  /** @param abort ends all requests, by way of `options.signal` */
  constructor(wanted: WantedFile[], options: DownloadOptions, abort: () => void) {
    this.options = options;
    this.abort = abort;
    this.pieceBytes = options.pieceBytes ?? PIECE_BYTES;
    this.patience = options.patience ?? PATIENCE;
    this.files = wanted.map((file) => ({
      wanted: file,
      sizeBytes: file.sizeBytes,
      entry: null,
      resumedBytes: 0,
      inFlightBytes: 0,
      hashedBytes: 0,
      generation: 0,
      sha256: null,
    }));
  }

  async run(): Promise<RecordedFile[]> {
    for (const file of this.files) this.plan(file);
    try {
      do {
        await this.all(Array.from({ length: PARALLEL_PIECES }, () => this.work()));
        await this.all([this.finishWhole()]);
        // a file that turned out wrong is in the queue again
      } while (this.queue.length > 0);
    } finally {
      await this.options.folder.close();
    }
    return this.files.map(({ wanted, entry, sha256 }) => ({
      path: wanted.path,
      sizeBytes: entry!.sizeBytes,
      sha256: sha256!,
      validator: entry!.validator,
    }));
  }

  /** Waits until all have ended, also after a failure: nobody writes any more once this throws. */
  private async all(tasks: Promise<void>[]): Promise<void> {
    await Promise.all(tasks.map((task) => task.catch((error: unknown) => this.fail(error))));
    if (this.failure) throw this.failure.error;
  }

  /** The first failure is the cause; what follows is only its abort. */
  private fail(error: unknown): void {
    this.failure ??= { error };
    this.abort();
  }

  /** Queues what is missing of a file. */
  private plan(file: Progressing): void {
    const { wanted, sizeBytes } = file;
    if (sizeBytes === null) {
      this.queue.push({ file, isStream: true });
      return;
    }
    file.entry = this.options.keeper.entry(wanted.path, sizeBytes, wanted.validator);
    file.resumedBytes = bytesOf(file.entry);
    const known = new Set(file.entry.pieces.map(([at]) => at));
    for (let at = 0; at < Math.max(sizeBytes, 1); at += this.pieceBytes) {
      if (!known.has(at)) this.queue.push({ file, at, length: Math.min(this.pieceBytes, sizeBytes - at) });
    }
    if (file.entry.pieces.length > 0 && file.resumedBytes === sizeBytes) this.whole.add(file);
  }

  private async work(): Promise<void> {
    for (let job = this.queue.shift(); job; job = this.queue.shift()) {
      const { file } = job;
      const { generation } = file;
      try {
        if ('isStream' in job) await this.stream(file);
        else await this.fetch(file, job.at, job.length);
      } catch (error) {
        // Its other pieces notice the same.
        if (file.generation !== generation) continue;
        if (error instanceof RangesIgnored) this.restart(file, true);
        else if (error instanceof FileChanged) this.restart(file, false, changedTwice(file.wanted));
        else throw error;
      }
    }
  }

  private async fetch(file: Progressing, at: number, length: number): Promise<void> {
    const { folder, keeper, signal } = this.options;
    const { wanted, generation } = file;
    const entry = file.entry!;
    const range = { start: at, end: at + length, sizeBytes: entry.sizeBytes };
    const { bytes, validator } = await fetchPiece(
      { ...wanted, ...range, validator: entry.validator },
      {
        patience: this.patience,
        signal,
        onBytes: (count) => this.receive(file, count),
        onWait: () => this.wait(file),
      },
    );
    if (file.generation === generation) {
      await folder.write(storedPath(wanted.path), at, bytes);
      entry.pieces.push([at, length]);
      entry.validator ??= validator;
    }
    // in the same breath as the piece counts among those that are there
    this.receive(file, -length);
    if (file.generation === generation) await keeper.save();
    if (file.generation === generation && bytesOf(entry) === entry.sizeBytes) {
      this.whole.add(file);
    }
  }

  /** For servers that send a file as a whole only, or do not say how long it is. */
  private async stream(file: Progressing): Promise<void> {
    const { folder, keeper, signal } = this.options;
    const { wanted } = file;
    const { sizeBytes, validator } = await streamWhole(wanted, {
      patience: this.patience,
      pieceBytes: this.pieceBytes,
      signal,
      onBytes: (count) => this.receive(file, count),
      onWait: () => this.wait(file),
      write: (at, bytes) => folder.write(storedPath(wanted.path), at, bytes),
    });
    const entry = keeper.restart(wanted.path, sizeBytes, wanted.isPinned ? wanted.validator : validator);
    entry.pieces.push([0, sizeBytes]);
    file.entry = entry;
    file.sizeBytes = sizeBytes;
    this.receive(file, -sizeBytes);
    await keeper.save();
    this.whole.add(file);
  }

  /** Begins a file anew. @param problem ends the download when the file was begun anew before */
  private restart(file: Progressing, isStream: boolean, problem?: TillerError): void {
    const { wanted } = file;
    if (problem && file.generation >= MAX_RESTARTS) throw problem;
    file.generation += 1;
    file.sha256 = null;
    file.hashedBytes = 0;
    file.resumedBytes = 0;
    // What the server said of the file before may be what has changed.
    const isUnknown = isStream || !wanted.isPinned;
    file.sizeBytes = isUnknown ? null : wanted.sizeBytes;
    if (wanted.sizeBytes !== null) {
      file.entry = this.options.keeper.restart(wanted.path, wanted.sizeBytes, wanted.validator);
    }
    for (const job of this.queue.splice(0)) if (job.file !== file) this.queue.push(job);
    this.plan(file);
  }

  /** One file after the other, once nothing is written any more, so that each is read for its hash once. */
  private async finishWhole(): Promise<void> {
    for (const file of this.whole) {
      this.whole.delete(file);
      await this.finish(file);
    }
  }

  private async finish(file: Progressing): Promise<void> {
    const { folder, signal } = this.options;
    const { wanted, generation } = file;
    const reader = await folder.open(storedPath(wanted.path), file.entry!.sizeBytes);
    try {
      // what is no model file is not worth keeping, whatever the server calls it
      checkModelHead(wanted.path, reader);
      const onBytes = (count: number) => {
        file.hashedBytes += count;
        this.report(file);
      };
      file.sha256 = await hashFile(reader, { signal, onBytes });
    } catch (error) {
      if (error instanceof TillerError && error.code === 'file_corrupt') await this.forget(file);
      throw error;
    } finally {
      reader.close();
    }
    if (wanted.sha256 === null || wanted.sha256 === file.sha256 || file.generation !== generation) return;
    const problem = mismatch(wanted, file.sha256);
    // Pieces of an earlier visit may have been spoilt on the disk; fresh ones are what the server sends.
    if (file.resumedBytes > 0) this.restart(file, false, problem);
    else {
      await this.forget(file);
      throw problem;
    }
  }

  /** The next download begins this file anew. */
  private async forget({ wanted, entry }: Progressing): Promise<void> {
    this.options.keeper.restart(wanted.path, entry!.sizeBytes, wanted.validator);
    await this.options.keeper.save();
  }

  private receive(file: Progressing, count: number): void {
    file.inFlightBytes += count;
    if (count > 0) this.isWaiting = false;
    this.report(file);
  }

  private wait(file: Progressing): void {
    this.isWaiting = true;
    this.report(file);
  }

  private report({ wanted }: Progressing): void {
    const sum = (value: (file: Progressing) => number) =>
      this.files.reduce((total, file) => total + value(file), 0);
    this.options.onProgress({
      loadedBytes: sum(({ entry, inFlightBytes }) => (entry ? bytesOf(entry) : 0) + inFlightBytes),
      resumedBytes: sum(({ resumedBytes }) => resumedBytes),
      totalBytes: this.files.every(({ sizeBytes }) => sizeBytes !== null)
        ? sum(({ sizeBytes }) => sizeBytes!)
        : 0,
      hashedBytes: sum(({ hashedBytes }) => hashedBytes),
      path: wanted.path,
      isWaiting: this.isWaiting,
    });
  }
}

function changedTwice({ path, url }: WantedFile): TillerError {
  return new TillerError(
    'download_failed',
    `${path} keeps changing at ${url} while it is downloaded. Try again later, or choose another copy of the model.`,
    { path, url },
  );
}

function mismatch({ path, url, sha256 }: WantedFile, found: string): TillerError {
  return new TillerError(
    'hash_mismatch',
    `${path} is not the file that ${new URL(url).host} lists: expected sha256 ${sha256}, found ${found}. ` +
      'It was thrown away; load the model again, and if that ends the same way, choose another copy.',
    { path, url, expected: sha256, found },
  );
}
