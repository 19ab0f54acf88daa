/** Answers of long tasks, kept so that no token is generated twice. */
import type { AnswerStore, StoredAnswer } from '../lab/answers.ts';
import type { TillerDatabase } from './database.ts';

/**
 * An answer of 64 tokens takes about 1 kB: 50 MB in all, which every browser grants without asking, and some hundred
 * evaluations of one instruction (32 prompts, four conditions).
 */
export const MAX_ANSWERS = 50_000;
/** Above the first share the oldest go, down to the second: the gaps are writes that need no counting. */
const FULL_SHARE = 0.9;
const KEPT_SHARE = 0.8;

export interface LastingAnswerStore extends AnswerStore {
  count(): Promise<number>;
  clear(): Promise<void>;
}

/**
 * An answer that is damaged counts as not known: it is generated again. All calls throw TillerError `storage_failed`
 * or `storage_full`.
 */
export function answerStore(database: TillerDatabase, maxAnswers = MAX_ANSWERS): LastingAnswerStore {
  /** At least as many as there are: counting is slow in some browsers, and answers are written at every token. */
  let atMost = Number.POSITIVE_INFINITY;

  async function makeRoom(): Promise<void> {
    if (atMost <= maxAnswers) return;
    atMost = await database.count('answers');
    if (atMost <= maxAnswers * FULL_SHARE) return;
    const surplus = atMost - Math.floor(maxAnswers * KEPT_SHARE);
    const keys = await database.oldestAnswers(surplus);
    await database.write(keys.map((key) => ({ store: 'answers', key, value: undefined })));
    atMost -= keys.length;
  }

  return {
    read: async (keys) =>
      (await database.read('answers', keys)).map((value) => (isStoredAnswer(value) ? value : null)),
    write: async (entries) => {
      await database.write(entries.map(([key, value]) => ({ store: 'answers', key, value })));
      atMost += entries.length;
      await makeRoom();
    },
    count: () => database.count('answers'),
    clear: async () => {
      await database.clear('answers');
      atMost = 0;
    },
  };
}

function isStoredAnswer(value: unknown): value is StoredAnswer {
  if (typeof value !== 'object' || value === null) return false;
  const { text, tokenIds, finishReason, isDecided } = value as Record<string, unknown>;
  return (
    typeof text === 'string' &&
    Array.isArray(tokenIds) &&
    tokenIds.every((id) => Number.isSafeInteger(id) && id >= 0) &&
    (finishReason === 'stop' || finishReason === 'length' || finishReason === null) &&
    typeof isDecided === 'boolean'
  );
}
