/**
 * The folder of a replication: one file a part, written as it comes, and the tables made of all parts that are there. So
 * several runs, each with some of the instructions, add up to one.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toJsonLines } from '../../../src/core/evaluate/generations.ts';
import type { JudgeReliability } from '../../../src/core/evaluate/judgeControl.ts';
import { SetupError } from '../setup.mjs';
import type { Facts } from './facts.ts';
import type { InstructionRecord } from './instruction.ts';
import type { CompositionRecord, ExclusionRecord } from './parts.ts';
import { TASKS } from './plan.ts';
import { resultsCsv, resultsMarkdown } from './report.ts';

/** `exclusion` and `composition` go on from instructions' parts; `judge` is measured once. */
export interface PartRecords {
  instruction: InstructionRecord;
  composition: CompositionRecord;
  exclusion: ExclusionRecord;
  judge: JudgeReliability;
}

export type Part = {
  [K in keyof PartRecords]: { kind: K; name: string; facts: Facts; record: PartRecords[K] };
}[keyof PartRecords];

export interface Results {
  /** one a command that wrote parts, in the order of their first part */
  runs: Facts[];
  instructions: InstructionRecord[];
  composition: CompositionRecord | null;
  exclusion: ExclusionRecord | null;
  /** what the model says about answers that are plainly good or bad */
  judge: JudgeReliability | null;
}

const partsOf = (folder: string) => join(folder, 'parts');

/** @param lines what stands beside the part as JSON lines, by the name of their folder */
export function writePart(
  folder: string,
  part: Part,
  lines: Readonly<Record<string, readonly object[]>> = {},
): void {
  for (const [kind, records] of Object.entries(lines)) {
    mkdirSync(join(folder, kind), { recursive: true });
    writeFileSync(join(folder, kind, `${part.name}.jsonl`), toJsonLines(records));
  }
  mkdirSync(partsOf(folder), { recursive: true });
  writeJson(join(partsOf(folder), `${part.name}.json`), part);
}

/**
 * Refuses to add to parts that were made otherwise: one table is of one model and one plan.
 * @throws SetupError
 */
export function requireSameRun(
  folder: string,
  { model, plan, decoding }: Omit<Facts, 'command' | 'date'>,
): void {
  const nameOf = (facts: Pick<Facts, 'model' | 'plan' | 'decoding'>) =>
    JSON.stringify([facts.model.id, facts.model.revision, facts.model.dtype, facts.plan, facts.decoding]);
  const other = readParts(folder).find(({ facts }) => nameOf(facts) !== nameOf({ model, plan, decoding }));
  if (!other) return;
  throw new SetupError(
    `The part "${other.name}" in ${folder} was made with another model or other sizes (${other.facts.command}). ` +
      'Give another folder with --out, or remove that one.',
  );
}

/** @returns null when that part is not there yet */
export function readPart(folder: string, name: string): Part | null {
  return readParts(folder).find((part) => part.name === name) ?? null;
}

/** `results.json`, `results.csv` and `results.md` of all parts. */
export function writeResults(folder: string): Results {
  mkdirSync(folder, { recursive: true });
  const results = assemble(readParts(folder));
  writeJson(join(folder, 'results.json'), results);
  writeFileSync(join(folder, 'results.csv'), resultsCsv(results));
  writeFileSync(join(folder, 'results.md'), resultsMarkdown(results));
  return results;
}

/**
 * Adds what other folders hold to this one; of a part that both have, the other folder's is taken.
 * @throws SetupError when they were made with another model or other sizes
 */
export function mergeFolders(folder: string, others: readonly string[]): void {
  const parts = [folder, ...others].flatMap(readParts);
  if (parts.length === 0) throw new SetupError(`there are no parts in ${[folder, ...others].join(', ')}.`);
  for (const other of others) {
    requireSameRun(other, parts[0]!.facts);
    cpSync(other, folder, { recursive: true });
  }
  requireSameRun(folder, parts[0]!.facts);
}

function assemble(parts: readonly Part[]): Results {
  const instructions = parts.flatMap((part) => (part.kind === 'instruction' ? [part.record] : []));
  const order = TASKS.map(({ instruction }) => instruction.id);
  const runs = new Map(parts.map(({ facts }) => [JSON.stringify(facts), facts]));
  return {
    runs: [...runs.values()].toSorted((a, b) => a.date.localeCompare(b.date)),
    instructions: instructions.toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id)),
    composition: parts.flatMap((part) => (part.kind === 'composition' ? [part.record] : []))[0] ?? null,
    exclusion: parts.flatMap((part) => (part.kind === 'exclusion' ? [part.record] : []))[0] ?? null,
    judge: parts.flatMap((part) => (part.kind === 'judge' ? [part.record] : []))[0] ?? null,
  };
}

function readParts(folder: string): Part[] {
  if (!existsSync(partsOf(folder))) return [];
  const files = readdirSync(partsOf(folder)).filter((name) => name.endsWith('.json'));
  return files.sort().map((name) => JSON.parse(readFileSync(join(partsOf(folder), name), 'utf8')) as Part);
}

function writeJson(path: string, value: unknown): void {
  writeFileSync(path, `${JSON.stringify(value, null, 1)}\n`);
}
