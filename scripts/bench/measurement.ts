/** What `npm run bench` reports: numbers, each with the bar that it has to hold. */

export interface Measurement {
  name: string;
  value: number;
  unit: 'ratio' | 'ms' | 'tokens/s' | 'share' | 'kB';
  /** the bar to hold, as a comparison with `value`; null where there is none */
  bar: { relation: '>=' | '<='; value: number } | null;
  /** what the value was made from */
  parts: Record<string, number>;
}

export function holds({ value, bar }: Measurement): boolean {
  if (!bar) return true;
  return bar.relation === '>=' ? value >= bar.value : value <= bar.value;
}

/** One line a measurement, aligned. */
export function table(measurements: readonly Measurement[]): string {
  const rows = measurements.map((measurement) => {
    const { name, value, unit, bar } = measurement;
    const bounds = bar
      ? [`${bar.relation} ${show(bar.value, unit)}`, holds(measurement) ? 'holds' : 'MISSED']
      : [];
    return [name, show(value, unit), ...bounds];
  });
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}

function show(value: number, unit: Measurement['unit']): string {
  if (unit === 'ratio') return `${value.toFixed(2)}x`;
  if (unit === 'share') return `${Math.round(100 * value)} %`;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}
