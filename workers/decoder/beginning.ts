/** Prompts that begin alike under the same steering: the beginning is read once, and others go on from its keys and values. */
import type { Intervention } from '../../src/core/steering/types.ts';
import type { Cache, CacheRow } from '../cache/cache.ts';

/** A shorter beginning is not worth the copy. */
export const MIN_SHARED = 8;

export interface SteeredPrompt {
  ids: readonly number[];
  interventions: readonly Intervention[];
}

/** A prompt that was read into a row of a cache; the row may hold more after it. */
export interface ReadPrompt extends SteeredPrompt {
  cache: Cache;
  row: number;
}

/**
 * The row that a prompt can go on from: of the one that shares most with it, up to where they part.
 * @returns null where nothing worth it was read; else at least one id of the prompt is left to read
 */
export function longestBeginning(
  prompt: SteeredPrompt,
  known: readonly ReadPrompt[],
): Required<CacheRow> | null {
  let best: Required<CacheRow> | null = null;
  for (const other of known) {
    const length = Math.min(sharedLength(prompt, other), prompt.ids.length - 1);
    if (length < Math.max(MIN_SHARED, (best?.length ?? 0) + 1)) continue;
    best = { cache: other.cache, row: other.row, length };
  }
  return best;
}

/** How many positions hold the same in both: none where they are steered apart. */
export function sharedLength(a: SteeredPrompt, b: SteeredPrompt): number {
  const length = countEqual(a.ids, b.ids);
  return length > 0 && steersPromptAlike(a.interventions, b.interventions) ? length : 0;
}

function steersPromptAlike(a: readonly Intervention[], b: readonly Intervention[]): boolean {
  const [ours, theirs] = [onPrompt(a), onPrompt(b)];
  return ours.length === theirs.length && ours.every((each, index) => doesSame(each, theirs[index]!));
}

function onPrompt(interventions: readonly Intervention[]): Intervention[] {
  return interventions.filter(({ scope }) => scope !== 'generated');
}

function doesSame(a: Intervention, b: Intervention): boolean {
  return (
    a.layer === b.layer &&
    a.operator === b.operator &&
    (a.value ?? 0) === (b.value ?? 0) &&
    a.direction.length === b.direction.length &&
    countEqual(a.direction, b.direction) === a.direction.length
  );
}

/** How many numbers both begin with. */
function countEqual(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const limit = Math.min(a.length, b.length);
  let count = 0;
  while (count < limit && a[count] === b[count]) count++;
  return count;
}
