/**
 * `npm test`: set-up where needed, then every check of the project. In the end the time of each stage and the slowest tests;
 * the last line counts what passed.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ensureChromium } from './lib/chromium.mjs';
import { addUp, longest, noResults, readBrowserReport, readUnitReport, summaryLine } from './lib/results.mjs';
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

/**
 * @typedef {import('./lib/results.mjs').Results} Results
 * @typedef {import('./lib/results.mjs').Time} Time
 */

const SLOWEST = 10;
/** @type {Time[]} */
const stages = [];

const reportFolder = join(root, 'test-results');

await runMain(async () => {
  ensureNode();
  ensureInstalled();
  const chromium = await ensureChromium();
  stages.push({ title: 'set-up', seconds: process.uptime() });
  rmSync(reportFolder, { recursive: true, force: true });
  mkdirSync(reportFolder, { recursive: true });
  const parts = [
    await stage('types', () => runCheck('types', 'typecheck')),
    await stage('lint', () => runCheck('lint', 'lint')),
    await stage('unit and property tests', runUnitTests),
    await stage('two presets, built again', () =>
      runCheck('two presets, built again', 'presets', ['--check', 'french', 'highlights']),
    ),
    await stage('build', buildAndCheck),
    await stage(`browser tests (${chromium})`, () => runBrowserTests(chromium)),
  ];
  report(addUp(parts));
});

/**
 * @param {string} title
 * @param {() => Results | Promise<Results>} run
 * @returns {Promise<Results>}
 */
async function stage(title, run) {
  heading(title);
  const startedAt = performance.now();
  const results = await run();
  stages.push({ title, seconds: (performance.now() - startedAt) / 1000 });
  return results;
}

/**
 * A package script that passes or fails as a whole.
 * @param {string} title
 * @param {string} script
 * @param {string[]} [args]
 * @returns {Results}
 */
function runCheck(title, script, args = []) {
  const done = runNpm(['run', '--silent', script, '--', ...args]);
  return outcome(
    title,
    done.status === 0 ? null : done.output || `npm run ${script} ended with ${done.status}`,
  );
}

/** @returns {Promise<Results>} */
async function runUnitTests() {
  const file = join(reportFolder, 'unit.json');
  const cli = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const args = [cli, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await run(args);
  return readReport('unit tests', file, code, readUnitReport);
}

/** @returns {Promise<Results>} */
async function buildAndCheck() {
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
  for (const failure of results.failures) say(`FAILED  ${withDetail(failure)}`);
  for (const failure of results.secondTries) say(`SECOND TRY  ${withDetail(failure)}`);
  for (const title of results.skips) say(`SKIPPED  ${title}`);
  say(`Stages:\n${longest(stages)}`);
  say(`Slowest tests:\n${longest(results.times, SLOWEST)}`);
  say(summaryLine(results));
  if (results.failures.length > 0) process.exitCode = 1;
}

/** @param {import('./lib/results.mjs').Failure} failure */
function withDetail({ title, detail }) {
  return `${title}\n${stripVTControlCharacters(detail).replace(/^/gm, '    ')}\n`;
}

/** @param {string} title */
function heading(title) {
  say(`\n== ${title}`);
}
