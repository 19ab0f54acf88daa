/** Intervals for shares, and a test for paired yes/no outcomes. */
import { TillerError } from '../errors.ts';

export interface Share {
  passed: number;
  total: number;
  /** passed / total; 0 of 0 is NaN. */
  value: number;
  /** 95 % Wilson score interval; [0, 1] for 0 of 0. */
  interval: [low: number, high: number];
}

/** Two-sided 95 % quantile of the standard normal distribution. */
const Z_95 = 1.959963984540054;

export function share(passed: number, total: number): Share {
  return { passed, total, value: passed / total, interval: wilsonInterval(passed, total) };
}

/**
 * Wilson's score interval of a binomial proportion.
 * @param passed 0..total
 * @param z quantile of the standard normal distribution, for 95 % by default
 * @returns [0, 1] when total is 0
 * @throws TillerError `bad_request` when the numbers are no counts
 * Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference" (1927)
 */
export function wilsonInterval(passed: number, total: number, z = Z_95): [number, number] {
  if (!isCount(passed) || !isCount(total) || passed > total) {
    throw new TillerError(
      'bad_request',
      `Expected counts with 0 <= passed <= total, found ${passed} of ${total}.`,
    );
  }
  if (total === 0) return [0, 1];
  const p = passed / total;
  const z2 = z * z;
  const centre = (p + z2 / (2 * total)) / (1 + z2 / total);
  const half = (z / (1 + z2 / total)) * Math.sqrt((p * (1 - p)) / total + z2 / (4 * total * total));
  // At the ends the exact bound is 0 or 1; rounding would leave a trace beside it.
  return [passed === 0 ? 0 : Math.max(0, centre - half), passed === total ? 1 : Math.min(1, centre + half)];
}

export interface PairedTest {
  /** Cases that only the first, and only the second condition passed. */
  onlyFirst: number;
  onlySecond: number;
  /** Two-sided exact p-value; 1 when the conditions never differ. */
  pValue: number;
}

/**
 * McNemar's exact test: of the cases in which two conditions differ, half go either way if there is no effect.
 * @param first,second outcomes of the same cases in the same order
 * @throws TillerError `shape_mismatch` when the lengths differ
 */
export function mcnemarTest(first: readonly boolean[], second: readonly boolean[]): PairedTest {
  if (first.length !== second.length) {
    throw new TillerError(
      'shape_mismatch',
      `Paired outcomes need the same cases: ${first.length} in one condition, ${second.length} in the other.`,
    );
  }
  const onlyFirst = first.filter((passed, i) => passed && !second[i]).length;
  const onlySecond = second.filter((passed, i) => passed && !first[i]).length;
  return { onlyFirst, onlySecond, pValue: mcnemarPValue(onlyFirst, onlySecond) };
}

/** Two-sided p-value of `onlyFirst` against `onlySecond` discordant pairs: twice the smaller binomial tail, 1 at most. */
export function mcnemarPValue(onlyFirst: number, onlySecond: number): number {
  if (!isCount(onlyFirst) || !isCount(onlySecond)) {
    throw new TillerError('bad_request', `Expected two counts, found ${onlyFirst} and ${onlySecond}.`);
  }
  const n = onlyFirst + onlySecond;
  const k = Math.min(onlyFirst, onlySecond);
  // Terms n over i, relative to the largest one in the tail, so that no n overflows.
  let term = 1;
  let tail = 1;
  for (let i = k; i > 0; i--) {
    term *= i / (n - i + 1);
    tail += term;
  }
  return Math.min(1, 2 * tail * Math.exp(logChoose(n, k) - n * Math.LN2));
}

function logChoose(n: number, k: number): number {
  let sum = 0;
  for (let i = 1; i <= k; i++) sum += Math.log((n - k + i) / i);
  return sum;
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0;
}
