/** `npm run reproducible`: builds the app twice, in folders of its own, and compares every byte. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { root } from './lib/setup.mjs';

/** @returns SHA-256 by path */
function build(into: string): Map<string, string> {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [vite, 'build', '--outDir', into, '--emptyOutDir', '--logLevel', 'warn'],
    { cwd: root, encoding: 'utf8', env: { ...process.env, NODE_ENV: 'production' } },
  );
  if (status !== 0) throw new Error(`the build failed:\n${stdout}${stderr}`);
  const files = readdirSync(into, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(into, path), createHash('sha256').update(readFileSync(path)).digest('hex')]),
  );
}

const folders = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'tiller-build-')));
try {
  const [first, second] = folders.map(build) as [Map<string, string>, Map<string, string>];
  const paths = [...new Set([...first.keys(), ...second.keys()])].sort();
  const different = paths.filter((path) => first.get(path) !== second.get(path));
  for (const path of different) console.log(`different: ${path}`);
  const whole = createHash('sha256')
    .update(paths.map((path) => `${first.get(path)} ${path}\n`).join(''))
    .digest('hex');
  console.log(
    different.length === 0
      ? `${paths.length} files, the same in both builds; sha256 of all hashes ${whole}`
      : `${different.length} of ${paths.length} files differ between two builds of the same sources`,
  );
  process.exitCode = different.length === 0 ? 0 : 1;
} finally {
  for (const folder of folders) rmSync(folder, { recursive: true });
}
