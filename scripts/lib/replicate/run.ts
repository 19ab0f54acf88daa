/** Runs the parts of a replication one after the other; each is written to the folder as it comes. */
import { join } from 'node:path';
import { testJudge } from '../../../src/lab/quality.ts';
import { SetupError } from '../setup.mjs';
import type { CheckedInstruction, Work } from './choose.ts';
import type { Facts } from './facts.ts';
import { type Part, readPart, writePart } from './folder.ts';
import { type InstructionRecord, replicateInstruction } from './instruction.ts';
import { replicateComposition, replicateExclusion, type Tuned } from './parts.ts';
import { COMPOSED_IDS, EXCLUDE_ID, EXTRAS, type Extra, INCLUDE_ID, type Task, taskOf } from './plan.ts';
import { type FoundVector, vectorOf } from './vectors.ts';

export interface Run {
  work: Work;
  facts: Facts;
  folder: string;
  /** the presets' vectors were made on this model */
  isEmbedded: boolean;
  /** one part is done */
  finish: (summary: string) => void;
}

/**
 * @param names of parts; those that go on from instructions run after them
 * @throws SetupError for a part that needs one that is missing; TillerError `aborted` when the signal fires
 */
export async function runParts(names: readonly string[], run: Run): Promise<void> {
  const { work, facts, folder, finish } = run;
  const extras = EXTRAS.filter((extra) => names.includes(extra));
  const tasks = names.filter((name) => !extras.some((extra) => extra === name)).map(taskOf);
  for (const { instruction, prompts } of tasks) {
    const vector = await vectorFor(instruction, run);
    const { record, ...lines } = await replicateInstruction(checked(instruction), prompts, vector, work);
    writePart(folder, { kind: 'instruction', name: record.id, facts, record }, lines);
    finish(oneLine(record));
  }
  for (const extra of extras) {
    writePart(folder, await runExtra(extra, run));
    finish(`${extra}: done`);
  }
}

async function runExtra(extra: Extra, run: Run): Promise<Part> {
  const { work, facts } = run;
  switch (extra) {
    case 'composition': {
      const [a, b] = [await tuned(COMPOSED_IDS[0], run), await tuned(COMPOSED_IDS[1], run)];
      const { test } = taskOf(COMPOSED_IDS[0]).prompts;
      return { kind: extra, name: extra, facts, record: await replicateComposition(a, b, test, work) };
    }
    case 'exclusion': {
      const { vector } = await vectorFor(taskOf(INCLUDE_ID).instruction, run);
      const own = await tuned(EXCLUDE_ID, run);
      const record = await replicateExclusion(vector, own, taskOf(EXCLUDE_ID).prompts, work);
      return { kind: extra, name: extra, facts, record };
    }
    case 'judge': {
      const record = await testJudge(work.lab, {
        signal: work.signal,
        onUpdate: ({ done, total }) => work.report('test of the judge', done, total),
      });
      return { kind: extra, name: extra, facts, record };
    }
    default:
      return extra satisfies never;
  }
}

/** An instruction's vector at the setting that its own part found. */
async function tuned(id: string, run: Run): Promise<Tuned> {
  const part = readPart(run.folder, id);
  if (part?.kind !== 'instruction') {
    throw new SetupError(
      `this needs the part "${id}" in the same folder: name it in --instructions as well.`,
    );
  }
  const { instruction } = taskOf(id);
  const { vector } = await vectorFor(instruction, run);
  return { instruction: checked(instruction), vector, setting: part.record.setting };
}

function vectorFor(
  instruction: Task['instruction'],
  { work, isEmbedded, folder }: Run,
): Promise<FoundVector> {
  const { lab, plan } = work;
  return vectorOf(instruction, lab.tiller, {
    pairs: plan.pairs,
    isEmbedded,
    folder: join(folder, 'vectors'),
  });
}

function checked(instruction: Task['instruction']): CheckedInstruction {
  const { check } = instruction;
  if (check) return { ...instruction, check };
  throw new SetupError(`${instruction.id} has no check, so nothing can be counted.`);
}

function oneLine({ id, outcome, setting, test, testPrompts }: InstructionRecord): string {
  const passes = test.conditions.map(({ condition, loose }) => `${condition} ${loose?.passed ?? '-'}`);
  const { layer, operator, strength } = setting;
  return `${id}: layer ${layer}, ${operator} ${strength} (${outcome}); of ${testPrompts}: ${passes.join(', ')}`;
}
