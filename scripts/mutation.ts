/**
 * `npm run mutation`: changes the code of the parts that must not be wrong, one small change (mutant) at a time, and asks
 * whether any test notices. What survives is code that no test holds to anything.
 */
import { existsSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { root, runMain, SetupError } from './lib/setup.mjs';
import { codeOf, isPartName, PART_VARIABLE, PARTS, type PartName } from './mutation/parts.ts';
import { countUnmeasured, forgetUnmeasured, type Mutant } from './mutation/unmeasured.ts';

const USAGE = `npm run mutation [-- OPTIONS] [PART ...]   parts: ${Object.keys(PARTS).join(', ')}; without one: all
  --changed         takes over what the last run found of code and tests that are as they were
  --file NAME       this file of the part alone, beside what is known of the others; may be given several times
  --concurrency N   processes (default 1); a part takes tens of minutes on one`;

/** Killed, in per cent of all mutants that can be: below it the command fails. */
const THRESHOLD = 85;
const MAX_RUNS = 4;

await runMain(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      changed: { type: 'boolean', default: false },
      file: { type: 'string', multiple: true, default: [] },
      concurrency: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const concurrency = Number(values.concurrency);
  const unknown = positionals.find((name) => !isPartName(name));
  if (unknown !== undefined || !(Number.isInteger(concurrency) && concurrency > 0)) {
    throw new SetupError(`expected the name of a part and a number of processes.\n${USAGE}`);
  }
  process.chdir(root);
  const parts = (positionals.length > 0 ? positionals : Object.keys(PARTS)) as PartName[];
  const lines: string[] = [];
  for (const part of parts) {
    const { line, score } = summarise(part, await measure(part, values.file, concurrency, values.changed));
    lines.push(line);
    if (score < THRESHOLD) process.exitCode = 1;
  }
  console.log(lines.join('\n'));
});

/** Every mutant of a part with what became of it; with names of files, of these and of those that were taken before. */
async function measure(
  part: PartName,
  names: readonly string[],
  concurrency: number,
  keeps: boolean,
): Promise<Mutant[]> {
  const kept = `reports/mutation/${part}.kept.json`;
  if (!keeps && names.length === 0) rmSync(kept, { force: true });
  process.env[PART_VARIABLE] = part;
  const files = names.length === 0 ? codeOf(part) : names.map((name) => fileOf(part, name));
  const run = () => new Stryker(optionsFor(part, files, concurrency, kept)).runMutationTest();
  let mutants = await run();
  for (let count = 1; count < MAX_RUNS && countUnmeasured(mutants) > 0; count++) {
    console.log(`${countUnmeasured(mutants)} mutants that no test was run for: once more`);
    if (existsSync(kept)) forgetUnmeasured(kept);
    mutants = await run();
  }
  return mutants;
}

function fileOf(part: PartName, name: string): string {
  const file = codeOf(part).find((path) => basename(path, '.ts') === basename(name, '.ts'));
  if (file) return file;
  throw new SetupError(`expected a file of ${part}, found "${name}".\n${USAGE}`);
}

function optionsFor(
  part: PartName,
  files: string[],
  concurrency: number,
  kept: string,
): ConstructorParameters<typeof Stryker>[0] {
  return {
    mutate: files,
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner', './scripts/mutation/errorMessages.mjs'],
    vitest: { configFile: 'scripts/mutation/vitest.config.ts', related: false },
    ignorers: ['error-messages'],
    coverageAnalysis: 'perTest',
    ignoreStatic: PARTS[part].leavesOutStatic,
    concurrency,
    // An endless loop is noticed by counting; the clock is for what is left, on a machine that does other work as well.
    timeoutMS: 20_000,
    // Nothing else is copied: no weights, no page.
    ignorePatterns: [
      '**',
      '!src/core/**',
      '!src/protocol/**',
      '!src/benchmark/**',
      '!workers/**',
      '!scripts/lib/**',
      '!scripts/mutation/**',
      '!e2e/fixtures/**',
      '!models/*/golden.json',
      '!package.json',
      '!tsconfig.base.json',
      '!tsconfig.encoding.d.ts',
    ],
    incremental: true,
    incrementalFile: kept,
    reporters: ['progress-append-only', 'html', 'json'],
    htmlReporter: { fileName: `reports/mutation/${part}.html` },
    jsonReporter: { fileName: `reports/mutation/${part}.json` },
    allowConsoleColors: false,
  };
}

/** The score as Stryker counts it: a mutant that runs into the time limit was noticed as well. */
function summarise(part: PartName, mutants: readonly Mutant[]): { line: string; score: number } {
  const count = (status: Mutant['status']) => mutants.filter((mutant) => mutant.status === status).length;
  const [killed, timeout] = [count('Killed'), count('Timeout')];
  const [survived, uncovered] = [count('Survived'), count('NoCoverage')];
  const score = (100 * (killed + timeout)) / (killed + timeout + survived + uncovered);
  const line =
    `${part}: ${score.toFixed(1)} % (killed ${killed}, timeout ${timeout}, survived ${survived}, not covered ${uncovered}; ` +
    `left out: ${count('Ignored')}; broken: ${count('RuntimeError') + count('CompileError')}); ` +
    `reports/mutation/${part}.html shows each`;
  return { line, score };
}
