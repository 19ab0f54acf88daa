/** What came of an evaluation, in sentences: what was gained, what it cost, and how far that can be chance. */
import type { GridCell } from '../../core/evaluate/composition.ts';
import { CONDITION_TITLES, type Condition } from '../../core/evaluate/conditions.ts';
import type { Comparison, ConditionSummary, EvaluationSummary } from '../../core/evaluate/summary.ts';
import type { Share } from '../../core/ifeval/index.ts';

/** `9 of 10` */
export const countText = ({ passed, total }: Pick<Share, 'passed' | 'total'>): string =>
  `${passed} of ${total}`;

/** `60–98 %`, the 95 % interval in whole percent */
export function intervalText([low, high]: Share['interval']): string {
  return `${Math.round(100 * low)}–${Math.round(100 * high)} %`;
}

/** With one decimal where that says anything. */
export function numberText(value: number | null): string {
  if (value === null) return '–';
  return value.toFixed(value < 100 ? 1 : 0).replace('-', '−');
}

export const percentText = (share: number): string => `${Math.round(100 * share)} %`;

/** A strength as the page writes it; null is a vector that is off. */
export const strengthText = (strength: number | null): string =>
  strength === null ? 'off' : String(strength).replace('-', '−');

/** McNemar's p in words. */
export function chanceText({ won, lost, pValue }: Pick<Comparison, 'won' | 'lost' | 'pValue'>): string {
  const differing = won.length + lost.length;
  if (differing === 0) return 'No verdict differs between the two.';
  const p = pText(pValue);
  if (pValue >= 0.05) {
    return `${differing} ${differing === 1 ? 'verdict differs' : 'verdicts differ'}: too few to rule out chance (McNemar’s exact test, ${p}).`;
  }
  const often = pValue < 0.001 ? 'less than once in 1,000 times' : `about ${oftenText(pValue)}`;
  return `Chance alone would do this ${often} (McNemar’s exact test, ${p}).`;
}

function pText(pValue: number): string {
  return pValue < 0.001 ? 'p < 0.001' : `p = ${pValue.toFixed(pValue < 0.01 ? 3 : 2)}`;
}

function oftenText(pValue: number): string {
  const inThousand = Math.max(1, Math.round(1000 * pValue));
  return `${inThousand} ${inThousand === 1 ? 'time' : 'times'} in 1,000`;
}

/** The one sentence on top of the table. @param where `at layer 25`; how the steered conditions are steered */
export function conditionsVerdict({ conditions, comparisons }: EvaluationSummary, where: string): string {
  const first = comparisons[0];
  if (!first) return lengthVerdict(conditions, where);
  const of = (condition: Condition) => conditions.find((each) => each.condition === condition);
  const base = of(first.base);
  const steered = of(first.steered);
  if (!base?.loose || !steered?.loose) return lengthVerdict(conditions, where);
  const change = steered.loose.passed - base.loose.passed;
  const lead =
    change === 0
      ? `Steering ${where} changed nothing in the count: ${countText(steered.loose)} answers pass with it and without it`
      : `Steering ${where} took passing answers from ${base.loose.passed} to ${countText(steered.loose)}`;
  return `${[lead, costText(base, steered), degenerateText(steered)].filter(Boolean).join(', ')}.`;
}

function costText(base: ConditionSummary, steered: ConditionSummary): string {
  if (!base.perplexity || !steered.perplexity) return '';
  const cost = steered.perplexity.mean - base.perplexity.mean;
  const points = `${Math.abs(cost).toFixed(1)} points of mean perplexity`;
  if (Math.abs(cost) < 0.05) return 'at no cost in perplexity';
  return cost > 0 ? `at a cost of ${points}` : `with ${points} less`;
}

function degenerateText({ degenerate }: ConditionSummary): string {
  if (degenerate === 0) return '';
  return `and ${degenerate === 1 ? 'one steered answer' : `${degenerate} steered answers`} fell apart`;
}

/** Without verdicts there is only what the texts are like. */
function lengthVerdict(conditions: readonly ConditionSummary[], where: string): string {
  const counted = conditions.filter(({ words }) => words !== null);
  const parts = counted.map(
    ({ condition, words }) => `${CONDITION_TITLES[condition].toLowerCase()} ${numberText(words)} words`,
  );
  return parts.length === 0
    ? 'No answer yet.'
    : `No check judges these answers. Mean length, steering ${where}: ${parts.join(', ')}.`;
}

/** How often each way leaves it out. @param ways in words, with the rates of its steered answers */
export function exclusionVerdict(
  plain: Share | null,
  ways: readonly (readonly [words: string, rate: Share | null])[],
): string {
  const rates: readonly (readonly [string, Share | null])[] = [['unsteered', plain], ...ways];
  const parts = rates.flatMap(([words, rate]) =>
    rate && rate.total > 0 ? [`${countText(rate)} ${words}`] : [],
  );
  return parts.length === 0 ? 'No answer yet.' : `Left out in ${parts.join(', ')}.`;
}

/** @param cells rows by the first vector's strengths, columns by the second's */
export function gridVerdict(cells: readonly (readonly GridCell[])[], names: [a: string, b: string]): string {
  const all = cells.flat().filter(({ answers }) => answers > 0);
  const [first] = all;
  if (!first) return 'No answer yet.';
  const sound = all.filter(({ degenerate }) => degenerate === 0);
  const best = sound.reduce<GridCell | null>(
    (top, cell) => (top === null || cell.bothPass > top.bothPass ? cell : top),
    null,
  );
  if (!best) return 'In every cell an answer falls apart.';
  const plain = all.find(({ strengthA, strengthB }) => strengthA === null && strengthB === null);
  const against = plain ? `, against ${plain.bothPass} of ${plain.answers} unsteered` : '';
  if (best.bothPass === 0) return `In no cell without fallen-apart answers are both followed${against}.`;
  return (
    `Both are followed in ${best.bothPass} of ${best.answers} answers, with ${atStrength(names[0], best.strengthA)} ` +
    `and ${atStrength(names[1], best.strengthB)}${against}.`
  );
}

const atStrength = (name: string, strength: number | null): string =>
  strength === null ? `${name} off` : `${name} at ${strengthText(strength)}`;
