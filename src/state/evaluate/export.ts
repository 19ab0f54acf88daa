/** An evaluation as files: one generation a line, a spreadsheet, and a table for a report. */
import {
  type Generation,
  generationOf,
  generationsCsv,
  toJsonLines,
} from '../../core/evaluate/generations.ts';
import type { ConditionSummary } from '../../core/evaluate/summary.ts';
import type { Share } from '../../core/ifeval/index.ts';
import type { EvaluationResult } from '../../lab/evaluation.ts';
import { percent } from '../../text/numbers.ts';
import { inEnglish, t } from '../../text/text.ts';
import type { JobOf } from '../jobs/jobs.ts';
import { whereText } from './input.ts';
import { conditionInText, conditionsVerdict, conditionTitle, intervalText, numberText } from './words.ts';

export type ExportFormat = 'jsonl' | 'csv' | 'md';

export const EXPORT_FORMATS: readonly [format: ExportFormat, mediaType: string][] = [
  ['jsonl', 'application/jsonl'],
  ['csv', 'text/csv'],
  ['md', 'text/markdown'],
];

/**
 * In English, whatever the page's language: others read it.
 * @param job with a result
 */
export function exportEvaluation(
  job: JobOf<'evaluation'>,
  result: EvaluationResult,
  format: ExportFormat,
): string {
  if (format === 'md') return inEnglish(() => evaluationMarkdown(job, result));
  const generations = generationsOf(job, result);
  return format === 'csv' ? generationsCsv(generations) : toJsonLines(generations);
}

export function exportName({ title }: Pick<JobOf<'evaluation'>, 'title'>, format: ExportFormat): string {
  const slug = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return `${slug || 'evaluation'}.${format}`;
}

function generationsOf(
  { title, input, model }: JobOf<'evaluation'>,
  { answers }: EvaluationResult,
): Generation[] {
  const name = model ?? { id: 'unknown', revision: null, dtype: '', backend: '' };
  return answers.map((answer) =>
    generationOf(answer, {
      task: title,
      model: name,
      promptOf: (index) => {
        const prompt = input.prompts[index];
        return { text: prompt?.text ?? '', checks: prompt?.checks ?? input.checks };
      },
      appliedOf: (condition) =>
        condition === 'steered' || condition === 'wordsSteered' ? input.applied : [],
      decoding: input.decoding,
    }),
  );
}

export const conditionColumns = (): string[] => [
  t('evaluate.condition'),
  t('evaluate.column_loose'),
  t('evaluate.column_strict'),
  t('evaluate.column_perplexity'),
  t('evaluate.column_repetition'),
  t('evaluate.column_words'),
  t('evaluate.column_degenerate'),
];

/** One row a condition, in the order of `conditionColumns`. */
export function conditionRow(summary: ConditionSummary): string[] {
  const { condition, loose, strict, perplexity, repetition, words, degenerate } = summary;
  return [
    conditionTitle(condition),
    rateText(loose),
    rateText(strict),
    numberText(perplexity?.mean ?? null),
    repetition === null ? '–' : percent(repetition),
    numberText(words),
    String(degenerate),
  ];
}

/** `9 of 10 (60–98 %)` */
export function rateText(share: Share | null): string {
  if (!share) return '–';
  const { passed, total } = share;
  return t('evaluate.rate', { passed, total, interval: intervalText(share.interval) });
}

function evaluationMarkdown({ title, input, model }: JobOf<'evaluation'>, result: EvaluationResult): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const columns = conditionColumns();
  return [
    `# ${title}`,
    '',
    conditionsVerdict(result, whereText(input.applied)),
    '',
    line(columns),
    line(columns.map(() => '---')),
    ...result.conditions.map((summary) => line(conditionRow(summary))),
    '',
    ...result.comparisons.map(({ base, steered, won, lost, pValue }) =>
      t('evaluate.markdownComparison', {
        steered: conditionTitle(steered),
        base: conditionInText(base),
        won: won.length,
        lost: lost.length,
        p: pValue.toPrecision(2),
      }),
    ),
    '',
    t('evaluate.markdownFoot', {
      model: model?.id ?? t('evaluate.unknownModel'),
      dtype: model?.dtype ?? '',
      backend: model?.backend ?? '',
      prompts: input.prompts.length,
      tokens: input.decoding.maxNewTokens,
      penalty: input.decoding.repetitionPenalty,
    }),
    '',
  ].join('\n');
}
