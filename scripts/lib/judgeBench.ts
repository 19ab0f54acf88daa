/** Times the judge: the whole golden set, and the live re-check of a 400-word answer, type by type. */
import { check, listInstructions, liveCheck, loadLanguages } from '../../src/core/ifeval/index.ts';
import { type GoldenCase, readGolden } from './readGolden.ts';

export interface JudgeTimes {
  /** All golden cases, strict and loose, on one core. */
  goldenMs: number;
  goldenCases: number;
  /** Unpacking the language data, once a page. */
  languageLoadMs: number;
  /** Median time of one live re-check of an answer of 400 words, by instruction id. */
  recheckMs: Record<string, number>;
  /** The slowest of these. */
  slowestRecheckMs: number;
}

/** Bars on one core, in milliseconds. */
export const JUDGE_BARS = { goldenMs: 3000, recheckMs: 2 };

const WORDS = 400;
const REPEATS = 30;

export async function measureJudge(): Promise<JudgeTimes> {
  const beforeLoad = performance.now();
  await loadLanguages();
  const languageLoadMs = performance.now() - beforeLoad;
  const golden = readGolden();
  const before = performance.now();
  for (const c of golden) check(c.instruction_id, c.kwargs, c.response, c.prompt);
  const goldenMs = performance.now() - before;
  const recheckMs: Record<string, number> = {};
  for (const { id } of listInstructions()) recheckMs[id] = recheckTime(golden, id);
  const slowestRecheckMs = Math.max(...Object.values(recheckMs));
  return { goldenMs, goldenCases: golden.length, languageLoadMs, recheckMs, slowestRecheckMs };
}

/** Median over answers that grow a little each time, as they do while streaming. */
function recheckTime(golden: GoldenCase[], instructionId: string): number {
  // Answers that pass are read to the end.
  const own = golden.filter((c) => c.instruction_id === instructionId && c.strict);
  const text = own.map((c) => c.response).join('\n');
  const run = liveCheck(instructionId, own[0]!.kwargs, own[0]!.prompt);
  const ends = [...text.matchAll(/\S+/g)].map((match) => match.index + match[0].length);
  const times: number[] = [];
  for (let i = 0; i < REPEATS; i++) {
    const end = ends[Math.min(WORDS, ends.length) - 1 - i]!;
    const answer = text.slice(0, end);
    const before = performance.now();
    run(answer, { done: false });
    times.push(performance.now() - before);
  }
  return times.sort((a, b) => a - b)[REPEATS / 2]!;
}
