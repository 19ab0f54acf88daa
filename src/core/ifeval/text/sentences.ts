/**
 * Splits English text into sentences by Punkt's decision rules (Kiss and Strunk, "Unsupervised Multilingual Sentence
 * Boundary Detection", 2006), in the form in which the published checkers apply them, with facts about English in
 * place of a trained model.
 */
import type { Range } from '../types.ts';
import { isSpace, PYTHON_SPACE, stripRange } from './python.ts';
import { type Decision, decideBreak } from './sentenceTokens.ts';

export interface Sentences {
  /** Place of each sentence in the text. */
  ranges: Range[];
  /** The text with anything appended has at least so many. */
  certain: number;
  /** Offset up to which the sentences stay as they are. */
  certainUntil: number;
}

/** Characters that end a word at once, besides white space. */
const CLOSES_WORD = /[)";}\]*:@'({[!?]/;
const ASCII_SPACE = /[\t-\r ]/;
const NOT_CLOSING = new RegExp(`[^"')\\]}${PYTHON_SPACE}]`);
/** Closing punctuation that goes to the sentence before it. */
const REALIGN = new RegExp(`["')\\]}]+?(?:[${PYTHON_SPACE}]+|(?=--)|$)`, 'y');

/** A `.`, `?` or `!` that may end a sentence, with the words around it. */
interface Candidate {
  /** Offset of the word that it belongs to. */
  wordStart: number;
  /** Offset of the mark itself. */
  mark: number;
  /** Offset of the next word after white space; null when punctuation follows directly. */
  nextStart: number | null;
  /** End of what follows: of the next word, or of the one character of punctuation. */
  afterEnd: number;
}

/** Sentences of a text; none when it is blank. */
export function splitSentences(text: string): Sentences {
  /** Where each sentence starts and, after the last, where the text ends without trailing white space. */
  const slices: Range[] = [];
  let start = 0;
  let certainBreaks = 0;
  let certainUntil = 0;
  let allCertain = true;
  for (const candidate of candidates(text)) {
    const decision = decideBreak(text.slice(candidate.wordStart, candidate.afterEnd));
    allCertain &&= isFinal(text, candidate, decision);
    if (!decision.breaks) continue;
    slices.push([start, candidate.mark + 1]);
    start = candidate.nextStart ?? candidate.mark + 1;
    if (!allCertain) continue;
    certainBreaks++;
    certainUntil = start;
  }
  let end = text.length;
  while (end > start && isSpace(text[end - 1]!)) end--;
  slices.push([start, end]);
  const certain = certainBreaks + (NOT_CLOSING.test(text.slice(certainUntil)) ? 1 : 0);
  return { ranges: realign(text, slices), certain, certainUntil };
}

/** Moves closing quotes and brackets at the start of a sentence to the end of the one before. */
function realign(text: string, slices: Range[]): Range[] {
  const ranges: Range[] = [];
  let moved = 0;
  slices.forEach(([sliceStart, end], index) => {
    const start = sliceStart + moved;
    const next = slices[index + 1];
    REALIGN.lastIndex = 0;
    const closing = next ? (REALIGN.exec(text.slice(...next))?.[0] ?? '') : '';
    moved = closing.length;
    if (next && moved > 0) ranges.push([start, next[0] + stripRange(closing)[1]]);
    else if (start < end) ranges.push([start, end]);
  });
  return ranges;
}

/** Marks with something after them; of several that share a word, the last one. */
function candidates(text: string): Candidate[] {
  const kept: Candidate[] = [];
  let previous: Candidate | null = null;
  for (const { index: mark } of text.matchAll(/[.?!]/g)) {
    const after = whatFollows(text, mark);
    if (!after) continue;
    const wordStart = startOfWord(text, previous, mark);
    if (previous && previous.mark <= wordStart) kept.push(previous);
    previous = { wordStart, mark, ...after };
  }
  if (previous) kept.push(previous);
  return kept;
}

function whatFollows(text: string, mark: number): Pick<Candidate, 'nextStart' | 'afterEnd'> | null {
  const next = text.charAt(mark + 1);
  if (CLOSES_WORD.test(next)) return { nextStart: null, afterEnd: mark + 2 };
  if (!isSpace(next)) return null;
  let start = mark + 1;
  while (start < text.length && isSpace(text[start]!)) start++;
  if (start === text.length) return null;
  let end = start;
  while (end < text.length && !isSpace(text[end]!)) end++;
  return { nextStart: start, afterEnd: end };
}

/** The word starts behind the last ASCII white space since the candidate before; without one, where that one's did. */
function startOfWord(text: string, previous: Candidate | null, mark: number): number {
  const from = previous?.mark ?? 0;
  for (let i = mark - 1; i > from; i--) if (ASCII_SPACE.test(text[i]!)) return i + 1;
  return previous?.wordStart ?? 0;
}

/** True when no text behind the end can change the decision on a candidate. */
function isFinal(text: string, candidate: Candidate, decision: Decision): boolean {
  // Punctuation right behind the mark may lead to another mark of the same word, which then decides.
  if (candidate.nextStart === null) return ASCII_SPACE.test(text.slice(candidate.mark + 1));
  return candidate.afterEnd < text.length || decision.whateverFollows;
}
