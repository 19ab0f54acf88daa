/** A table with one row an instruction. */
import type { LessonTable } from '../lesson.ts';
import type { Prose } from '../prose.ts';
import type { InstructionFacts, LessonRecord } from '../record.ts';
import { titleOf } from '../titles.ts';

export function instructionTable(
  { facts }: LessonRecord,
  { tables }: Prose,
  name: string,
  columns: readonly (readonly [head: string, cell: (row: InstructionFacts) => string])[],
): LessonTable {
  return {
    name,
    source: tables.replication,
    head: [tables.instruction, ...columns.map(([head]) => head)],
    rows: facts.instructions.map((row) => [titleOf(row), ...columns.map(([, cell]) => cell(row))]),
  };
}
