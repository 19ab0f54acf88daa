/** Vitest as Stryker runs it: the tests of one part, and nothing of the page's build. */
import { statSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { isPartName, PART_VARIABLE, PARTS } from './parts.ts';

const name = process.env[PART_VARIABLE] ?? '';
if (!isPartName(name)) throw new Error(`${PART_VARIABLE} should name a part, found "${name}"`);

/** Short files first: a run ends at the first test that fails, and most mutants fail soon. */
class ShortFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const size = ({ moduleId }: TestSpecification) => statSync(moduleId).size;
    return [...files].sort((a, b) => size(a) - size(b));
  }
}

export default defineConfig({
  test: {
    environment: 'node',
    include: PARTS[name].tests,
    // what a module remembers (compiled patterns, folded letters) must not outlast a mutant
    isolate: true,
    sequence: { sequencer: ShortFirst },
    setupFiles: ['scripts/lib/propertySeed.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
