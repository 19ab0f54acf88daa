import { describe, expect, it } from 'vitest';
import { VECTOR } from '../testValues.ts';
import { chartTable, formatNumber, layerCharts } from './charts.ts';

describe('layerCharts', () => {
  it('shows what the vector knows, with a spread only where it has one', () => {
    const charts = layerCharts(VECTOR);
    expect(charts.map(({ id }) => id)).toEqual(['separation', 'projections', 'consistency', 'norm']);
    expect(charts[0]!.lines[0]!.values).toEqual([0.5, 4, -1]);
    expect(charts[1]!.lines.map(({ title }) => title)).toEqual(['with the instruction', 'without']);
    expect(charts[1]!.lines[0]!.spread).toBeNull();
    const spread = Float32Array.of(1, 2, 4);
    expect(layerCharts({ ...VECTOR, spread })[1]!.lines[0]!.spread).toEqual([1, 2, 4]);
  });

  it('leaves out what a file does not say', () => {
    const { separation: _, ...rest } = VECTOR;
    const imported = { ...rest, pairConsistency: new Float32Array(3).fill(Number.NaN) };
    expect(layerCharts(imported).map(({ id }) => id)).toEqual(['projections', 'norm']);
  });

  it('draws all controls beside the separation, and the shuffled one alone beside the length', () => {
    const controls = (['random', 'flipped', 'shuffled'] as const).map((role) => ({ role, vector: VECTOR }));
    const [separation, , consistency, norm] = layerCharts(VECTOR, controls);
    expect(separation!.lines.map(({ role }) => role)).toEqual(['vector', 'random', 'flipped', 'shuffled']);
    expect(consistency!.lines).toHaveLength(4);
    expect(norm!.lines.map(({ role }) => role)).toEqual(['vector', 'shuffled']);
  });
});

describe('chartTable', () => {
  it('has a row a layer and a column a line, spreads beside', () => {
    const spread = Float32Array.of(1, 2, 4);
    const projections = layerCharts({ ...VECTOR, spread })[1]!;
    expect(chartTable(projections)).toEqual({
      head: ['Layer', 'with the instruction', '± with the instruction', 'without', '± without'],
      rows: [
        ['0', '1.00', '1.00', '0.00', '1.00'],
        ['1', '10.0', '2.00', '−2.00', '2.00'],
        ['2', '3.00', '4.00', '1.00', '4.00'],
      ],
    });
  });
});

describe('formatNumber', () => {
  it('keeps three digits or so', () => {
    expect([0.123, -0.001, 12.34, -123.4, Number.NaN].map(formatNumber)).toEqual([
      '0.12',
      '0.00',
      '12.3',
      '−123',
      'not known',
    ]);
  });
});
