/** The two lists beside the vectors: `sweep.json`, what was measured, and `index.json`, what the page shows of it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { INSTRUCTIONS, type Instruction } from '../../../src/core/pairs/instructions.ts';
import { GENERATION, PAIRS, type Setting, settingsFor } from './settings.ts';
import { judgeWorks, type SweepResult } from './sweep.ts';
import { tokenizerSha256 } from './tokenizer.ts';
import { presetsFolder } from './vectors.ts';

export type SweepResults = Record<string, SweepResult>;

const sweepPath = join(presetsFolder, 'sweep.json');
const indexPath = join(presetsFolder, 'index.json');

const ABOUT =
  'Made by `npm run presets -- --sweep`: greedy answers of the embedded model, loose IFEval verdicts. Settings are ' +
  'compared on validation prompts; the chosen one is counted on test prompts. `passes` leaves degenerate answers out. ' +
  '`cost` is of the test answers: perplexity under the unsteered model, steered over plain, the median over the prompts; ' +
  'and the mean share of repeated three-word groups.';

export function readSweep(): SweepResults {
  if (!existsSync(sweepPath)) return {};
  return (JSON.parse(readFileSync(sweepPath, 'utf8')) as { results: SweepResults }).results;
}

export function writeSweep(results: SweepResults): void {
  const ordered = INSTRUCTIONS.flatMap(({ id }) => (results[id] ? [[id, results[id]] as const] : []));
  const file = { about: ABOUT, generation: GENERATION, results: Object.fromEntries(ordered) };
  writeFileSync(sweepPath, `${JSON.stringify(file, null, 1)}\n`);
}

/** The setting a preset steers with: the sweep's choice, or the first candidate as long as there is none. */
export function settingOf(instruction: Instruction, results: SweepResults): Setting {
  return results[instruction.id]?.chosen ?? settingsFor(instruction)[0];
}

/** `index.json` as text: everything follows from the instructions and the sweep. */
export function indexText(results: SweepResults): string {
  const presets = INSTRUCTIONS.map((instruction) => {
    const { id, title, family, phrasings, check } = instruction;
    const test = results[id]?.test;
    return {
      id,
      title,
      family,
      instruction: phrasings[0],
      ...settingOf(instruction, results),
      check,
      pairs: PAIRS,
      works: test ? judgeWorks(test) : 'perhaps',
      counts: test
        ? {
            prompts: test.prompts,
            plain: test.plain.passes,
            words: test.words.passes,
            steered: test.steered.passes,
            degenerate: test.steered.degenerate,
            perplexityRatio: test.cost?.perplexityRatio ?? null,
            repetition: test.cost?.repetition ?? null,
          }
        : null,
    };
  });
  return `${JSON.stringify({ tokenizerSha256, presets }, null, 1)}\n`;
}

export function writeIndex(results: SweepResults): void {
  writeFileSync(indexPath, indexText(results));
}

export function isIndexCurrent(results: SweepResults): boolean {
  return existsSync(indexPath) && readFileSync(indexPath, 'utf8') === indexText(results);
}
