/** Numbers as the lessons write them. */

import type { LessonTable } from '../lesson.ts';
import type { InstructionFacts, LessonRecord } from '../record.ts';

export const percent = (value: number): string => `${Math.round(value)} %`;
export const times = (value: number): string => `× ${value.toFixed(1)}`;
export const two = (value: number): string => value.toFixed(2).replace('-', '−');
export const probability = (value: number): string => (value < 0.001 ? '< 0.001' : value.toFixed(3));

/** ` (1 fell apart)`, where some did. */
export const fellApart = (count: number): string => (count > 0 ? ` (${count} fell apart)` : '');

export const REPLICATION = 'Replicated with npm run replicate; the whole of it is in results/results.md.';
export const RECORDED = 'The experiment of this lesson, recorded on the embedded model with npm run record.';

/** One row an instruction. */
export function instructionTable(
  { facts }: LessonRecord,
  name: string,
  columns: readonly (readonly [head: string, cell: (row: InstructionFacts) => string])[],
): LessonTable {
  return {
    name,
    source: REPLICATION,
    head: ['Instruction', ...columns.map(([head]) => head)],
    rows: facts.instructions.map((row) => [row.title, ...columns.map(([, cell]) => cell(row))]),
  };
}
