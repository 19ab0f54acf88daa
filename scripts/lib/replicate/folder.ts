/**
 * The folder of a replication: one file a part, written as it comes, and the tables made of all parts that are there. So
 * several runs, each with some of the instructions, add up to one.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Generation, toJsonLines } from '../../../src/core/evaluate/generations.ts';
import type { Facts } from './facts.ts';
import type { InstructionRecord } from './instruction.ts';
import type { CompositionRecord, ExclusionRecord } from './parts.ts';
import { TASKS } from './plan.ts';
import { resultsCsv, resultsMarkdown } from './report.ts';

/** `exclusion` and `composition` go on from instructions' parts. */
export interface PartRecords {
  instruction: InstructionRecord;
  composition: CompositionRecord;
  exclusion: ExclusionRecord;
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
}

const partsOf = (folder: string) => join(folder, 'parts');

export function writePart(folder: string, part: Part, generations: readonly Generation[] = []): void {
  mkdirSync(partsOf(folder), { recursive: true });
  writeJson(join(partsOf(folder), `${part.name}.json`), part);
  if (generations.length === 0) return;
  mkdirSync(join(folder, 'generations'), { recursive: true });
  writeFileSync(join(folder, 'generations', `${part.name}.jsonl`), toJsonLines(generations));
}

/** @returns null when that part is not there yet */
export function readPart(folder: string, name: string): Part | null {
  return readParts(folder).find((part) => part.name === name) ?? null;
}

/** `results.json`, `results.csv` and `results.md` of all parts. */
export function writeResults(folder: string): Results {
  const results = assemble(readParts(folder));
  writeJson(join(folder, 'results.json'), results);
  writeFileSync(join(folder, 'results.csv'), resultsCsv(results));
  writeFileSync(join(folder, 'results.md'), resultsMarkdown(results));
  return results;
}

export function assemble(parts: readonly Part[]): Results {
  const instructions = parts.flatMap((part) => (part.kind === 'instruction' ? [part.record] : []));
  const order = TASKS.map(({ instruction }) => instruction.id);
  const runs = new Map(parts.map(({ facts }) => [JSON.stringify(facts), facts]));
  return {
    runs: [...runs.values()].toSorted((a, b) => a.date.localeCompare(b.date)),
    instructions: instructions.toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id)),
    composition: parts.flatMap((part) => (part.kind === 'composition' ? [part.record] : []))[0] ?? null,
    exclusion: parts.flatMap((part) => (part.kind === 'exclusion' ? [part.record] : []))[0] ?? null,
  };
}

function readParts(folder: string): Part[] {
  mkdirSync(partsOf(folder), { recursive: true });
  const files = readdirSync(partsOf(folder)).filter((name) => name.endsWith('.json'));
  return files.sort().map((name) => JSON.parse(readFileSync(join(partsOf(folder), name), 'utf8')) as Part);
}

function writeJson(path: string, value: unknown): void {
  writeFileSync(path, `${JSON.stringify(value, null, 1)}\n`);
}
