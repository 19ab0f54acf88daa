import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FACTS_PATH, lessonFacts, readResults } from './facts.ts';

it('the numbers of the lessons are those of the replication (else: npm run record -- facts)', () => {
  expect(JSON.parse(readFileSync(FACTS_PATH, 'utf8'))).toEqual(lessonFacts(readResults()));
});

it('names what the replication misses', () => {
  const results = readResults();
  const [first] = results.instructions;
  const broken = { ...results, instructions: [{ ...first!, searches: [] }] };
  expect(() => lessonFacts(broken)).toThrow(/npm run replicate/);
});
