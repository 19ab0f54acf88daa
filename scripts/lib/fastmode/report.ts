/** The comparison of both searches as a Markdown table. */
import { type Comparison, type Picked, TEST_PROMPTS, VALIDATION_PROMPTS } from './compare.ts';

export function reportOf(comparisons: readonly Comparison[]): string {
  const lines = [
    `| instruction | full search: layer, passes of ${VALIDATION_PROMPTS} | fast mode | its rank of the full pick | tokens, fast / full | as good |`,
    '| --- | --- | --- | --- | --- | --- |',
    ...comparisons.map(rowOf),
  ];
  return [...lines, '', summaryOf(comparisons)].join('\n');
}

export function rowOf({ id, full, fast, rank, tokenShare, isAsGood }: Comparison): string {
  return (
    `| ${id} | ${picked(full)} | ${picked(fast)} | ${rank ?? '-'} | ` +
    `${fast.tokens} / ${full.tokens} (${percent(tokenShare)}) | ${isAsGood ? 'yes' : 'no'} |`
  );
}

function summaryOf(comparisons: readonly Comparison[]): string {
  const total = comparisons.length;
  if (total === 0) return 'Nothing compared.';
  const asGood = comparisons.filter((each) => each.isAsGood).length;
  const same = comparisons.filter(({ full, fast }) => full.layer === fast.layer).length;
  const sum = (tokensOf: (each: Comparison) => number) =>
    comparisons.reduce((all, each) => all + tokensOf(each), 0);
  const share = sum(({ fast }) => fast.tokens) / sum(({ full }) => full.tokens);
  const largest = Math.max(...comparisons.map(({ tokenShare }) => tokenShare));
  return (
    `Of ${total} searches, fast mode picked as well as the full one in ${asGood} and the same in ${same}, with ` +
    `${percent(share)} of the generated tokens (at most ${percent(largest)}).`
  );
}

function picked({ layer, validation, test }: Picked): string {
  const name = layer === null ? 'declined' : `${layer}`;
  const held = test === null ? '' : ` (test: ${test} of ${TEST_PROMPTS})`;
  return `${name}, ${validation}${held}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
