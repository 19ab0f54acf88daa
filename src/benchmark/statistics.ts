/** Statistics of repeated measurements. A machine is noisy: what counts is the median, shown with its spread. */

export interface Spread {
  median: number;
  /** quartiles */
  low: number;
  high: number;
  count: number;
}

/** @throws RangeError for an empty list, which has no quantiles */
export function spreadOf(values: readonly number[]): Spread {
  return {
    median: quantile(values, 0.5),
    low: quantile(values, 0.25),
    high: quantile(values, 0.75),
    count: values.length,
  };
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Between two values in proportion. @throws RangeError for an empty list */
function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('a quantile needs at least one value, found none');
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = Math.floor(position);
  const above = sorted[Math.ceil(position)]!;
  return sorted[below]! + (above - sorted[below]!) * (position - below);
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
