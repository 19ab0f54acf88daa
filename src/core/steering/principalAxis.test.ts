import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cosine } from './direction.ts';
import { project } from './operators.ts';
import { principalAxis } from './principalAxis.ts';
import { hiddenState } from './testing.ts';

const SIZE = 4;
const rowsOf = (...rows: number[][]) => rows.map((row) => Float64Array.from(row));

/** How much of the rows lies along an axis: the sum of squared projections, over the axis' own. */
const along = (rows: readonly Float64Array[], axis: ArrayLike<number>) =>
  rows.reduce((sum, row) => sum + project(row, axis) ** 2, 0) / project(axis, axis);

/** The largest eigenvalue of a small symmetric matrix, by Jacobi's rotations: another way to the same number. */
function largestEigenvalue(matrix: number[][]): number {
  const a = matrix.map((row) => [...row]);
  for (let sweep = 0; sweep < 50; sweep++) {
    for (let p = 0; p < SIZE; p++) {
      for (let q = p + 1; q < SIZE; q++) {
        const theta = Math.atan2(2 * a[p]![q]!, a[q]![q]! - a[p]![p]!) / 2;
        const [c, s] = [Math.cos(theta), Math.sin(theta)];
        for (const row of a) [row[p], row[q]] = [c * row[p]! - s * row[q]!, s * row[p]! + c * row[q]!];
        const [up, down] = [a[p]!, a[q]!];
        for (let i = 0; i < SIZE; i++)
          [up[i], down[i]] = [c * up[i]! - s * down[i]!, s * up[i]! + c * down[i]!];
      }
    }
  }
  return Math.max(...a.map((row, i) => row[i]!));
}

describe('principalAxis', () => {
  it('is the line of a single row', () => {
    const [row] = rowsOf([3, 0, 4, 0]);
    expect(Math.abs(cosine(principalAxis([row!]), row!))).toBeCloseTo(1, 12);
  });

  it('is the longer of two orthogonal rows', () => {
    const rows = rowsOf([1, 0, 0, 0], [0, 2, 0, 0]);
    expect(Math.abs(cosine(principalAxis(rows), rows[1]!))).toBeCloseTo(1, 10);
  });

  it('is found where it is orthogonal to the sum of the rows', () => {
    const rows = rowsOf([2, 0, 0, 0], [-2, 0, 0, 0], [0, 1, 0, 0]);
    expect(Math.abs(cosine(principalAxis(rows), [1, 0, 0, 0]))).toBeCloseTo(1, 10);
  });

  it('does not centre the rows: three equal ones have an axis', () => {
    const rows = rowsOf([1, 1, 0, 0], [1, 1, 0, 0], [1, 1, 0, 0]);
    expect(Math.abs(cosine(principalAxis(rows), rows[0]!))).toBeCloseTo(1, 12);
  });

  it('holds as much of the rows as the largest eigenvalue of their outer products says', () => {
    fc.assert(
      fc.property(fc.array(hiddenState(SIZE), { minLength: 1, maxLength: 8 }), (values) => {
        const rows = rowsOf(...values);
        fc.pre(rows.some((row) => project(row, row) > 0.01));
        const outer = Array.from({ length: SIZE }, (_, i) =>
          Array.from({ length: SIZE }, (_, j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
        );
        const largest = largestEigenvalue(outer);
        // the search may end at any axis that holds within 1 % of the most
        expect(along(rows, principalAxis(rows)) / largest).toBeGreaterThan(0.99);
        expect(along(rows, principalAxis(rows)) / largest).toBeLessThan(1 + 1e-9);
      }),
    );
  });
});
