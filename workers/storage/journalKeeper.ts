/** Keeps a download's journal: what is written of each file, saved after every piece. */
import type { ModelFolder } from './fileStore.ts';
import { type Journal, type JournalFile, writeJournal } from './record.ts';

export class JournalKeeper {
  readonly journal: Journal;
  private readonly folder: ModelFolder;
  /** one save after the other: a file has one writer at a time */
  private saving: Promise<void> = Promise.resolve();

  constructor(folder: ModelFolder, journal: Journal) {
    this.folder = folder;
    this.journal = journal;
  }

  /** The file's entry; a new one when there was none, or one of another version of the file. */
  entry(path: string, sizeBytes: number, validator: string | null): JournalFile {
    const known = this.journal.files.find((file) => file.path === path);
    const isSame =
      known?.sizeBytes === sizeBytes &&
      (known.validator === validator || known.validator === null || validator === null);
    if (known && isSame) return known;
    return this.restart(path, sizeBytes, validator);
  }

  /** Forgets what is there of a file. */
  restart(path: string, sizeBytes: number, validator: string | null): JournalFile {
    const entry: JournalFile = { path, sizeBytes, validator, pieces: [] };
    this.journal.files = [...this.journal.files.filter((file) => file.path !== path), entry];
    return entry;
  }

  save(): Promise<void> {
    const saved = this.saving.catch(() => {}).then(() => writeJournal(this.folder, this.journal));
    this.saving = saved;
    return saved;
  }
}

/** Bytes that are there of a file. */
export function bytesOf({ pieces }: JournalFile): number {
  return pieces.reduce((sum, [, length]) => sum + length, 0);
}
