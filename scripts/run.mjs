/** `node scripts/run.mjs NAME ...args`: installs where needed, then runs scripts/NAME.ts and passes its exit code on. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, ensureNode, root, runMain, SetupError } from './lib/setup.mjs';

await runMain(() => {
  const [name = '', ...args] = process.argv.slice(2);
  const script = join(root, 'scripts', `${name}.ts`);
  if (!/^[a-z]+$/.test(name) || !existsSync(script)) {
    throw new SetupError(
      `There is no script "${name}". Use one of package.json, for example: npm run inspect -- --help`,
    );
  }
  ensureNode();
  ensureInstalled();
  // Resolved from this file, so that the command works from any folder.
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), script, ...args], {
    stdio: 'inherit',
  });
  // Ctrl-C reaches the child as well; it decides how to end.
  process.on('SIGINT', () => {});
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
});
