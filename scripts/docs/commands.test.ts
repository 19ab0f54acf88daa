/** Commands that the documents name and no other test runs: each ends well on something small. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../lib/setup.mjs';

function run(name: string, ...args: string[]): { status: number | null; output: string } {
  const script = join(root, 'scripts', 'run.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, name, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

it('npm run inspect -- FOLDER: steerable, with numbers within tolerance', { timeout: 120_000 }, () => {
  const { status, output } = run('inspect', 'e2e/fixtures/models/llama-single', '--json');
  expect(output).toMatch(/"steerable": true/);
  expect(status).toBe(0);
});

it('npm run inspect -- FOLDER: a folder without a model fails, and says what is missing', () => {
  const { status, output } = run('inspect', 'docs');
  expect(status).not.toBe(0);
  expect(output).toMatch(/config\.json/);
});
