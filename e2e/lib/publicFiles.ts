/** Files that the site is served with, read from the repository. */
import { readFileSync } from 'node:fs';
import { parseRecordedRuns, type RecordedRun } from '../../src/state/recorded/recordedRuns.ts';

export const publicFile = (path: string): URL => new URL(`../../public/${path}`, import.meta.url);

/** What the page shows before any model is there. */
export function firstRecordedRun(): RecordedRun {
  const [first] = parseRecordedRuns(JSON.parse(readFileSync(publicFile('recorded/runs.json'), 'utf8')));
  if (!first) throw new Error('public/recorded/runs.json holds no run');
  return first;
}
