/**
 * Mutants that Stryker's report calls survivors although no test ran against them. Its Vitest runner loses a run now and
 * then, a known fault of it; such a mutant is taken out of what is kept of the run, and tried again.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Stryker } from '@stryker-mutator/core';

/** What became of one mutant. */
export type Mutant = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

interface Outcome {
  status: string;
  testsCompleted?: number;
}

interface KeptReport {
  files: Record<string, { mutants: Outcome[] }>;
}

const isUnmeasured = ({ status, testsCompleted }: Outcome) => status === 'Survived' && !testsCompleted;

export const countUnmeasured = (mutants: readonly Mutant[]): number =>
  mutants.filter((mutant) => isUnmeasured(mutant)).length;

/** @param path of the file that Stryker's incremental mode keeps */
export function forgetUnmeasured(path: string): void {
  const report = JSON.parse(readFileSync(path, 'utf8')) as KeptReport;
  for (const file of Object.values(report.files)) {
    file.mutants = file.mutants.filter((mutant) => !isUnmeasured(mutant));
  }
  writeFileSync(path, JSON.stringify(report));
}
