/** Scores a set of answers: accuracy by prompt and by instruction, strict and loose, and agreement with expected verdicts. */
import { TillerError } from '../errors.ts';
import type { CheckCase, LineProblem } from './cases.ts';
import { type CheckResult, check } from './check.ts';
import { type Share, share } from './statistics.ts';

export interface ScoredCase {
  case: CheckCase;
  /** One for each check. */
  results: CheckResult[];
}

export interface Disagreement {
  line: number;
  id: string;
  instructionId: string;
  mode: 'strict' | 'loose';
  expected: boolean;
  found: boolean;
  detail: string;
}

export interface Accuracy {
  strict: Share;
  loose: Share;
}

/** Agreement with expected verdicts, of one instruction type and kind of case. */
export interface Agreement extends Accuracy {
  instructionId: string;
  /** Second part of an id such as `number_words/edge/0a1b`, '' when the id has no such form. */
  kind: string;
}

export interface Score {
  prompts: Accuracy;
  instructions: Accuracy;
  /** By instruction type, sorted by id. */
  byType: (Accuracy & { instructionId: string })[];
  /** Empty when no case carries expected verdicts; sorted by type and kind. */
  agreement: Agreement[];
  disagreements: Disagreement[];
  problems: LineProblem[];
}

/** All checks of a case. @throws TillerError as `check` does */
export function scoreCase(item: CheckCase): ScoredCase {
  const results = item.checks.map(({ instructionId, kwargs }) =>
    check(instructionId, kwargs, item.response, item.prompt),
  );
  return { case: item, results };
}

/** Scores what can be scored; a case whose type or arguments are wrong becomes a problem with its line number. */
export function scoreCases(cases: readonly CheckCase[], problems: readonly LineProblem[] = []): Score {
  const scored: ScoredCase[] = [];
  const failed: LineProblem[] = [...problems];
  for (const item of cases) {
    try {
      scored.push(scoreCase(item));
    } catch (error) {
      if (!(error instanceof TillerError)) throw error;
      failed.push({ line: item.line, message: `Line ${item.line} cannot be scored: ${error.message}` });
    }
  }
  return { ...summarise(scored), problems: failed.sort((a, b) => a.line - b.line) };
}

/** Accuracy and agreement of scored cases. */
export function summarise(scored: readonly ScoredCase[]): Omit<Score, 'problems'> {
  const all = scored.flatMap(({ results }) => results);
  const prompts = scored.map(({ results }) => ({
    strict: results.every((result) => result.strict),
    loose: results.every((result) => result.loose),
  }));
  const rows = scored.flatMap(({ case: item, results }) =>
    results.map((result, i) => ({ instructionId: item.checks[i]!.instructionId, result })),
  );
  const byType = grouped(rows, (row) => row.instructionId).map(([instructionId, group]) => ({
    instructionId,
    ...accuracy(group.map((row) => row.result)),
  }));
  return { prompts: accuracy(prompts), instructions: accuracy(all), byType, ...compareWithExpected(scored) };
}

function compareWithExpected(scored: readonly ScoredCase[]): Pick<Score, 'agreement' | 'disagreements'> {
  const rows: { instructionId: string; kind: string; strict: boolean; loose: boolean }[] = [];
  const disagreements: Disagreement[] = [];
  for (const { case: item, results } of scored) {
    const { expected, id, line } = item;
    if (!expected) continue;
    results.forEach((result, i) => {
      const { instructionId } = item.checks[i]!;
      const agrees = {
        strict: result.strict === expected.strict[i],
        loose: result.loose === expected.loose[i],
      };
      rows.push({ instructionId, kind: kindOf(id), ...agrees });
      for (const mode of ['strict', 'loose'] as const) {
        if (agrees[mode]) continue;
        disagreements.push({
          line,
          id,
          instructionId,
          mode,
          expected: expected[mode][i]!,
          found: result[mode],
          detail: result.detail,
        });
      }
    });
  }
  const agreement = grouped(rows, (row) => `${row.instructionId} ${row.kind}`).map(([, group]) => ({
    instructionId: group[0]!.instructionId,
    kind: group[0]!.kind,
    ...accuracy(group),
  }));
  return { agreement, disagreements };
}

function kindOf(id: string): string {
  const parts = id.split('/');
  return parts.length >= 3 ? parts[1]! : '';
}

function accuracy(outcomes: readonly { strict: boolean; loose: boolean }[]): Accuracy {
  const count = (mode: 'strict' | 'loose') => outcomes.filter((outcome) => outcome[mode]).length;
  return { strict: share(count('strict'), outcomes.length), loose: share(count('loose'), outcomes.length) };
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}
