/** `npm run soak`: the browser tests of long use at their full length, 200 runs, 50 loads and 20 lost devices. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureChromium } from './lib/chromium.mjs';
import { root, runMain } from './lib/setup.mjs';

await runMain(async () => {
  const chromium = await ensureChromium();
  const playwright = spawn(
    process.execPath,
    [
      join(root, 'node_modules/@playwright/test/cli.js'),
      'test',
      '--config',
      'e2e/playwright.config.ts',
      'e2e/soak.spec.ts',
    ],
    { stdio: 'inherit', cwd: root, env: { ...process.env, TILLER_SOAK: '1', CHROMIUM_PATH: chromium ?? '' } },
  );
  process.on('SIGINT', () => {});
  playwright.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
});
