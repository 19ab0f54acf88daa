import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { countUnmeasured, forgetUnmeasured, type Mutant } from './unmeasured.ts';

const folder = mkdtempSync(join(tmpdir(), 'tiller-mutation-'));
afterAll(() => rmSync(folder, { recursive: true }));

const OUTCOMES = [
  { id: '1', status: 'Survived', testsCompleted: 3 },
  { id: '2', status: 'Survived', testsCompleted: 0 },
  { id: '3', status: 'Survived' },
  { id: '4', status: 'Killed', testsCompleted: 1 },
  { id: '5', status: 'NoCoverage', testsCompleted: 0 },
];

it('a survivor that no test ran against is counted, and forgotten so that it is tried again', () => {
  expect(countUnmeasured(OUTCOMES as Mutant[])).toBe(2);
  const path = join(folder, 'kept.json');
  writeFileSync(
    path,
    JSON.stringify({ files: { 'a.ts': { source: 'a', mutants: OUTCOMES } }, schemaVersion: '1' }),
  );
  forgetUnmeasured(path);
  const kept = JSON.parse(readFileSync(path, 'utf8'));
  expect(kept.schemaVersion).toBe('1');
  expect(kept.files['a.ts'].source).toBe('a');
  expect(kept.files['a.ts'].mutants.map(({ id }: { id: string }) => id)).toEqual(['1', '4', '5']);
});
