/** `npm run ifeval -- FILE.jsonl[.gz] [--json] [--min-agreement FILE]`: scores answers with the IFEval checkers. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { TillerError } from '../src/core/errors.ts';
import {
  type Accuracy,
  applyBars,
  type BarResult,
  loadLanguages,
  parseBars,
  parseCases,
  type Score,
  type Share,
  scoreCases,
} from '../src/core/ifeval/index.ts';

const USAGE = `Usage: npm run ifeval -- FILE.jsonl[.gz] [--json] [--min-agreement FILE]

Scores answers with the 25 IFEval checks. Each line is a JSON object with "response" and either "instruction_id" and
"kwargs" or the lists "instruction_id_list" and "kwargs". Lines that carry expected verdicts ("strict" and "loose", or
"strict_list" and "loose_list") are compared with them.

  --json                one JSON object in place of the tables
  --min-agreement FILE  agreement needed by type and kind of case, in place of all of it
                        (src/core/ifeval/golden/min-agreement.json has the project's bars)

Exit status: 0 when every expected verdict agrees or reaches its bar, 1 when not or when a line cannot be scored,
2 when the command cannot run.`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { json: { type: 'boolean' }, 'min-agreement': { type: 'string' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const [file] = positionals;
  if (file === undefined || positionals.length > 1)
    throw new TillerError('bad_request', `Expected one file.\n\n${USAGE}`);
  const barsFile = values['min-agreement'];
  const bars = barsFile === undefined ? null : parseBars(readText(barsFile));
  const { cases, problems } = parseCases(readText(file));
  await loadLanguages();
  const score = scoreCases(cases, problems);
  const results = bars && applyBars(score.agreement, bars);
  const agrees = results ? results.every((result) => result.reached) : score.disagreements.length === 0;
  const passed = agrees && score.problems.length === 0;
  if (values.json) console.log(JSON.stringify({ ...score, bars: results, passed }, null, 2));
  else printScore(score, results);
  return passed ? 0 : 1;
}

/** @throws TillerError `file_missing`, `file_corrupt` */
function readText(path: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch {
    throw new TillerError(
      'file_missing',
      `Expected a file at ${path}, found none that can be read. Check the path.`,
    );
  }
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  try {
    return new TextDecoder().decode(isGzip ? gunzipSync(bytes) : bytes);
  } catch {
    throw new TillerError(
      'file_corrupt',
      `Expected complete gzip data in ${path}, found a damaged file. Fetch it again.`,
    );
  }
}

function printScore(score: Score, bars: BarResult[] | null): void {
  const rows: [string, Accuracy][] = [
    ['prompts', score.prompts],
    ['instructions', score.instructions],
    ...score.byType.map((type): [string, Accuracy] => [`  ${type.instructionId}`, type]),
  ];
  printTable('accuracy (95 % interval)', rows);
  if (score.agreement.length > 0) printAgreement(score, bars);
  for (const { message } of score.problems) console.log(message);
}

function printAgreement(score: Score, bars: BarResult[] | null): void {
  console.log('');
  printTable(
    'agreement with expected verdicts',
    score.agreement.map((item): [string, Accuracy] => [`${item.instructionId} ${item.kind}`.trim(), item]),
  );
  console.log(`\n${score.disagreements.length} disagreements`);
  for (const item of score.disagreements) {
    console.log(
      `  line ${item.line} ${item.id} ${item.instructionId} ${item.mode}: expected ${item.expected}, found ${item.found} (${item.detail})`,
    );
  }
  for (const bar of bars ?? []) {
    const found = `strict ${percent(bar.strict)}, loose ${percent(bar.loose)} of ${bar.total}`;
    console.log(
      `${bar.reached ? 'reached' : 'MISSED'}  ${bar.instructionId} ${bar.kind} >= ${percent(bar.min)}: ${found}`,
    );
  }
}

function printTable(title: string, rows: [string, Accuracy][]): void {
  const width = Math.max(title.length, ...rows.map(([name]) => name.length)) + 2;
  console.log(`${title.padEnd(width)}${'strict'.padEnd(36)}loose`);
  for (const [name, { strict, loose }] of rows) {
    console.log(`${name.padEnd(width)}${showShare(strict).padEnd(36)}${showShare(loose)}`);
  }
}

function showShare({ passed, total, value, interval }: Share): string {
  if (total === 0) return 'none';
  return `${percent(value)} (${passed}/${total}, ${percent(interval[0])}-${percent(interval[1])})`;
}

/** Rounded down, so that only a full agreement reads 100 %. */
function percent(value: number): string {
  return `${(Math.floor(value * 1000) / 10).toFixed(1)} %`;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
