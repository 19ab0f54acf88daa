/** The graph surgery can be taken out of this repository: it imports nothing but itself, the error class and the limits. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const SHARED = ['../errors.ts', '../limits.ts'];

it('imports nothing from outside its folder but errors and limits', () => {
  const folder = new URL('.', import.meta.url);
  const imports = readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .flatMap((name) => {
      const source = readFileSync(new URL(name, folder), 'utf8');
      return [...source.matchAll(/from '([^']+)'/g)].map(([, from]) => from!);
    });
  expect(imports.length).toBeGreaterThan(20);
  expect(imports.filter((from) => !/^\.\/\w+\.ts$/.test(from) && !SHARED.includes(from))).toEqual([]);
});
