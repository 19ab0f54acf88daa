/** A replication as tables: one row an instruction, as in the paper. */
import { CONDITIONS, type Condition } from '../../../src/core/evaluate/conditions.ts';
import { toCsv } from '../../../src/core/evaluate/generations.ts';
import {
  type Comparison,
  type ConditionSummary,
  type EvaluationSummary,
  mean,
} from '../../../src/core/evaluate/summary.ts';
import type { Results } from './folder.ts';
import type { ControlRecord, InstructionRecord } from './instruction.ts';

const HEADINGS = [
  'instruction',
  'layer, operator, strength',
  'plain',
  'words',
  'steered',
  'words + steered',
  'steered against plain',
  'words + steered against words',
  'perplexity',
  'random, flipped',
] as const;

export function resultsMarkdown(results: Results): string {
  const [run] = results.runs;
  const parts = [
    '# Replication',
    run
      ? `${run.model.id} (${run.model.dtype}, ${run.model.backend}), ${run.decoding.maxNewTokens} tokens, ` +
        `repetition penalty ${run.decoding.repetitionPenalty}, ` +
        `${run.decoding.temperature > 0 ? `temperature ${run.decoding.temperature}` : 'greedy'}.`
      : 'Nothing was run yet.',
    ['Commands:', ...unique(results.runs.map(({ command }) => command)).map((each) => `- \`${each}\``)].join(
      '\n',
    ),
    instructionTable(results.instructions),
    legend(results.instructions),
    ...searchLines(results.instructions),
    ...compositionLines(results),
    ...exclusionLines(results),
    ...qualityLines(results),
  ];
  return `${parts.join('\n\n')}\n`;
}

function instructionTable(instructions: readonly InstructionRecord[]): string {
  const rows = instructions.map(({ title, outcome, setting, test, controls }) => [
    title,
    `${setting.layer}, ${setting.operator} ${setting.strength}${outcome === 'declined' ? ' (declined)' : ''}`,
    ...(['plain', 'words', 'steered', 'wordsSteered'] as const).map((each) => showPasses(rowOf(test, each))),
    showComparison(comparisonOf(test, 'plain')),
    showComparison(comparisonOf(test, 'words')),
    showRatio(comparisonOf(test, 'plain')),
    `${showPasses(controls.random.summary)}, ${showPasses(controls.flipped.summary)}`,
  ]);
  return markdownTable(HEADINGS, rows);
}

function legend(instructions: readonly InstructionRecord[]): string {
  const counts = unique(instructions.map(({ testPrompts }) => testPrompts));
  return (
    `Numbers are test prompts that pass loosely, of ${counts.join(' or ')}; "(3 ✗)" among the answers of that column ` +
    'three have fallen apart, whatever their verdict. Won and lost: prompts that pass only with and only without ' +
    "steering, with McNemar's exact p. Perplexity: median over the prompts of steered over plain, under the " +
    'unsteered model after the plain prompt; above 1 the model finds its steered answers less likely. Random and ' +
    'flipped: passes with a random and with the opposite direction at the same setting. Declined: on validation ' +
    'prompts no setting beat the plain prompts; the row uses the least bad one all the same.'
  );
}

function searchLines(instructions: readonly InstructionRecord[]): string[] {
  if (instructions.length === 0) return [];
  const rows = instructions.map(({ title, searches, fast, validationPrompts }) => {
    const last = searches.at(-1)!;
    const picked = last.layers.find(({ layer }) => layer === last.layer);
    const tokens = searches.reduce((sum, each) => sum + each.tokens.generated, 0);
    return [
      title,
      last.layer === null ? 'declined' : `${last.layer} at ${last.steering.strength}`,
      picked ? `${picked.passed} of ${validationPrompts}` : '',
      `${last.plain.passed} of ${validationPrompts}`,
      String(tokens),
      ...(fast
        ? [
            fast.layer === null ? 'declined' : `${fast.layer} at ${fast.strength}`,
            fast.isAsGood === null ? 'not compared' : fast.isAsGood ? 'yes' : 'no',
            `${Math.round(100 * fast.tokenShare)} %`,
          ]
        : ['', '', '']),
    ];
  });
  const compared = instructions.flatMap(({ fast }) => (fast && fast.isAsGood !== null ? [fast] : []));
  const good = compared.filter(({ isAsGood }) => isAsGood).length;
  const shares = instructions.flatMap(({ fast }) => (fast ? [fast.tokenShare] : []));
  return [
    '## Layer search, full and fast',
    markdownTable(
      [
        'instruction',
        'layer, strength',
        'passes',
        'plain',
        'tokens',
        'fast: layer',
        'as good',
        'tokens, share',
      ],
      rows,
    ),
    `Fast mode ends as well as the full search in ${good} of ${compared.length} (its layer's score in the full search is ` +
      `within the interval of the full search's pick, or both decline)` +
      (shares.length > 0 ? `, with ${Math.round(100 * mean(shares))} % of the tokens on average.` : '.'),
  ];
}

function qualityLines({ instructions, judge }: Results): string[] {
  if (instructions.length === 0) return [];
  const conditions = ['plain', 'words', 'steered', 'wordsSteered'] as const;
  const rows = instructions.map(({ title, quality }) => [
    title,
    ...conditions.map((condition) => {
      const yes = quality.summary.find((each) => each.condition === condition)?.meanYes ?? null;
      return yes === null ? '' : yes.toFixed(2);
    }),
  ]);
  return [
    '## Quality questions',
    'Mean probability of yes that the unsteered model itself gives to the quality questions. ' +
      (judge
        ? `How far to trust it: of ${judge.answers} answers that are plainly good or bad it is right about ` +
          `${judge.right}, and of ${judge.pairs} pairs it prefers the good one in ${judge.ranked} ` +
          `(chance: ${judge.answers / 2} and ${judge.pairs / 2}).`
        : ''),
    markdownTable(['instruction', 'plain', 'words', 'steered', 'words + steered'], rows),
  ];
}

