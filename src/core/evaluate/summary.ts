/** What a set of judged answers amounts to: one row a condition, and steering against no steering pair by pair. */
import { mcnemarTest, type Share, share } from '../ifeval/index.ts';
import { COMPARISONS, type Condition } from './conditions.ts';
import type { JudgedAnswer } from './judged.ts';

export interface ConditionSummary {
  condition: Condition;
  answers: number;
  /** prompts whose checks all pass, as IFEval counts; null without a check */
  strict: Share | null;
  loose: Share | null;
  /** pass loosely and did not fall apart: a loop without a comma is no answer without commas */
  sound: Share | null;
  /** checks that pass, each counted on its own; differs from the above where a prompt has several */
  instructions: { strict: Share; loose: Share } | null;
  degenerate: number;
  /** of the answers that were scored; null when none was */
  perplexity: { mean: number; median: number; scored: number } | null;
  /** means over the answers; null without answers */
  repetition: number | null;
  words: number | null;
  tokens: number | null;
}

export interface Comparison {
  base: Condition;
  steered: Condition;
  /** prompts that both conditions answered */
  prompts: number;
  /** prompts, by position, that pass loosely only with steering, and only without */
  won: number[];
  lost: number[];
  /** of the won ones, those whose steered answer fell apart */
  wonDegenerate: number[];
  /** McNemar's exact two-sided test on won and lost */
  pValue: number;
  /** median over the prompts of steered perplexity over base perplexity; null when nothing was scored */
  perplexityRatio: number | null;
}

export interface EvaluationSummary {
  conditions: ConditionSummary[];
  /** of the pairs whose two conditions are both there; none without a check */
  comparisons: Comparison[];
}

/** @param conditions those that were asked for; one without answers yet gives a row of nothing */
export function summarise(
  answers: readonly JudgedAnswer[],
  conditions: readonly Condition[],
): EvaluationSummary {
  const of = (condition: Condition) => answers.filter((answer) => answer.condition === condition);
  return {
    conditions: conditions.map((condition) => summariseCondition(condition, of(condition))),
    comparisons: COMPARISONS.flatMap(([base, steered]) => {
      if (!conditions.includes(base) || !conditions.includes(steered)) return [];
      const comparison = compareConditions(of(base), of(steered));
      return comparison ? [{ base, steered, ...comparison }] : [];
    }),
  };
}

function summariseCondition(condition: Condition, answers: readonly JudgedAnswer[]): ConditionSummary {
  const judged = answers.filter(({ loose }) => loose !== null);
  const hasChecks = judged.length > 0;
  const shareOf = (passes: (answer: JudgedAnswer) => boolean): Share | null =>
    hasChecks ? share(judged.filter(passes).length, judged.length) : null;
  const results = judged.flatMap((answer) => answer.results);
  const perplexities = answers.flatMap(({ perplexity }) => (perplexity === null ? [] : [perplexity]));
  const meanOf = (value: (answer: JudgedAnswer) => number) =>
    answers.length > 0 ? mean(answers.map(value)) : null;
  return {
    condition,
    answers: answers.length,
    strict: shareOf(({ strict }) => strict === true),
    loose: shareOf(({ loose }) => loose === true),
    sound: shareOf(({ loose, isDegenerate }) => loose === true && !isDegenerate),
    instructions: hasChecks
      ? {
          strict: share(results.filter(({ strict }) => strict).length, results.length),
          loose: share(results.filter(({ loose }) => loose).length, results.length),
        }
      : null,
    degenerate: answers.filter(({ isDegenerate }) => isDegenerate).length,
    perplexity:
      perplexities.length > 0
        ? { mean: mean(perplexities), median: median(perplexities), scored: perplexities.length }
        : null,
    repetition: meanOf(({ repetition }) => repetition),
    words: meanOf(({ words }) => words),
    tokens: meanOf(({ tokens }) => tokens),
  };
}

/** @returns null when no prompt has a verdict in both */
export function compareConditions(
  base: readonly JudgedAnswer[],
  steered: readonly JudgedAnswer[],
): Omit<Comparison, 'base' | 'steered'> | null {
  const byPrompt = new Map(base.map((answer) => [answer.prompt, answer]));
  const pairs = steered
    .flatMap((after) => {
      const before = byPrompt.get(after.prompt);
      return before && before.loose !== null && after.loose !== null ? [{ before, after }] : [];
    })
    .sort((a, b) => a.after.prompt - b.after.prompt);
  if (pairs.length === 0) return null;
  const won = pairs.filter(({ before, after }) => !before.loose && after.loose);
  const lost = pairs.filter(({ before, after }) => before.loose && !after.loose);
  const ratios = pairs.flatMap(({ before, after }) =>
    before.perplexity === null || after.perplexity === null ? [] : [after.perplexity / before.perplexity],
  );
  const promptsOf = (list: typeof pairs) => list.map(({ after }) => after.prompt);
  return {
    prompts: pairs.length,
    won: promptsOf(won),
    lost: promptsOf(lost),
    wonDegenerate: promptsOf(won.filter(({ after }) => after.isDegenerate)),
    pValue: mcnemarTest(
      pairs.map(({ before }) => before.loose === true),
      pairs.map(({ after }) => after.loose === true),
    ).pValue,
    perplexityRatio: ratios.length > 0 ? median(ratios) : null,
  };
}

/** @param values at least one */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The middle one, or the mean of the two in the middle. @param values at least one */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[upper]! : (sorted[upper - 1]! + sorted[upper]!) / 2;
}
