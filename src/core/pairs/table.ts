/** Contrast pairs as rows that people read and edit: the words of the user's turn, with and without the instruction. */
import { TillerError } from '../errors.ts';
import { seededRandom } from '../steering/random.ts';
import { BASE_PROMPTS, type BasePrompts } from './basePrompts.ts';
import type { Instruction } from './instructions.ts';
import { asChat, type ChatPair, withInstruction } from './pairs.ts';

export const SPLITS = ['build', 'validation', 'test'] as const satisfies readonly (keyof BasePrompts)[];
export type Split = (typeof SPLITS)[number];

export interface PairRow {
  /** once in a table */
  id: string;
  /** the user's turn with the instruction */
  positive: string;
  /** the user's turn without it */
  negative: string;
  instructionId?: string;
  /** what the pair is for; vectors are built on `build` */
  split?: Split;
}

export interface TableOptions {
  /** default: one pair a prompt of the split */
  count?: number;
  /** default `build` */
  split?: Split;
  /** shuffles the prompts; without it they come in their own order */
  seed?: number;
}

/**
 * Base prompts x phrasings. The first round over the prompts gives the pairs of `buildPairs`; each further round takes the
 * next phrasing for every prompt, so that no pair comes twice.
 * @throws TillerError `bad_request` when there are fewer different pairs than asked for
 */
export function buildTable(
  instruction: Pick<Instruction, 'id' | 'phrasings'>,
  { count, split = 'build', seed }: TableOptions = {},
): PairRow[] {
  const prompts = BASE_PROMPTS[split];
  const most = prompts.length * instruction.phrasings.length;
  const wanted = count ?? prompts.length;
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > most) {
    throw new TillerError(
      'bad_request',
      `The number of pairs should be from 0 to ${most} (${prompts.length} prompts, ${instruction.phrasings.length} phrasings), found ${wanted}.`,
    );
  }
  const order = seed === undefined ? [...prompts.keys()] : shuffled(prompts.length, seed);
  return Array.from({ length: wanted }, (_, at) => {
    const place = at % prompts.length;
    const phrasing = (place + Math.floor(at / prompts.length)) % instruction.phrasings.length;
    const index = order[place]!;
    const prompt = prompts[index]!;
    return {
      id: `${instruction.id}-${split}-${index}-${phrasing}`,
      positive: withInstruction(instruction, prompt, phrasing),
      negative: prompt,
      instructionId: instruction.id,
      split,
    };
  });
}

/** 0 to length - 1 in an order that the seed decides. Source: Fisher and Yates, in Durstenfeld's form. */
function shuffled(length: number, seed: number): number[] {
  const order = Array.from({ length }, (_, index) => index);
  const random = seededRandom(seed);
  for (let last = length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

/** The rows as the model gets them: one user's turn a side. */
export function toPairs(rows: readonly PairRow[]): ChatPair[] {
  return rows.map(({ positive, negative }) => ({ positive: asChat(positive), negative: asChat(negative) }));
}

/** The row of that id with other words; the same rows where no row has it. */
export function editRow(
  rows: readonly PairRow[],
  id: string,
  change: Partial<Pick<PairRow, 'positive' | 'negative' | 'split'>>,
): PairRow[] {
  return rows.map((row) => (row.id === id ? { ...row, ...change } : row));
}

/** One more row at the end, under an id that the table does not have. */
export function addRow(rows: readonly PairRow[], row: Omit<PairRow, 'id'>): PairRow[] {
  return [...rows, { id: freshId(new Set(rows.map(({ id }) => id))), ...row }];
}

export function removeRows(rows: readonly PairRow[], ids: Iterable<string>): PairRow[] {
  const gone = new Set(ids);
  return rows.filter(({ id }) => !gone.has(id));
}

/** `own-` and a number, counted on from the size of the table to one that is not taken. */
export function freshId(taken: ReadonlySet<string>): string {
  let number = taken.size + 1;
  while (taken.has(`own-${number}`)) number++;
  return `own-${number}`;
}

export type RowProblemKind = 'emptyPositive' | 'emptyNegative' | 'equalSides' | 'duplicate' | 'splitsShare';

export interface RowProblem {
  id: string;
  /** 0-based place in the table */
  index: number;
  kind: RowProblemKind;
  /** in English */
  message: string;
  /** the other row that it is about, counted from 1 */
  row?: number;
  /** what that one is for */
  split?: Split;
}

/**
 * What keeps rows from being good pairs, row by row; an empty list when all are. Rows are numbered from 1 in messages.
 * A prompt that stands in two splits is a problem too: a setting chosen or reported on it would know it already.
 */
export function tableProblems(rows: readonly PairRow[]): RowProblem[] {
  const seenPairs = new Map<string, number>();
  const seenPrompts = new Map<string, { split: Split; index: number }>();
  return rows.flatMap(({ id, positive, negative, split }, index) => {
    const problems: RowProblem[] = [];
    const report = (kind: RowProblemKind, message: string, other: Pick<RowProblem, 'row' | 'split'> = {}) =>
      problems.push({ id, index, kind, message, ...other });
    const instructed = positive.trim();
    const prompt = negative.trim();
    if (instructed === '') report('emptyPositive', 'The text with the instruction is empty.');
    if (prompt === '') report('emptyNegative', 'The text without the instruction is empty.');
    if (instructed === prompt && prompt !== '') report('equalSides', 'Both texts are the same.');
    const pair = JSON.stringify([instructed, prompt]);
    const twin = seenPairs.get(pair);
    if (twin === undefined) seenPairs.set(pair, index);
    else report('duplicate', `The same pair as in row ${twin + 1}.`, { row: twin + 1 });
    const other = seenPrompts.get(prompt);
    if (split && other && other.split !== split) {
      report(
        'splitsShare',
        `The text without the instruction stands in row ${other.index + 1} too, for "${other.split}".`,
        { row: other.index + 1, split: other.split },
      );
    }
    if (split && prompt !== '' && !other) seenPrompts.set(prompt, { split, index });
    return problems;
  });
}
