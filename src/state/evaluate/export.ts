/** An evaluation as files: one generation a line, a spreadsheet, and a table for a report. */
import { CONDITION_TITLES } from '../../core/evaluate/conditions.ts';
import {
  type Generation,
  generationOf,
  generationsCsv,
  toJsonLines,
} from '../../core/evaluate/generations.ts';
import type { ConditionSummary } from '../../core/evaluate/summary.ts';
import type { Share } from '../../core/ifeval/index.ts';
import type { EvaluationResult } from '../../lab/evaluation.ts';
import type { JobOf } from '../jobs/jobs.ts';
import { whereText } from './input.ts';
import { conditionsVerdict, intervalText, numberText } from './words.ts';

export type ExportFormat = 'jsonl' | 'csv' | 'md';

export const EXPORT_FORMATS: readonly [format: ExportFormat, title: string, mediaType: string][] = [
  ['jsonl', 'JSON lines', 'application/jsonl'],
  ['csv', 'CSV', 'text/csv'],
  ['md', 'Markdown', 'text/markdown'],
];

/** @param job with a result */
export function exportEvaluation(
  job: JobOf<'evaluation'>,
  result: EvaluationResult,
  format: ExportFormat,
): string {
  if (format === 'md') return evaluationMarkdown(job, result);
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

export const CONDITION_COLUMNS = [
  'Condition',
  'Pass, loose',
  'Pass, strict',
  'Perplexity, mean',
  'Repetition',
  'Words',
  'Fell apart',
] as const;

/** One row a condition, in the order of `CONDITION_COLUMNS`. */
export function conditionRow(summary: ConditionSummary): string[] {
  const { condition, loose, strict, perplexity, repetition, words, degenerate } = summary;
  return [
    CONDITION_TITLES[condition],
    rateText(loose),
    rateText(strict),
    numberText(perplexity?.mean ?? null),
    repetition === null ? '–' : `${Math.round(100 * repetition)} %`,
    numberText(words),
    String(degenerate),
  ];
}

/** `9 of 10 (60–98 %)` */
export function rateText(share: Share | null): string {
  return share ? `${share.passed} of ${share.total} (${intervalText(share.interval)})` : '–';
}

function evaluationMarkdown({ title, input, model }: JobOf<'evaluation'>, result: EvaluationResult): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    `# ${title}`,
    '',
    conditionsVerdict(result, whereText(input.applied)),
    '',
    line(CONDITION_COLUMNS),
    line(CONDITION_COLUMNS.map(() => '---')),
    ...result.conditions.map((summary) => line(conditionRow(summary))),
    '',
    ...result.comparisons.map(
      ({ base, steered, won, lost, pValue }) =>
        `${CONDITION_TITLES[steered]} against ${CONDITION_TITLES[base].toLowerCase()}: won ${won.length}, lost ${lost.length}, McNemar’s exact p = ${pValue.toPrecision(2)}.`,
    ),
    '',
    `Model ${model?.id ?? 'unknown'} (${model?.dtype ?? ''}, ${model?.backend ?? ''}); ${input.prompts.length} prompts; greedy, ${input.decoding.maxNewTokens} tokens, repetition penalty ${input.decoding.repetitionPenalty}. Intervals are 95 % Wilson.`,
    '',
  ].join('\n');
}
