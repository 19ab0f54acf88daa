/** Several checks on one answer: all must pass, as in IFEval's prompt-level score. */
import type { CheckRequest } from './cases.ts';
import { type CheckResult, check } from './check.ts';
import type { LiveVerdict } from './live.ts';

export interface SeveralResult {
  /** True when every check passes. */
  strict: boolean;
  loose: boolean;
  /** One for each check, in order. */
  results: CheckResult[];
}

/**
 * @param checks at least one; without any, an answer passes
 * @throws TillerError as `check` does
 */
export function checkAll(checks: readonly CheckRequest[], response: string, prompt?: string): SeveralResult {
  const results = checks.map(({ instructionId, kwargs }) => check(instructionId, kwargs, response, prompt));
  return {
    strict: results.every((result) => result.strict),
    loose: results.every((result) => result.loose),
    results,
  };
}

/**
 * One verdict of several on the same text: the first failure for good decides; else it passes for good when all do,
 * and is the worst of the provisional ones before that.
 * @param verdicts at least one
 */
export function combineVerdicts(verdicts: readonly [LiveVerdict, ...LiveVerdict[]]): LiveVerdict {
  const settledFailure = verdicts.find((verdict) => verdict.final && verdict.state === 'fail');
  if (settledFailure) return settledFailure;
  const worst =
    verdicts.find((verdict) => verdict.state === 'fail') ??
    verdicts.find((verdict) => verdict.state === 'undecided') ??
    verdicts.find((verdict) => !verdict.final) ??
    verdicts[0];
  return { ...worst, final: verdicts.every((verdict) => verdict.final) };
}
