/**
 * Patterns with the meaning that Python's `re` gives them: plain words are searched directly, everything else runs on
 * a linear-time machine, so no keyword can freeze the page.
 */
import { charAt, foldText } from '../text/python.ts';
import type { PatternFlags, PatternNode } from './ast.ts';
import { findMatch, isBoundary, type Match, STEP_LIMIT } from './machine.ts';
import { parsePattern } from './parse.ts';
import { compileProgram } from './program.ts';

export type { Match } from './machine.ts';

export interface Pattern {
  /** Number of capturing groups; `re.split` yields one more piece for each. */
  groups: number;
  /** First match (`re.search`), null when there is none; `open` = the text may go on. */
  search(text: string, open?: boolean): Match | null;
  /**
   * Non-overlapping matches (`re.findall`), first `limit` at most. With `open`, only as many as any longer text has at
   * least: those that no further text can change, and one more that it can change but not take away.
   */
  matches(text: string, limit?: number, open?: boolean): Match[];
}

/** True when every character of the pattern stands for itself. */
export function isLiteral(source: string): boolean {
  return !/[\\.^$*+?{}[\]|()]/.test(source);
}

const cache = new Map<string, Pattern>();
/** Patterns kept; a page shows a few checks at a time, a file repeats its own. */
const CACHE_SIZE = 256;

/** @throws TillerError `check_arguments` when the pattern is malformed or not supported (see `parsePattern`) */
export function compilePattern(source: string, flags: Partial<PatternFlags> = {}): Pattern {
  const full: PatternFlags = { ignoreCase: flags.ignoreCase ?? false, multiline: flags.multiline ?? false };
  const key = `${full.ignoreCase ? 'i' : ''}${full.multiline ? 'm' : ''}/${source}`;
  let pattern = cache.get(key);
  if (!pattern) {
    if (cache.size >= CACHE_SIZE) cache.clear();
    const { root, groups } = parsePattern(source, full);
    pattern = literalPattern(root, groups, full) ?? machinePattern(root, groups, full);
    cache.set(key, pattern);
  }
  return pattern;
}

function machinePattern(root: PatternNode, groups: number, flags: PatternFlags): Pattern {
  const program = compileProgram(root, flags);
  return {
    groups,
    search: (text, open = false) => findMatch(program, text, 0, open, false, { left: STEP_LIMIT }),
    matches: (text, limit = Number.POSITIVE_INFINITY, open = false) => {
      const budget = { left: STEP_LIMIT };
      const found: Match[] = [];
      let from = 0;
      let mustAdvance = false;
      while (found.length < limit) {
        const match = findMatch(program, text, from, open, mustAdvance, budget);
        if (!match) break;
        found.push(match);
        if (open && !match.settled) break;
        from = match.end;
        mustAdvance = match.start === match.end;
      }
      return found;
    },
  };
}

/** A pattern of literal characters, with or without `\b` at either end; null when it is anything else. */
function literalPattern(root: PatternNode, groups: number, flags: PatternFlags): Pattern | null {
  const items = root.kind === 'sequence' ? [...root.items] : [root];
  const isBoundaryNode = (node: PatternNode | undefined) =>
    node?.kind === 'assert' && node.assertion === 'wordBoundary';
  const before = isBoundaryNode(items[0]);
  if (before) items.shift();
  const after = isBoundaryNode(items.at(-1));
  if (after) items.pop();
  const chars: string[] = [];
  for (const item of items.flatMap((node) => (node.kind === 'sequence' ? node.items : [node]))) {
    if (item.kind !== 'char') return null;
    chars.push(item.char);
  }
  if (chars.length === 0) return null;
  const needle = flags.ignoreCase ? foldText(chars.join('')) : chars.join('');

  const next = (text: string, haystack: string, from: number, open: boolean): Match | null => {
    for (let at = haystack.indexOf(needle, from); at >= 0; at = haystack.indexOf(needle, at + 1)) {
      const end = at + needle.length;
      if (splitsPair(text, at) || splitsPair(text, end)) continue;
      if (before && !isBoundary(text, at)) continue;
      if (after && ((open && end === text.length) || !isBoundary(text, end))) continue;
      return { start: at, end, settled: true };
    }
    return null;
  };
  return {
    groups,
    search: (text, open = false) => next(text, flags.ignoreCase ? foldedOf(text) : text, 0, open),
    matches: (text, limit = Number.POSITIVE_INFINITY, open = false) => {
      const haystack = flags.ignoreCase ? foldedOf(text) : text;
      const found: Match[] = [];
      while (found.length < limit) {
        const match = next(text, haystack, found.at(-1)?.end ?? 0, open);
        if (!match) break;
        found.push(match);
      }
      return found;
    },
  };
}

/** True when `index` lies inside a surrogate pair: Python's strings have no such place. */
function splitsPair(text: string, index: number): boolean {
  return charAt(text, index - 1).length === 2;
}

let lastText = '';
let lastFolded = '';

/** Folds a text once for all the keywords that are looked up in it. */
function foldedOf(text: string): string {
  if (text !== lastText) {
    lastFolded = foldText(text);
    lastText = text;
  }
  return lastFolded;
}
