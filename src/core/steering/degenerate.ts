/** Whether an answer has fallen apart, as too strong a steering makes it: empty, in a loop, or single letters. */

/** Sound answers of the embedded model stay below 0.1 (150 answers of 80 tokens); a word or line in a loop is near 1. */
const MAX_REPETITION = 0.4;
/** No language writes mostly in words of one letter; runs of stray letters are what is left of a broken one. */
const MAX_SINGLE_LETTERS = 0.5;
/** Fewer words, or groups of them, prove nothing. */
const MIN_COUNT = 8;
const GROUP_WORDS = 3;

/**
 * The share of three-word groups that occurred before in the same text, words compared without case and punctuation.
 * @returns 0 to 1; 0 for a text too short to tell
 */
export function repetitionShare(text: string): number {
  const words = wordsOf(text);
  const groups = words.slice(GROUP_WORDS - 1).map((_, i) => words.slice(i, i + GROUP_WORDS).join(' '));
  return groups.length < MIN_COUNT ? 0 : 1 - new Set(groups).size / groups.length;
}

export function isDegenerate(text: string): boolean {
  const words = wordsOf(text);
  if (words.length === 0) return true;
  const letters = words.filter((word) => /^\p{L}$/u.test(word));
  const isScattered = words.length >= MIN_COUNT && letters.length / words.length > MAX_SINGLE_LETTERS;
  return isScattered || repetitionShare(text) > MAX_REPETITION;
}

/** Runs of letters and digits; Chinese and its like give few and long ones. */
function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
