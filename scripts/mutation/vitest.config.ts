/** Vitest as Stryker runs it: the tests of one part, and nothing of the page's build. */
import { statSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { isPartName, PART_VARIABLE, PARTS } from './parts.ts';

const name = process.env[PART_VARIABLE] ?? '';
if (!isPartName(name)) throw new Error(`${PART_VARIABLE} should name a part, found "${name}"`);

const { code, tests } = PARTS[name];

/** A run ends at the first test that fails, and most mutants fail soon: in the tests beside the code, then in short files. */
class SoonestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isBeside = ({ moduleId }: TestSpecification) => code.some((path) => moduleId.includes(path));
    const size = ({ moduleId }: TestSpecification) => statSync(moduleId).size;
    return [...files].sort((a, b) => Number(isBeside(b)) - Number(isBeside(a)) || size(a) - size(b));
  }
}

export default defineConfig({
  test: {
    environment: 'node',
    include: tests,
    // what a module remembers (compiled patterns, folded letters) must not outlast a mutant
    isolate: true,
    sequence: { sequencer: SoonestFirst },
    setupFiles: ['scripts/lib/propertySeed.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
