/** `npm test`: set-up where needed, then every check of the project; the last line counts what passed. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ensureChromium } from './lib/chromium.mjs';
import { addUp, noResults, readBrowserReport, readUnitReport, summaryLine } from './lib/results.mjs';
import {
  build,
  distFolder,
  ensureInstalled,
  ensureNode,
  root,
  runMain,
  runNpm,
  SetupError,
  say,
} from './lib/setup.mjs';

/** @typedef {import('./lib/results.mjs').Results} Results */

const reportFolder = join(root, 'test-results');

await runMain(async () => {
  ensureNode();
  ensureInstalled();
  const chromium = await ensureChromium();
  rmSync(reportFolder, { recursive: true, force: true });
  mkdirSync(reportFolder, { recursive: true });
  const parts = [
    runCheck('types', 'typecheck'),
    runCheck('lint', 'lint'),
    await runUnitTests(),
    runCheck('two presets, built again', 'presets', ['--check', 'french', 'highlights']),
    await buildAndCheck(),
    await runBrowserTests(chromium),
  ];
  report(addUp(parts));
});

/**
 * A package script that passes or fails as a whole.
 * @param {string} title
 * @param {string} script
 * @param {string[]} [args]
 * @returns {Results}
 */
function runCheck(title, script, args = []) {
  heading(title);
  const done = runNpm(['run', '--silent', script, '--', ...args]);
  return outcome(
    title,
    done.status === 0 ? null : done.output || `npm run ${script} ended with ${done.status}`,
  );
}

/** @returns {Promise<Results>} */
async function runUnitTests() {
  heading('unit and property tests');
  const file = join(reportFolder, 'unit.json');
  const cli = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const args = [cli, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await run(args);
  return readReport('unit tests', file, code, readUnitReport);
}

/** @returns {Promise<Results>} */
async function buildAndCheck() {
  heading('build');
  try {
    build();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    return outcome('build', error.message);
  }
  const { checkBuild } = await import('./lib/check-build.mjs');
  const checks = checkBuild(distFolder).map(({ title, problem }) => outcome(`build: ${title}`, problem));
  return addUp([outcome('build', null), ...checks]);
}

/**
 * @param {string} chromium
 * @returns {Promise<Results>}
 */
async function runBrowserTests(chromium) {
  heading(`browser tests (${chromium})`);
  const file = join(reportFolder, 'e2e.json');
  const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  const code = await run([cli, 'test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json'], {
    CHROMIUM_PATH: chromium,
    E2E_PORT: String(await freePort()),
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  });
  return readReport('browser tests', file, code, readBrowserReport);
}

/**
 * @template Report
 * @param {string} title
 * @param {string} file
 * @param {number} code exit code of the runner
 * @param {(report: Report) => Results} read
 * @returns {Results} never without a failure when the runner says that something failed
 */
function readReport(title, file, code, read) {
  let results = noResults();
  try {
    results = read(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return outcome(title, `the runner ended with ${code} and left no report; its own words are above`);
  }
  if (code === 0 || results.failures.length > 0) return results;
  return addUp([results, outcome(title, `the runner ended with ${code}; its own words are above`)]);
}

/**
 * @param {string[]} args for Node
 * @param {Record<string, string>} [env]
 * @returns {Promise<number>} exit code
 */
function run(args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === 'object' ? address.port : 0));
    });
  });
}

/**
 * @param {string} title
 * @param {string | null} problem null: passed
 * @returns {Results}
 */
function outcome(title, problem) {
  return problem === null
    ? { ...noResults(), passed: 1 }
    : { ...noResults(), failures: [{ title, detail: problem }] };
}

/** @param {Results} results */
function report(results) {
  heading('summary');
  for (const { title, detail } of results.failures) {
    say(`FAILED  ${title}\n${stripVTControlCharacters(detail).replace(/^/gm, '    ')}\n`);
  }
  for (const title of results.skips) say(`SKIPPED  ${title}`);
  say(summaryLine(results));
  if (results.failures.length > 0) process.exitCode = 1;
}

/** @param {string} title */
function heading(title) {
  say(`\n== ${title}`);
}
