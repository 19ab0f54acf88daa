/** Compares every byte of a stored model with its record. */
import type { HandlerContext } from '../serve.ts';
import type { ModelFolder } from './fileStore.ts';
import { hashFile } from './hash.ts';
import { type CommitRecord, storedPath, writeRecord } from './record.ts';

interface CheckOptions extends Pick<HandlerContext, 'signal' | 'progress'> {
  now(): Date;
}

/**
 * @returns what is wrong, in words; null when all is well, which the record then says with the date
 * @throws TillerError `aborted`
 */
export async function checkFiles(
  folder: ModelFolder,
  record: CommitRecord,
  { signal, progress, now }: CheckOptions,
): Promise<string | null> {
  const total = record.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let loaded = 0;
  for (const { path, sizeBytes, sha256 } of record.files) {
    const reader = await folder.open(storedPath(path), sizeBytes).catch(() => null);
    if (!reader) return `${path} is missing or shorter than ${sizeBytes} bytes`;
    try {
      const found = await hashFile(reader, {
        signal,
        onBytes(count) {
          loaded += count;
          progress({ stage: 'verify', loaded, total, unit: 'bytes', detail: path });
        },
      });
      if (found !== sha256)
        return `${path} has changed on this device: its sha256 was ${sha256} and is ${found}`;
    } finally {
      reader.close();
    }
  }
  await writeRecord(folder, { ...record, checkedAt: now().toISOString() });
  return null;
}
