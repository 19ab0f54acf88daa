/**
 * Runs a compiled pattern over a text in time linear in program x text (Pike's algorithm): all alternatives advance
 * together, ordered by the priority that a backtracking engine would give them, so both find the same match.
 */
import { TillerError } from '../../errors.ts';
import { charAt, charBefore, isWordChar } from '../text/python.ts';
import type { Assertion } from './ast.ts';
import type { Instruction } from './program.ts';

export interface Match {
  /** UTF-16 offsets in the text, end exclusive. */
  start: number;
  end: number;
  /** False when text that is still to come could turn this match into another one. */
  settled: boolean;
}

/** Steps left for one check; a step takes some 20 ns, so a hostile pattern on a long text stops within a second. */
export interface StepBudget {
  left: number;
}

export const STEP_LIMIT = 20_000_000;

interface Threads {
  /** Program counters by priority; -1 waits for text that is still to come. */
  pcs: number[];
  /** Where each thread's match started. */
  starts: number[];
  /** seen[pc] is the generation in which pc was last added. */
  seen: Int32Array;
  generation: number;
}

const WAITING = -1;

/**
 * Leftmost match at or after `from`.
 * @param open the text may go on after its end: conditions that look there are left undecided
 * @param mustAdvance an empty match at `from` does not count (the one before ended there and was empty)
 * @throws TillerError `check_arguments` when the budget is spent
 */
export function findMatch(
  program: Instruction[],
  text: string,
  from: number,
  open: boolean,
  mustAdvance: boolean,
  budget: StepBudget,
): Match | null {
  let current = newThreads(program.length);
  let next = newThreads(program.length);
  let found: Match | null = null;
  let position = from;
  let waiting = false;
  for (;;) {
    if (!found) addThread(program, current, 0, position, text, position, open, budget);
    const char = charAt(text, position);
    for (let i = 0; i < current.pcs.length; i++) {
      const pc = current.pcs[i]!;
      const start = current.starts[i]!;
      const instruction = pc === WAITING ? null : program[pc]!;
      if (!instruction || (instruction.op === 'char' && char === '')) {
        // Alive at the end of an open text, with a higher priority than any match from here on.
        waiting = open;
        continue;
      }
      if (instruction.op === 'match') {
        if (mustAdvance && position === from) continue;
        found = { start, end: position, settled: !waiting };
        break;
      }
      if (instruction.op === 'char' && instruction.test(char)) {
        addThread(program, next, pc + 1, start, text, position + char.length, open, budget);
      }
    }
    if (waiting && found) found.settled = false;
    if (char === '' || (found && next.pcs.length === 0)) return found;
    position += char.length;
    [current, next] = [next, current];
    clear(next);
  }
}

/** Follows jumps, splits and conditions from `pc` and adds the character and match instructions that they reach. */
function addThread(
  program: Instruction[],
  threads: Threads,
  pc: number,
  start: number,
  text: string,
  position: number,
  open: boolean,
  budget: StepBudget,
): void {
  const stack = [pc];
  while (stack.length > 0) {
    const at = stack.pop()!;
    if (threads.seen[at] === threads.generation) continue;
    threads.seen[at] = threads.generation;
    if (--budget.left < 0) {
      throw new TillerError(
        'check_arguments',
        `The pattern takes more than ${STEP_LIMIT} steps on this text of ${text.length} characters. Use a simpler pattern or a shorter text.`,
      );
    }
    const instruction = program[at]!;
    switch (instruction.op) {
      case 'jump':
        stack.push(instruction.target);
        break;
      case 'split':
        stack.push(instruction.second, instruction.first);
        break;
      case 'assert': {
        if (open && looksAhead(instruction.assertion, text, position)) {
          threads.pcs.push(WAITING);
          threads.starts.push(start);
        } else if (holds(instruction.assertion, text, position)) {
          stack.push(at + 1);
        }
        break;
      }
      default:
        threads.pcs.push(at);
        threads.starts.push(start);
    }
  }
}

/** True when the condition depends on text after the end. */
function looksAhead(assertion: Assertion, text: string, position: number): boolean {
  if (assertion === 'textStart' || assertion === 'lineStart') return false;
  const beforeLastFeed = position === text.length - 1 && text[position] === '\n';
  return position === text.length || (assertion === 'lastLineEnd' && beforeLastFeed);
}

function holds(assertion: Assertion, text: string, position: number): boolean {
  switch (assertion) {
    case 'textStart':
      return position === 0;
    case 'textEnd':
      return position === text.length;
    case 'lineStart':
      return position === 0 || text[position - 1] === '\n';
    case 'lineEnd':
      return position === text.length || text[position] === '\n';
    case 'lastLineEnd':
      return position === text.length || (position === text.length - 1 && text[position] === '\n');
    case 'wordBoundary':
      return isBoundary(text, position);
    case 'notWordBoundary':
      // Python 3.11: an empty text has no boundary and no non-boundary.
      return text.length > 0 && !isBoundary(text, position);
  }
}

/** Python's `\b`: a word character on exactly one side. */
export function isBoundary(text: string, position: number): boolean {
  return isWordChar(charBefore(text, position)) !== isWordChar(charAt(text, position));
}

function newThreads(size: number): Threads {
  return { pcs: [], starts: [], seen: new Int32Array(size), generation: 1 };
}

function clear(threads: Threads): void {
  threads.pcs.length = 0;
  threads.starts.length = 0;
  threads.generation++;
}
