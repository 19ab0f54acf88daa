/** Browser tests: a real Chromium against the real server of the built app. */
import { defineConfig, devices } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from '../scripts/lib/chromium.mjs';

// `npm test` sets both, the port to a free one.
const port = Number(process.env.E2E_PORT ?? 4183);
const executablePath = process.env.CHROMIUM_PATH ?? (await findChromium());
if (!executablePath)
  throw new Error('No Chromium was found. Run npm test, which installs one, or set CHROMIUM_PATH.');

const API = /\/(api|bad-input|fixtures)\.spec\.ts$/;
const PAGE = /playground\.spec\.ts$/;
const LANES = /lanes\.spec\.ts$/;
const CHECKS = /checks\.spec\.ts$/;
const OWN = /own-instruction\.spec\.ts$/;
const WEBGPU = /\/(fixtures-webgpu|gpu-work|webgpu)\.spec\.ts$/;
const HUB = /hub\.spec\.ts$/;
const RECOVERY = /recovery\.spec\.ts$/;

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results/e2e',
  // Two cores have to do. A software adapter compiles on one of them, so one half of the tests runs beside it.
  workers: 2,
  fullyParallel: false,
  // What a page shows is tried a second time, on a machine whose load nobody knows; `npm test` names each test that needed
  // it. Numbers are never given a second try.
  retries: 1,
  forbidOnly: Boolean(process.env.CI),
  timeout: 180_000,
  // A run in which everything times out ends before a CI job is cut off, and so with a report.
  globalTimeout: 60 * 60_000,
  expect: { timeout: 30_000 },
  use: {
    ...devices['Desktop Chrome'],
    baseURL: `http://localhost:${port}`,
    // A page from a cache would stand for the server's; offline.spec.ts has them.
    serviceWorkers: 'block',
    // Without pictures: taking them all the time costs a machine without a GPU more than many a test.
    trace: { mode: 'retain-on-first-failure', screenshots: false },
    actionTimeout: 60_000,
    launchOptions: { executablePath, args: CHROMIUM_FLAGS },
  },
  // Each project has a worker process and so a browser of its own: the memory of one model is free before the next.
  // They are begun in this order, the long ones first; `workers: 1` keeps files from running beside others of their project.
  projects: [
    { name: 'webgpu', testMatch: WEBGPU, workers: 1, retries: 0 },
    { name: 'own', testMatch: OWN },
    { name: 'api', testMatch: API, workers: 1, retries: 0 },
    { name: 'page', testMatch: PAGE },
    { name: 'lanes', testMatch: LANES },
    { name: 'checks', testMatch: CHECKS },
    { name: 'hub', testMatch: HUB },
    // It crashes parts of its browser.
    { name: 'recovery', testMatch: RECOVERY },
    { name: 'site', testIgnore: [WEBGPU, OWN, API, PAGE, LANES, CHECKS, HUB, RECOVERY] },
  ],
  webServer: {
    command: 'node scripts/start.mjs',
    cwd: '..',
    url: `http://localhost:${port}`,
    env: { PORT: String(port), TILLER_FIXTURES: '1' },
    // Time for a build on a slow machine.
    timeout: 300_000,
    stdout: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 },
  },
});
