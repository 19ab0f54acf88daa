/** Evaluate: layer search, strengths, conditions, two vectors, exclusion. */
export const evaluate = {
  pass: 'pass',
  fail: 'fail',
  degenerate: 'fell apart',
  noCheck: 'no check',
} as const;
