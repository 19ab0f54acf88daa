/** Compiles a pattern's tree to the instructions of a state machine (Thompson's construction). */
import { TillerError } from '../../errors.ts';
import { foldChar } from '../text/python.ts';
import type { Assertion, CharTest, PatternFlags, PatternNode } from './ast.ts';

export type Instruction =
  | { op: 'char'; test: CharTest }
  | { op: 'assert'; assertion: Assertion }
  /** Goes on at both targets, `first` with the higher priority. */
  | { op: 'split'; first: number; second: number }
  | { op: 'jump'; target: number }
  | { op: 'match' };

/** Counted repetition is written out, so the size is limited; words and phrases need about one a character. */
const MAX_INSTRUCTIONS = 4000;

/** @throws TillerError `check_arguments` when counted repetition makes the program too long */
export function compileProgram(root: PatternNode, flags: PatternFlags): Instruction[] {
  const program: Instruction[] = [];

  const emit = (instruction: Instruction): number => {
    if (program.length >= MAX_INSTRUCTIONS) {
      throw new TillerError(
        'check_arguments',
        `The pattern needs more than ${MAX_INSTRUCTIONS} steps. Use smaller numbers in {m,n}.`,
      );
    }
    return program.push(instruction) - 1;
  };

  const writeLoop = (item: PatternNode, lazy: boolean): void => {
    const split = { op: 'split' as const, first: 0, second: 0 };
    const at = emit(split);
    write(item);
    emit({ op: 'jump', target: at });
    const inside = at + 1;
    const after = program.length;
    split.first = lazy ? after : inside;
    split.second = lazy ? inside : after;
  };

  const write = (node: PatternNode): void => {
    switch (node.kind) {
      case 'char': {
        const want = flags.ignoreCase ? foldChar(node.char) : node.char;
        emit({ op: 'char', test: flags.ignoreCase ? (c) => foldChar(c) === want : (c) => c === want });
        break;
      }
      case 'test':
        emit({ op: 'char', test: node.test });
        break;
      case 'assert':
        emit({ op: 'assert', assertion: node.assertion });
        break;
      case 'sequence':
        for (const item of node.items) write(item);
        break;
      case 'choice':
        writeChoice(node.options);
        break;
      case 'repeat': {
        writeTimes(node.item, node.min);
        if (node.max === Number.POSITIVE_INFINITY) writeLoop(node.item, node.lazy);
        else writeUpTo(node.item, node.max - node.min, node.lazy);
        break;
      }
    }
  };

  const writeTimes = (item: PatternNode, times: number): void => {
    for (let i = 0; i < times; i++) {
      const before = program.length;
      write(item);
      // what takes no instruction, such as (), is the same however often: {m} may be any number
      if (program.length === before) return;
    }
  };

  /** (x(x(x)?)?)? as nested splits that all leave to the same end. */
  const writeUpTo = (item: PatternNode, times: number, lazy: boolean): void => {
    const splits: { op: 'split'; first: number; second: number }[] = [];
    for (let i = 0; i < times; i++) {
      const split = { op: 'split' as const, first: 0, second: 0 };
      const inside = emit(split) + 1;
      if (lazy) split.second = inside;
      else split.first = inside;
      splits.push(split);
      write(item);
    }
    for (const split of splits) {
      if (lazy) split.first = program.length;
      else split.second = program.length;
    }
  };

  const writeChoice = (options: PatternNode[]): void => {
    const jumps: { op: 'jump'; target: number }[] = [];
    options.forEach((option, index) => {
      if (index === options.length - 1) {
        write(option);
        return;
      }
      const split = { op: 'split' as const, first: 0, second: 0 };
      split.first = emit(split) + 1;
      write(option);
      const jump = { op: 'jump' as const, target: 0 };
      emit(jump);
      jumps.push(jump);
      split.second = program.length;
    });
    for (const jump of jumps) jump.target = program.length;
  };

  write(root);
  emit({ op: 'match' });
  return program;
}