function compositionLines({ composition }: Results): string[] {
  if (!composition) return [];
  const { a, b, prompts, cells } = composition;
  const strength = (value: number | null) => (value === null ? 'off' : String(value));
  const columns = cells[0]?.map(({ strengthB }) => `${b.id} ${strength(strengthB)}`) ?? [];
  const rows = cells.map((row) => [
    `${a.id} ${strength(row[0]!.strengthA)}`,
    ...row.map(
      ({ passA, passB, bothPass, degenerate }) =>
        `${passA} / ${passB} / **${bothPass}**${degenerate > 0 ? ` (${degenerate} ✗)` : ''}`,
    ),
  ]);
  return [
    `## Composition: ${a.title} + ${b.title}`,
    `${a.id}: layer ${a.setting.layer}, ${a.setting.operator}; ${b.id}: layer ${b.setting.layer}, ${b.setting.operator}. ` +
      `Passes of ${prompts} test prompts: first instruction / second / both.`,
    markdownTable(['', ...columns], rows),
  ];
}

function exclusionLines({ exclusion, instructions }: Results): string[] {
  const own = instructions.find(({ check }) => check.instructionId === 'keywords:forbidden_words');
  if (!exclusion || !own) return [];
  const row = (
    name: string,
    { setting, outcome, test }: Pick<InstructionRecord, 'setting' | 'outcome' | 'test'>,
  ) => [
    name,
    `${setting.layer}, ${setting.operator} ${setting.strength}${outcome === 'declined' ? ' (declined)' : ''}`,
    ...(['plain', 'words', 'steered', 'wordsSteered'] as const).map((each) => showPasses(rowOf(test, each))),
    showComparison(comparisonOf(test, 'plain')),
    showRatio(comparisonOf(test, 'plain')),
  ];
  return [
    `## Exclusion: ${own.title}`,
    `${own.testPrompts} prompts whose answers tend to have the word.`,
    markdownTable(
      [
        '',
        'layer, operator, strength',
        'plain',
        'words',
        'steered',
        'words + steered',
        'steered against plain',
        'perplexity',
      ],
      [row('own vector', own), row('vector that asks for the word, negative strength', exclusion)],
    ),
  ];
}

/** One row an instruction and condition: the numbers of the tables and those beside them. */
export function resultsCsv({ instructions }: Results): string {
  const header = [
    ...['instruction', 'family', 'outcome', 'layer', 'operator', 'strength', 'condition', 'prompts'],
    ...['strict', 'loose', 'looseLow', 'looseHigh', 'sound', 'degenerate'],
    ...['perplexityMean', 'perplexityMedian', 'repetition', 'words', 'tokens'],
    ...['won', 'lost', 'p', 'perplexityRatio'],
  ];
  const rows = instructions.flatMap(({ id, family, outcome, setting, test, controls }) => {
    const shared = [id, family, outcome, setting.layer, setting.operator, setting.strength];
    const rowFor = (
      name: string,
      summary: ConditionSummary,
      compared: Partial<Pick<Comparison, 'won' | 'lost' | 'pValue' | 'perplexityRatio'>> | undefined,
    ) => [
      ...shared,
      name,
      summary.answers,
      ...[summary.strict?.passed, summary.loose?.passed, ...(summary.loose?.interval ?? [null, null])],
      ...[summary.sound?.passed, summary.degenerate, summary.perplexity?.mean, summary.perplexity?.median],
      ...[summary.repetition, summary.words, summary.tokens],
      ...[compared?.won?.length, compared?.lost?.length, compared?.pValue, compared?.perplexityRatio],
    ];
    const control = (name: string, { summary, againstPlain }: ControlRecord) =>
      rowFor(name, summary, againstPlain);
    return [
      ...CONDITIONS.map((condition) =>
        rowFor(
          condition,
          rowOf(test, condition)!,
          test.comparisons.find(({ steered }) => steered === condition),
        ),
      ),
      control('random', controls.random),
      control('flipped', controls.flipped),
    ];
  });
  return toCsv([header, ...rows]);
}

function rowOf({ conditions }: EvaluationSummary, condition: Condition): ConditionSummary | undefined {
  return conditions.find((each) => each.condition === condition);
}

function comparisonOf({ comparisons }: EvaluationSummary, base: Condition): Comparison | undefined {
  return comparisons.find((each) => each.base === base);
}

function showPasses(summary: ConditionSummary | undefined): string {
  if (!summary?.loose) return '';
  return `${summary.loose.passed}${summary.degenerate > 0 ? ` (${summary.degenerate} ✗)` : ''}`;
}

function showComparison(comparison: Comparison | undefined): string {
  if (!comparison) return '';
  return `+${comparison.won.length} −${comparison.lost.length}, p ${showP(comparison.pValue)}`;
}

function showP(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}

function showRatio(comparison: Comparison | undefined): string {
  const ratio = comparison?.perplexityRatio ?? null;
  return ratio === null ? '' : `x ${ratio.toFixed(2)}`;
}

function markdownTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
