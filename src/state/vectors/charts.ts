/** What a vector knows about itself, layer by layer, as charts: each a few lines over the layers, and a table. */
import type { SteeringVector } from '../../core/steering/types.ts';
import { decimal } from '../../text/numbers.ts';
import { t } from '../../text/text.ts';
import type { Control, VectorRole } from './fit.ts';

/** `plain`: the prompts without the instruction; the others as in `VectorRole`. */
export type LineRole = VectorRole | 'plain';

export interface ChartLine {
  key: string;
  title: string;
  role: LineRole;
  /** one a layer, from layer 0 up */
  values: readonly number[];
  /** half the height of the band around the line; null: no band */
  spread: readonly number[] | null;
}

export interface LayerChart {
  id: string;
  title: string;
  /** what the numbers say, in a sentence */
  meaning: string;
  lines: readonly ChartLine[];
}

/**
 * Difference norm, projections, separation and pair consistency. What the vector's file does not say is left out.
 * @param controls drawn beside it where that says something
 */
export function layerCharts(vector: SteeringVector, controls: readonly Control[] = []): LayerChart[] {
  const all: { role: VectorRole; vector: SteeringVector }[] = [{ role: 'vector', vector }, ...controls];
  const lines = (pick: (each: SteeringVector) => Float32Array | undefined, roles?: readonly VectorRole[]) =>
    all
      .filter(({ role }) => !roles || roles.includes(role))
      .flatMap(({ role, vector: each }) => {
        const values = known(pick(each));
        return values ? [{ key: role, title: t(`vectors.role_${role}`), role, values, spread: null }] : [];
      });
  const charts: LayerChart[] = [
    {
      id: 'separation',
      title: t('vectors.chart_separation'),
      meaning: t('vectors.chart_separationMeans'),
      lines: lines((each) => each.separation),
    },
    {
      id: 'projections',
      title: t('vectors.chart_projections'),
      meaning: t('vectors.chart_projectionsMeans'),
      lines: projections(vector),
    },
    {
      id: 'consistency',
      title: t('vectors.chart_consistency'),
      meaning: t('vectors.chart_consistencyMeans'),
      lines: lines(({ pairConsistency }) => pairConsistency),
    },
    {
      id: 'norm',
      title: t('vectors.chart_norm'),
      meaning: controls.length > 0 ? t('vectors.chart_normMeansControls') : t('vectors.chart_normMeans'),
      lines: lines(({ meanDifferenceNorm }) => meanDifferenceNorm, ['vector', 'shuffled']),
    },
  ];
  return charts.filter(({ lines }) => lines.length > 0);
}

function projections(vector: SteeringVector): ChartLine[] {
  const positive = known(vector.projectionPositive);
  const negative = known(vector.projectionNegative);
  if (!positive || !negative) return [];
  const spread = known(vector.spread);
  return [
    { key: 'positive', title: t('vectors.lineWith'), role: 'vector', values: positive, spread },
    { key: 'negative', title: t('vectors.lineWithout'), role: 'plain', values: negative, spread },
  ];
}

/** How far strength 1 of a vector reaches: what is known of one that was not built on pairs. */
export function normChart({ meanDifferenceNorm }: SteeringVector): LayerChart {
  const values = Array.from(meanDifferenceNorm);
  return {
    id: 'norm',
    title: t('vectors.chart_result'),
    meaning: t('vectors.chart_resultMeans'),
    lines: [{ key: 'vector', title: t('vectors.role_vector'), role: 'vector', values, spread: null }],
  };
}

/** null for what is missing or not a number at any layer */
function known(values: Float32Array | undefined): readonly number[] | null {
  return values?.every(Number.isFinite) ? Array.from(values) : null;
}

/** Rows of the table under a chart: the layer, then one number a line. */
export function chartTable({ lines }: LayerChart): { head: string[]; rows: string[][] } {
  const columns = lines.flatMap(({ title, values, spread }) => [
    { head: title, values },
    ...(spread ? [{ head: t('vectors.spreadOf', { title }), values: spread }] : []),
  ]);
  const layers = columns[0]?.values.length ?? 0;
  return {
    head: [t('vectors.layer'), ...columns.map(({ head }) => head)],
    rows: Array.from({ length: layers }, (_, layer) => [
      String(layer),
      ...columns.map(({ values }) => formatNumber(values[layer]!)),
    ]),
  };
}

/** Three digits that matter, with a real minus sign. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return t('vectors.notKnown');
  const size = Math.abs(value);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return decimal(Number(value.toFixed(digits)) === 0 ? 0 : value, digits);
}
