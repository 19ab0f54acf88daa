/** What came of an evaluation, in sentences: what was gained, what it cost, and how far that can be chance. */
import type { GridCell } from '../../core/evaluate/composition.ts';
import type { Condition } from '../../core/evaluate/conditions.ts';
import type { Comparison, ConditionSummary, EvaluationSummary } from '../../core/evaluate/summary.ts';
import type { Share } from '../../core/ifeval/index.ts';
import type { ExclusionWay } from '../../lab/exclusion.ts';
import { asWritten, decimal } from '../../text/numbers.ts';
import { t } from '../../text/text.ts';

type Counted = Pick<Share, 'passed' | 'total'>;

/** `9 of 10` */
export const countText = ({ passed, total }: Counted): string => t('evaluate.of', { passed, total });

/** `60–98 %`, the 95 % interval in whole percent */
export function intervalText([low, high]: Share['interval']): string {
  return `${Math.round(100 * low)}–${Math.round(100 * high)} %`;
}

/** With one decimal where that says anything. */
export function numberText(value: number | null): string {
  return value === null ? '–' : decimal(value, value < 100 ? 1 : 0);
}

/** A strength as the page writes it; null is a vector that is off. */
export const strengthText = (strength: number | null): string =>
  strength === null ? t('evaluate.off') : asWritten(strength);

/** `French`, `French and German` */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : t('evaluate.and', { before: names.slice(0, -1).join(', '), last });
}

export const conditionTitle = (condition: Condition): string => t(`evaluate.condition_${condition}`);

/** Behind other words. */
export const conditionInText = (condition: Condition): string => t(`evaluate.inText_${condition}`);

/** McNemar's p in words. */
export function chanceText({ won, lost, pValue }: Pick<Comparison, 'won' | 'lost' | 'pValue'>): string {
  const differing = won.length + lost.length;
  if (differing === 0) return t('evaluate.noDifference');
  const p = pText(pValue);
  if (pValue >= 0.05) return t('evaluate.tooFew', { count: differing, p });
  if (pValue < 0.001) return t('evaluate.chanceRarely', { p });
  return t('evaluate.chanceTimes', { count: Math.max(1, Math.round(1000 * pValue)), p });
}

function pText(pValue: number): string {
  return pValue < 0.001 ? `p < ${decimal(0.001, 3)}` : `p = ${decimal(pValue, pValue < 0.01 ? 3 : 2)}`;
}

/** The one sentence on top of the table. @param where `at layer 25`; how the steered conditions are steered */
export function conditionsVerdict({ conditions, comparisons }: EvaluationSummary, where: string): string {
  const first = comparisons[0];
  if (!first) return lengthVerdict(conditions, where);
  const of = (condition: Condition) => conditions.find((each) => each.condition === condition);
  const base = of(first.base);
  const steered = of(first.steered);
  if (!base?.loose || !steered?.loose) return lengthVerdict(conditions, where);
  const passing = countText(steered.loose);
  const lead =
    steered.loose.passed === base.loose.passed
      ? t('evaluate.verdictSame', { where, steered: passing })
      : t('evaluate.verdictChanged', { where, plain: base.loose.passed, steered: passing });
  return `${[lead, costText(base, steered), degenerateText(steered)].filter(Boolean).join(', ')}.`;
}

function costText(base: ConditionSummary, steered: ConditionSummary): string {
  if (!base.perplexity || !steered.perplexity) return '';
  const cost = steered.perplexity.mean - base.perplexity.mean;
  if (Math.abs(cost) < 0.05) return t('evaluate.verdictNoCost');
  const points = decimal(Math.abs(cost), 1);
  return cost > 0 ? t('evaluate.verdictCost', { points }) : t('evaluate.verdictLess', { points });
}

function degenerateText({ degenerate }: ConditionSummary): string {
  return degenerate === 0 ? '' : t('evaluate.verdictDegenerate', { count: degenerate });
}

/** Without verdicts there is only what the texts are like. */
function lengthVerdict(conditions: readonly ConditionSummary[], where: string): string {
  const counted = conditions.filter(({ words }) => words !== null);
  if (counted.length === 0) return t('evaluate.noAnswerYet');
  const lengths = counted.map(({ condition, words }) =>
    t('evaluate.lengthOf', { condition: conditionInText(condition), words: numberText(words) }),
  );
  return t('evaluate.lengthVerdict', { where, lengths: lengths.join(', ') });
}

/** How often each way leaves it out. @param ways with the rates of their steered answers */
export function exclusionVerdict(
  plain: Share | null,
  ways: readonly (readonly [way: ExclusionWay, rate: Share | null])[],
): string {
  const rates: readonly (readonly [ExclusionWay | 'plain', Share | null])[] = [['plain', plain], ...ways];
  const parts = rates.flatMap(([way, rate]) =>
    rate && rate.total > 0 ? [t(`evaluate.leftOut_${way}`, { rate: countText(rate) })] : [],
  );
  return parts.length === 0 ? t('evaluate.noAnswerYet') : t('evaluate.leftOut', { rates: parts.join(', ') });
}

/** @param cells rows by the first vector's strengths, columns by the second's */
export function gridVerdict(cells: readonly (readonly GridCell[])[], names: [a: string, b: string]): string {
  const all = cells.flat().filter(({ answers }) => answers > 0);
  if (all.length === 0) return t('evaluate.noAnswerYet');
  const sound = all.filter(({ degenerate }) => degenerate === 0);
  const best = sound.reduce<GridCell | null>(
    (top, cell) => (top === null || cell.bothPass > top.bothPass ? cell : top),
    null,
  );
  if (!best) return t('evaluate.gridBroken');
  const unsteered = all.find(({ strengthA, strengthB }) => strengthA === null && strengthB === null);
  const plain = unsteered && bothText(unsteered);
  if (best.bothPass === 0) {
    return plain ? t('evaluate.gridNoneAgainst', { plain }) : t('evaluate.gridNone');
  }
  const found = {
    both: bothText(best),
    a: atStrength(names[0], best.strengthA),
    b: atStrength(names[1], best.strengthB),
  };
  return plain ? t('evaluate.gridBestAgainst', { ...found, plain }) : t('evaluate.gridBest', found);
}

const bothText = ({ bothPass, answers }: GridCell): string => countText({ passed: bothPass, total: answers });

const atStrength = (name: string, strength: number | null): string =>
  strength === null
    ? t('evaluate.vectorOff', { name })
    : t('evaluate.vectorAt', { name, strength: strengthText(strength) });
