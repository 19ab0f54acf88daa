/**
 * Answers in a file of JSON lines, so that a long script is resumed by running it again. Lines are only ever appended; of
 * several with one key the last one counts, and a line cut short by a crash is dropped.
 */
import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import type { AnswerStore, StoredAnswer } from '../../src/lab/answers.ts';

/** Half-written answers change with every token; one line each in so many milliseconds is enough. */
const PAUSE_MS = 5000;

export interface FileAnswerStore extends AnswerStore {
  /** Writes what is held back: half-written answers of the last seconds. */
  flush(): void;
}

/** @param path is created with the first answer; null keeps answers in memory only */
export function fileAnswerStore(path: string | null): FileAnswerStore {
  const known = path ? readAnswers(path) : new Map<string, StoredAnswer>();
  const heldBack = new Set<string>();
  let writtenAt = 0;

  const append = (keys: Iterable<string>): void => {
    const lines = [...keys].map((key) => `${JSON.stringify({ key, ...known.get(key)! })}\n`);
    if (path && lines.length > 0) appendFileSync(path, lines.join(''));
  };
  const flush = (): void => {
    append(heldBack);
    heldBack.clear();
    writtenAt = Date.now();
  };
  return {
    flush,
    read: async (keys) => keys.map((key) => known.get(key) ?? null),
    write: async (entries) => {
      const whole: string[] = [];
      for (const [key, answer] of entries) {
        known.set(key, answer);
        if (answer.finishReason) {
          heldBack.delete(key);
          whole.push(key);
        } else heldBack.add(key);
      }
      append(whole);
      if (Date.now() - writtenAt >= PAUSE_MS) flush();
    },
  };
}

function readAnswers(path: string): Map<string, StoredAnswer> {
  const known = new Map<string, StoredAnswer>();
  if (!existsSync(path)) return known;
  const bytes = readFileSync(path);
  // what follows the last line break is half a line: the next one must not be glued to it
  const end = bytes.lastIndexOf('\n') + 1;
  if (end < bytes.length) truncateSync(path, end);
  for (const line of bytes.subarray(0, end).toString('utf8').split('\n')) {
    if (line === '') continue;
    const { key, ...answer } = JSON.parse(line) as StoredAnswer & { key: string };
    known.set(key, answer);
  }
  return known;
}
