/** Reads the verdicts of the published checkers (Python 3.11, nltk 3.9.1, langdetect 1.0.9) for tests and benchmarks. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const FOLDER = new URL('../../src/core/ifeval/golden/', import.meta.url);

export interface GoldenCase {
  id: string;
  instruction_id: string;
  kwargs: Record<string, unknown>;
  prompt: string;
  response: string;
  strict: boolean;
  loose: boolean;
}

export interface GoldenMultiCase {
  id: string;
  instruction_id_list: string[];
  kwargs: Record<string, unknown>[];
  prompt: string;
  response: string;
  strict_list: boolean[];
  loose_list: boolean[];
}

export function readGolden(): GoldenCase[] {
  return readLines('golden.jsonl.gz') as GoldenCase[];
}

export function readGoldenMulti(): GoldenMultiCase[] {
  return readLines('golden-multi.jsonl.gz') as GoldenMultiCase[];
}

function readLines(name: string): unknown[] {
  const text = gunzipSync(readFileSync(new URL(name, FOLDER))).toString('utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}
