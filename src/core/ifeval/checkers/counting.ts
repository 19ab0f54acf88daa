/** Verdicts that compare a count with a number: shared by the types that ask for "at least" or "less than". */
import type { Finding, Kwargs, Range } from '../types.ts';

export interface Count {
  /** Count of the text taken as a whole answer. */
  total: number;
  /** Lower bound of the count for the text with anything appended. */
  certain: number;
  /** Range of the item that reached the wanted number, or of the last one. */
  range?: Range;
}

/** A count that appended text can only raise. */
export function growing(total: number, range?: Range): Count {
  return withRange({ total, certain: total }, range);
}

export function withRange<T extends object>(value: T, range: Range | undefined): T & { range?: Range } {
  return range ? { ...value, range } : value;
}

/** A noun, or its singular and plural where the plural is not made by an s at the end. */
export type Noun = string | readonly [singular: string, plural: string];

/** "1 word", "2 words". */
export function plural(count: number, noun: Noun): string {
  const [one, many] = typeof noun === 'string' ? [noun, `${noun}s`] : noun;
  return `${count} ${count === 1 ? one : many}`;
}

/** "at least 3 words" in a request. */
export function related(kwargs: Kwargs, relationName: string, countName: string, noun: string): string {
  return `${kwargs[relationName]} ${plural(Number(kwargs[countName]), noun)}`;
}

/** Verdict of a count that must be `at least` or `less than` the wanted one. */
export function compareCount(count: Count, relation: string, wanted: number, noun: Noun): Finding {
  const atLeast = relation === 'at least';
  const pass = atLeast ? count.total >= wanted : count.total < wanted;
  // Appending cannot lower the certain count: it decides "at least" for good, and "less than" against.
  const settled = count.certain >= wanted;
  const verb = pass ? '' : atLeast ? 'only ' : 'already ';
  const reason = `${verb}${plural(count.total, noun)}, ${atLeast ? 'at least' : 'fewer than'} ${wanted} wanted`;
  return withRange({ pass, settled, reason }, count.range);
}

/** Verdict of a count that must be exactly the wanted one. */
export function exactCount(count: Count, wanted: number, noun: Noun): Finding {
  const pass = count.total === wanted;
  const reason = `${plural(count.total, noun)}, exactly ${wanted} wanted`;
  return withRange({ pass, settled: count.certain > wanted, reason }, count.range);
}
