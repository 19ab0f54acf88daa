/** Finds a Chromium for the browser tests, and installs one where that is allowed. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { note, runQuietly, SetupError } from './setup.mjs';

/** What the tests start it with: no sandbox (root in a container), a software WebGPU adapter, no calls home. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];

const OTHER_PLACES = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

const DEBIAN = ['apt-get', 'install', '-y', '--no-install-recommends', 'chromium'];
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000;

/**
 * @returns {Promise<string | null>} path of a Chromium that starts: CHROMIUM_PATH, the machine's, Playwright's own; null when there is none
 * @throws SetupError when CHROMIUM_PATH is set and does not start
 */
export async function findChromium() {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) {
    if (starts(chosen)) return chosen;
    throw new SetupError(
      `CHROMIUM_PATH should be a Chromium that starts; "${chosen}" does not. Correct it, or unset it to let the tests look for one.`,
    );
  }
  return onMachine() ?? (await playwrightsOwn());
}

/** The same, but installs one when there is none. @throws SetupError with the command to run where it may not install */
export async function ensureChromium() {
  const found = (await findChromium()) ?? installFromDebian() ?? (await downloadPlaywrights());
  if (found) return found;
  throw new SetupError(
    `The browser tests need a Chromium, and none was found or could be installed. Install one, for example with\n  sudo ${DEBIAN.join(' ')}\nor\n  npx playwright install --with-deps chromium\nor set CHROMIUM_PATH to one, then run npm test again.`,
  );
}

function onMachine() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const places = COMMANDS.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...places, ...OTHER_PLACES].find(starts) ?? null;
}

async function playwrightsOwn() {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return starts(path) ? path : null;
}

/** Debian's package brings the libraries that it needs, so it comes before Playwright's download. */
function installFromDebian() {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && !process.env.CI) return null;
  if (runQuietly('apt-get', ['--version']).status !== 0) return null;
  note("No Chromium found: installing Debian's package ...");
  const prefix = isRoot ? [] : ['sudo', '-n'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const step of [['apt-get', 'update'], DEBIAN]) {
    const [command = '', ...args] = [...prefix, ...step];
    const done = runQuietly(command, args, { env });
    if (done.status !== 0) {
      note(`${step.join(' ')} failed:\n${done.output}`);
      return null;
    }
  }
  return onMachine();
}

async function downloadPlaywrights() {
  note("No Chromium found: downloading Playwright's own ...");
  const cli = join('node_modules', '@playwright', 'test', 'cli.js');
  const done = runQuietly(process.execPath, [cli, 'install', '--no-shell', 'chromium'], {
    timeout: DOWNLOAD_TIMEOUT_MS,
  });
  if (done.status !== 0) note(`playwright install chromium failed:\n${done.output}`);
  return playwrightsOwn();
}

/** @param {string} path */
function starts(path) {
  if (!existsSync(path)) return false;
  // On Windows `--version` opens a window instead of printing.
  if (process.platform === 'win32') return true;
  return runQuietly(path, ['--version'], { timeout: 30_000 }).status === 0;
}
