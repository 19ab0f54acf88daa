import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePromptFile } from '../../src/core/evaluate/promptFile.ts';
import { parseCases } from '../../src/core/ifeval/cases.ts';
import { check, loadLanguages } from '../../src/core/ifeval/index.ts';
import { type ImportedTable, MAX_ROWS, MAX_TEXT_LENGTH } from '../../src/core/pairs/importedTable.ts';
import { SPLITS } from '../../src/core/pairs/table.ts';
import {
  readPairsCsv,
  readPairsJsonl,
  writePairsCsv,
  writePairsJsonl,
} from '../../src/core/pairs/tableFiles.ts';
import { damagedBytes } from './bytes.ts';
import { damagedLines } from './json.ts';
import { type Reader, survive, surviveAll, surviveEveryByte } from './survive.ts';

await loadLanguages();

const ROWS = [
  {
    id: 'a',
    positive: 'What is “rain”? Answer in French.',
    negative: 'What is “rain”?',
    split: 'build' as const,
  },
  { id: 'b', positive: 'One,\r\ntwo "three"', negative: '=1+1', instructionId: 'french' },
  { id: 'constructor', positive: '\u202e \u00e9\ud83d\ude00', negative: ' ' },
];
const bytesOf = (text: string) => new TextEncoder().encode(text);
const lines = (...values: unknown[]) => values.map((value) => JSON.stringify(value)).join('\n');

function checkTable({ rows, notices, problems }: ImportedTable): void {
  expect(rows.length).toBeLessThanOrEqual(MAX_ROWS);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  for (const { positive, negative, split, instructionId } of rows) {
    for (const text of [positive, negative]) {
      expect(typeof text).toBe('string');
      expect(text.length).toBeLessThanOrEqual(MAX_TEXT_LENGTH);
    }
    expect([undefined, ...SPLITS]).toContain(split);
    expect(['undefined', 'string']).toContain(typeof instructionId);
  }
  const ids = new Set(rows.map(({ id }) => id));
  expect(problems.every(({ id }) => ids.has(id))).toBe(true);
  expect(notices.every((notice) => notice.length < 2000)).toBe(true);
}

const csv: Reader<Uint8Array, ImportedTable> = {
  read: readPairsCsv,
  codes: ['file_corrupt'],
  check: checkTable,
};
const jsonl: Reader<Uint8Array, ImportedTable> = {
  read: readPairsJsonl,
  codes: ['file_corrupt'],
  check: checkTable,
};

describe('a hostile table of pairs', () => {
  const asCsv = bytesOf(writePairsCsv(ROWS));
  const asJsonl = bytesOf(writePairsJsonl(ROWS));

  it.each([
    ['CSV', csv, asCsv],
    ['JSON lines', jsonl, asJsonl],
  ])('as %s is refused or read, whatever is changed in it', (_, reader, seed) =>
    surviveAll(reader, damagedBytes(seed, asCsv, asJsonl)));

  it.each([
    ['CSV', csv, asCsv],
    ['JSON lines', jsonl, asJsonl],
  ])('as %s is refused or read, wherever it is cut off and whichever byte is another', (_, reader, seed) =>
    surviveEveryByte(reader, seed));

  it('as CSV is refused or read: any characters that mean something in one', () =>
    surviveAll(
      csv,
      fc
        .array(
          fc.constantFrom(
            '"',
            ',',
            '\r',
            '\n',
            '\ufeff',
            '""',
            'positive',
            'negative',
            'id',
            'split',
            ' ',
            'a',
          ),
        )
        .map((parts) => bytesOf(`positive,negative\n${parts.join('')}`)),
    ));

  it('as JSON lines is refused or read, whatever the fields of a line hold', () =>
    surviveAll(jsonl, damagedLines(...ROWS).map(bytesOf)));

  it.each([
    ['CSV, a quote that never closes in 100 kB', csv, `positive,negative\n"${'a,'.repeat(50_000)}`],
    ['CSV, a hundred thousand quotes', csv, `positive,negative\n${'"'.repeat(100_000)}`],
    ['CSV, a hundred thousand empty lines', csv, `positive,negative${'\r\n'.repeat(100_000)}`],
    ['CSV, a header of a hundred thousand columns', csv, `positive,negative${',a'.repeat(100_000)}`],
    ['CSV, ten thousand rows', csv, `positive,negative\n${'a,b\n'.repeat(10_000)}`],
    ['JSON lines, ten thousand rows', jsonl, '{"positive":"a","negative":"b"}\n'.repeat(10_000)],
    ['JSON lines, all with one id', jsonl, '{"positive":"a","negative":"b","id":"x"}\n'.repeat(MAX_ROWS)],
    ['JSON lines, ten thousand columns', jsonl, `{${Array.from({ length: 10_000 }, (_, i) => `"c${i}":1`)}}`],
    ['JSON lines, brackets without end', jsonl, '['.repeat(100_000)],
  ])('is refused or read: %s', (_, reader, text) => survive(reader, bytesOf(text)));
});

/** IFEval's files are read line by line: a line that cannot be read is a problem with its number. */
type Lines = { problems: { line: number; message: string }[] };

function checkProblems({ problems }: Lines): void {
  for (const { line, message } of problems) {
    expect(message).toMatch(new RegExp(`^Line ${line} cannot be (read|scored): `));
    expect(message.length).toBeLessThan(2000);
  }
}

describe('a hostile file of prompts or answers', () => {
  const prompts = [
    { key: 1000, prompt: 'Write.', instruction_id_list: ['punctuation:no_comma'], kwargs: [{}] },
    {
      key: 'two',
      prompt: 'Name a fruit, twice.',
      prompt_without_instruction: 'Name a fruit.',
      instruction_id_list: ['length_constraints:number_words', 'keywords:existence'],
      kwargs: [{ num_words: 3, relation: 'at least' }, { keywords: ['fruit'] }],
    },
  ];
  const answers = prompts.map((prompt) => ({ ...prompt, response: 'An apple.' }));
  const single = {
    id: 'a',
    instruction_id: 'punctuation:no_comma',
    kwargs: {},
    response: 'a',
    strict: true,
    loose: true,
  };

  const promptFile: Reader<string, ReturnType<typeof parsePromptFile>> = {
    read: parsePromptFile,
    codes: ['bad_request'],
    check(read) {
      checkProblems(read);
      for (const { text, checks, id } of read.prompts) {
        expect([typeof text, typeof id]).toEqual(['string', 'string']);
        // what came through can be judged
        for (const { instructionId, kwargs } of checks ?? []) {
          expect(typeof check(instructionId, kwargs, 'An answer.', text).strict).toBe('boolean');
        }
      }
    },
  };
  const answerFile: Reader<string, ReturnType<typeof parseCases>> = {
    read: parseCases,
    codes: ['bad_request'],
    check(read) {
      checkProblems(read);
      for (const { response, checks, id } of read.cases) {
        expect([typeof response, typeof id]).toEqual(['string', 'string']);
        expect(checks.length).toBeGreaterThan(0);
      }
    },
  };

  it('of prompts is read, with a problem for each line that is none', () =>
    surviveAll(promptFile, damagedLines(...prompts)));

  it('of answers is read, with a problem for each line that is none', () =>
    surviveAll(answerFile, damagedLines(...answers, single)));

  it('is read wherever it is cut off and whichever byte is another', () =>
    surviveEveryByte(
      { ...answerFile, read: (bytes) => parseCases(new TextDecoder().decode(bytes)), check: checkProblems },
      bytesOf(lines(...answers, single)),
    ));
});
