/** Curves of the Evaluate place as rows of numbers: what the charts draw and the tables beside them say. */
import type { Share } from '../../core/ifeval/index.ts';
import type { PlainPoint, StrengthPoint } from '../../core/search/strengthWindow.ts';
import type { LayerProgress } from '../../lab/layerSearch.ts';
import { percent } from '../../text/numbers.ts';
import { t } from '../../text/text.ts';
import { countText, intervalText, numberText, strengthText } from './words.ts';

/** Of a share in percent, with the distances to the ends of its interval, as error bars take them. */
export interface RatePoint {
  rate: number;
  error: [below: number, above: number];
}

/** Without an answer yet: a place on the axis. */
export interface LayerRow {
  layer: number;
  rate: number | null;
  error: RatePoint['error'] | null;
  isDegenerate: boolean;
  isPick: boolean;
}

export interface Table {
  head: string[];
  rows: string[][];
}

export function ratePoint({
  passed,
  total,
  interval,
}: Pick<Share, 'passed' | 'total' | 'interval'>): RatePoint {
  const rate = (100 * passed) / total;
  return { rate, error: [rate - 100 * interval[0], 100 * interval[1] - rate] };
}

/** @param pick null: none is chosen (yet) */
export function layerRows(curve: readonly LayerProgress[], pick: number | null): LayerRow[] {
  return curve.flatMap((each) => {
    const { layer, total, degenerate } = each;
    if (layer === null) return [];
    const point = total > 0 ? ratePoint(each) : { rate: null, error: null };
    return [{ layer, ...point, isDegenerate: degenerate > 0, isPick: layer === pick }];
  });
}

/** No steering; null before its first answer. */
export function plainPoint(curve: readonly LayerProgress[]): RatePoint | null {
  const plain = curve.find(({ layer }) => layer === null);
  return plain && plain.total > 0 ? ratePoint(plain) : null;
}

export function layerTable(curve: readonly LayerProgress[], pick: number | null): Table {
  return {
    head: [
      t('evaluate.layer'),
      t('evaluate.column_pass'),
      t('evaluate.column_interval'),
      t('evaluate.column_degenerate'),
      t('evaluate.column_open'),
      t('evaluate.column_note'),
    ],
    rows: curve.map((each) => [
      each.layer === null ? t('evaluate.noSteering') : String(each.layer),
      countText(each),
      intervalText(each.interval),
      String(each.degenerate),
      String(each.open),
      layerNote(each, pick),
    ]),
  };
}

function layerNote({ layer, degenerate }: LayerProgress, pick: number | null): string {
  if (layer !== null && layer === pick) return t('evaluate.thePick');
  return layer !== null && degenerate > 0 ? t('evaluate.countsAsZero') : '';
}

/** One strength; what was not measured is null, and leaves a gap in its line. */
export interface StrengthRow {
  strength: number;
  /** percent */
  rate: number | null;
  error: [below: number, above: number] | null;
  perplexity: number | null;
  /** percent of three-word groups that came before */
  repetition: number | null;
  words: number | null;
}

export function strengthRows(points: readonly StrengthPoint[]): StrengthRow[] {
  return points.map(({ strength, answers, loose, perplexity, repetition, words }) => {
    const hasRate = loose !== null && loose.total > 0;
    return {
      strength,
      rate: hasRate ? ratePoint(loose).rate : null,
      error: hasRate ? ratePoint(loose).error : null,
      perplexity,
      repetition: answers > 0 ? 100 * repetition : null,
      words: answers > 0 ? words : null,
    };
  });
}

export function strengthTable(plain: PlainPoint, points: readonly StrengthPoint[]): Table {
  const row = (
    name: string,
    { loose, strict, perplexity, repetition, words, degenerate, answers }: PlainPoint,
  ) => [
    name,
    loose ? countText(loose) : '–',
    loose ? intervalText(loose.interval) : '–',
    strict ? countText(strict) : '–',
    numberText(perplexity),
    answers > 0 ? percent(repetition) : '–',
    answers > 0 ? numberText(words) : '–',
    String(degenerate),
  ];
  return {
    head: [
      t('evaluate.strength'),
      t('evaluate.column_pass'),
      t('evaluate.column_interval'),
      t('evaluate.column_strictShort'),
      t('evaluate.column_perplexityShort'),
      t('evaluate.column_repetition'),
      t('evaluate.column_words'),
      t('evaluate.column_degenerate'),
    ],
    rows: [
      row(t('evaluate.noSteering'), plain),
      ...points.map((point) => row(strengthText(point.strength), point)),
    ],
  };
}
