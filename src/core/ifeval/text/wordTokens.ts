/**
 * Words as the Treebank rules cut them (contractions in two, most punctuation on its own), as far as it matters for
 * words in capitals.
 */
import type { Range } from '../types.ts';
import { isUpper, PYTHON_SPACE, strip } from './python.ts';
import { splitSentences } from './sentences.ts';

const WORD = '[\\p{L}\\p{N}_]';
const EDGE = `(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`;
const SPACE = `[${PYTHON_SPACE}]`;

/** Applied in this order; the final full stop and the white space have their own steps in between. */
const BEFORE_FINAL_STOP: [RegExp, string][] = [
  [/[«“‘„]|`+/g, ' $& '],
  [/([ ([{<])("|'{2})/g, '$1 `` '],
  [new RegExp(`'(?!re|ve|ll|m|t|s|d|n)(${WORD})(?!${WORD})`, 'giu'), "' $1"],
];
const AFTER_FINAL_STOP: [RegExp, string][] = [
  [/([:,])([^\p{Nd}])/gu, ' $1 $2'],
  [/[:,]$/g, ' $& '],
  [/\.{2,}/g, ' $& '],
  [/[;@#$%&?!]/g, ' $& '],
  [/([^'])' /g, "$1 ' "],
  [/[*\][(){}<>]/g, ' $& '],
  [/--/g, ' -- '],
];
const ENDINGS: [RegExp, string][] = [
  [/[»”’]|''|"/g, ' $& '],
  [new RegExp(`${SPACE}+`, 'g'), ' '],
  [/([^' ])('[sSmMdD]|') /g, '$1 $2 '],
  [/([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) /g, '$1 $2 '],
  [new RegExp(`${EDGE}(can)(not)${EDGE}`, 'giu'), ' $1 $2 '],
  [new RegExp(`${EDGE}(d)('ye)${EDGE}`, 'giu'), ' $1 $2 '],
  [new RegExp(`${EDGE}(gim|lem)(me)${EDGE}`, 'giu'), ' $1 $2 '],
  [new RegExp(`${EDGE}(gon)(na)${EDGE}`, 'giu'), ' $1 $2 '],
  [new RegExp(`${EDGE}(got)(ta)${EDGE}`, 'giu'), ' $1 $2 '],
  [new RegExp(`${EDGE}(more)('n)${EDGE}`, 'giu'), ' $1 $2 '],
  [new RegExp(`${EDGE}(wan)(na)(?=${SPACE})`, 'giu'), ' $1 $2 '],
  [new RegExp(` ('t)(is|was)${EDGE}`, 'giu'), ' $1 $2 '],
];

/** What may stand between the final full stop and the end. */
const AFTER_STOP = /^[\])}>"'»”’ ]*$/;

/**
 * Tokens of one sentence.
 * @param isWhole false for the beginning of a sentence: its last full stop is not taken for the final one
 */
export function wordTokens(sentence: string, isWhole = true): string[] {
  let text = sentence;
  const apply = (rules: [RegExp, string][]) => {
    for (const [pattern, replacement] of rules) text = text.replace(pattern, replacement);
  };
  apply(BEFORE_FINAL_STOP);
  if (isWhole) text = partFinalStop(text);
  apply(AFTER_FINAL_STOP);
  text = ` ${text} `;
  apply(ENDINGS);
  return text.split(' ').filter((token) => token !== '');
}

/** Parts the full stop that only closing punctuation follows from its word. */
function partFinalStop(text: string): string {
  const stop = text.lastIndexOf('.');
  if (stop < 1 || text[stop - 1] === '.') return text;
  const after = strip(`x${text.slice(stop + 1)}`).slice(1);
  return AFTER_STOP.test(after) ? `${text.slice(0, stop)} . ${after} ` : text;
}

export interface CapitalWords {
  total: number;
  /** The text with anything appended has at least so many. */
  certain: number;
  /** Place of word number `wanted`, or of the last one. */
  range?: Range;
}

/** These end a word whatever follows. */
const ALWAYS_PARTS = new RegExp(`^[^]*(?:[${PYTHON_SPACE}?!;@#$%&()[\\]{}<>*"«»“”‘’„\`]|--|'')`);

/** Counts words whose cased characters are all capitals. */
export function capitalWords(text: string, wanted: number): CapitalWords {
  const { ranges, certainUntil } = splitSentences(text);
  let total = 0;
  let certain = 0;
  let range: Range | undefined;
  for (const [start, end] of ranges) {
    for (const [from, to] of capitalRanges(text.slice(start, end), true)) {
      if (++total <= Math.max(1, wanted)) range = [start + from, start + to];
    }
    if (end <= certainUntil) certain = total;
  }
  const begun = ALWAYS_PARTS.exec(text.slice(certainUntil))?.[0] ?? '';
  certain += capitalRanges(begun, false).length;
  return range ? { total, certain, range } : { total, certain };
}

const cache = new Map<string, Range[]>();
/** Sentences kept: while an answer streams in, all but the last are known. */
const CACHED_SENTENCES = 256;

/** Places of the words in capitals in a sentence. */
function capitalRanges(sentence: string, isWhole: boolean): Range[] {
  const key = `${isWhole ? '.' : ' '}${sentence}`;
  let ranges = cache.get(key);
  if (!ranges) {
    ranges = findCapitals(sentence, isWhole);
    if (cache.size >= CACHED_SENTENCES) cache.clear();
    cache.set(key, ranges);
  }
  return ranges;
}

function findCapitals(sentence: string, isWhole: boolean): Range[] {
  if (!/\p{Uppercase}/u.test(sentence)) return [];
  const ranges: Range[] = [];
  let end = 0;
  for (const token of wordTokens(sentence, isWhole)) {
    // An opening quote is cut as ``, whatever it looks like; all else stands in the sentence as it is, in this order.
    if (token === '``') continue;
    const start = sentence.indexOf(token, end);
    end = start + token.length;
    if (isUpper(token)) ranges.push([start, end]);
  }
  return ranges;
}
