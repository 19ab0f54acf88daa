import type { Translation } from '../catalogue.ts';

export const evaluate: Translation<'evaluate'> = {
  pass: 'bestanden',
  fail: 'nicht bestanden',
  degenerate: 'zerfallen',
  noCheck: 'ohne Prüfung',
};
