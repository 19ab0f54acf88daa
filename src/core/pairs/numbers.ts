/** Whole numbers as people type them: in digits ("1,000") and in English words ("a hundred and fifty"). */

const UNITS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const BELOW_HUNDRED = `(?:(?:${TENS.join('|')})(?:[ -](?:${UNITS.slice(1, 10).join('|')}))?|${[...UNITS].reverse().join('|')})`;
const IN_WORDS = `(?:(?:a|${UNITS.slice(1, 10).join('|')}) (?:hundred|thousand)(?: and)?(?: ${BELOW_HUNDRED})?|a single|${BELOW_HUNDRED})`;

/** Source of a pattern for one number, to be used with the flag i. */
export const NUMBER = `(?:\\d{1,3}(?:,\\d{3})+|\\d{1,6}|${IN_WORDS})`;

/** @param text what `NUMBER` matched */
export function readNumber(text: string): number {
  if (/^\d/.test(text)) return Number(text.replaceAll(',', ''));
  let total = 0;
  for (const word of text.toLowerCase().split(/[ -]/)) {
    if (word === 'a' || word === 'single') total = 1;
    else if (word === 'hundred') total *= 100;
    else if (word === 'thousand') total *= 1000;
    else if (TENS.includes(word)) total += 20 + 10 * TENS.indexOf(word);
    else if (UNITS.includes(word)) total += UNITS.indexOf(word);
  }
  return total;
}

/** "three" up to nineteen, digits above. */
export function inWords(count: number): string {
  return UNITS[count] ?? String(count);
}
