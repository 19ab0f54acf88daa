/** Whether an answer has fallen apart, as too strong a steering makes it: empty, or the same words again and again. */

/**
 * Answers repeat themselves a little by nature. Measured on answers of the embedded model: sound ones stay below 0.2,
 * loops ("pour pour pour") pass 0.6 within a few lines.
 */
const MAX_REPETITION = 0.4;
/** Fewer groups than this prove nothing. */
const MIN_GROUPS = 8;
const GROUP_WORDS = 3;

/**
 * The share of three-word groups that occurred before in the same text, words compared without case and punctuation.
 * @returns 0 to 1; 0 for a text too short to tell
 */
export function repetitionShare(text: string): number {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const groups = words.slice(GROUP_WORDS - 1).map((_, i) => words.slice(i, i + GROUP_WORDS).join(' '));
  if (groups.length < MIN_GROUPS) return 0;
  return 1 - new Set(groups).size / groups.length;
}

export function isDegenerate(text: string): boolean {
  return !/[\p{L}\p{N}]/u.test(text) || repetitionShare(text) > MAX_REPETITION;
}
