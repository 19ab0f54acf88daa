/** Which words of a text another one does not share, in the same order. */
import { diffWords } from 'diff';

export type TextRange = readonly [start: number, end: number];

/** Texts that share less than this are different altogether: marking nearly every word would say nothing. */
const MIN_SHARED = 0.2;
/** Milliseconds; two long texts with nothing in common take longest, and then nothing is marked. Half of what a page may be held up. */
const PATIENCE_MS = 25;

/**
 * @returns places in `text`, half-open, in UTF-16 units; null where the two texts share next to nothing
 */
export function differences(text: string, base: string): readonly TextRange[] | null {
  if (text === '' || base === '') return null;
  const changes = diffWords(base, text, { timeout: PATIENCE_MS });
  if (!changes) return null;
  const ranges: TextRange[] = [];
  let position = 0;
  let shared = 0;
  for (const { value, added, removed } of changes) {
    if (removed) continue;
    if (added) ranges.push(trimmed(value, position));
    else shared += value.length;
    position += value.length;
  }
  return shared / text.length < MIN_SHARED ? null : ranges.filter(([start, end]) => start < end);
}

/** Without the spaces around. */
function trimmed(value: string, position: number): TextRange {
  const start = value.length - value.trimStart().length;
  return [position + start, position + Math.max(start, value.trimEnd().length)];
}
