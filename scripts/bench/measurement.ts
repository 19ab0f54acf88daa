/** What the benchmark reports, and the statistics behind it. */

export interface Measurement {
  name: string;
  value: number;
  unit: 'ratio' | 'ms';
  /** the bar to hold, as a comparison with `value` */
  bar: { relation: '>=' | '<='; value: number };
  /** what the value was made from */
  parts: Record<string, number>;
}

export function holds({ value, bar }: Measurement): boolean {
  return bar.relation === '>=' ? value >= bar.value : value <= bar.value;
}

/** @throws RangeError for an empty list, which has none */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('the median needs at least one value, found none');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * Runs the cases in turn, round after round, so that a slow moment of the machine falls on all of them alike.
 * @param cases each gives some times, in milliseconds
 * @param warmUps first rounds that are left out: one, unless what is measured is warm already
 * @returns all times of each case
 */
export async function alternate<Name extends string>(
  rounds: number,
  cases: Record<Name, () => Promise<number[]>>,
  warmUps = 1,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(cases) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round < warmUps + rounds; round++) {
    for (const name of names) {
      const measured = await cases[name]();
      if (round >= warmUps) times[name].push(...measured);
    }
  }
  return times;
}

/** One line a measurement, aligned. */
export function table(measurements: readonly Measurement[]): string {
  const rows = measurements.map((measurement) => {
    const { name, value, unit, bar } = measurement;
    const show = (number: number) =>
      unit === 'ratio' ? `${number.toFixed(2)}x` : `${Math.round(number)} ${unit}`;
    return [name, show(value), `${bar.relation} ${show(bar.value)}`, holds(measurement) ? 'holds' : 'MISSED'];
  });
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}
