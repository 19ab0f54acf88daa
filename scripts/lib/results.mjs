/** Reads the test runners' JSON reports into one form that can be counted and listed. */

/**
 * @typedef {{ title: string, detail: string }} Failure
 * @typedef {{ title: string, seconds: number }} Time
 * @typedef {{ passed: number, failures: Failure[], skips: string[], secondTries: Failure[], times: Time[] }} Results
 *   `secondTries`: passed, but not at first; counted as passed as well. `times`: of single tests
 */

/**
 * @typedef {{ status: string, fullName: string, failureMessages?: string[], duration?: number | null }} UnitTest `duration` in ms
 * @param {{ testResults: { name: string, status: string, message?: string, assertionResults: UnitTest[] }[] }} report
 *   vitest's JSON reporter
 * @returns {Results} a file that could not be loaded counts as one failure
 */
export function readUnitReport(report) {
  const results = noResults();
  for (const file of report.testResults) {
    for (const test of file.assertionResults) {
      results.times.push({ title: test.fullName, seconds: (test.duration ?? 0) / 1000 });
      if (test.status === 'passed') results.passed += 1;
      else if (test.status === 'failed') {
        results.failures.push({ title: test.fullName, detail: (test.failureMessages ?? []).join('\n') });
      } else results.skips.push(test.fullName);
    }
    if (file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')) {
      results.failures.push({ title: file.name, detail: file.message ?? 'the file could not be loaded' });
    }
  }
  return results;
}

/**
 * @typedef {{ message?: string, snippet?: string }} BrowserError
 * @typedef {{ status: string, annotations?: { type: string, description?: string }[], results: { errors?: BrowserError[], duration?: number }[] }} BrowserTest `duration` in ms
 * @typedef {{ title: string, specs?: { title: string, tests: BrowserTest[] }[], suites?: Suite[] }} Suite
 * @param {{ suites: Suite[], errors?: BrowserError[] }} report Playwright's JSON reporter
 * @returns {Results} an error outside all tests (a file that could not be loaded, a server that did not start) counts as one failure
 */
export function readBrowserReport(report) {
  const results = noResults();
  const visit = (/** @type {Suite} */ suite, /** @type {string} */ path) => {
    const name = [path, suite.title].filter(Boolean).join(' > ');
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) addBrowserTest(results, test, `${name} > ${spec.title}`);
    }
    for (const inner of suite.suites ?? []) visit(inner, name);
  };
  for (const suite of report.suites) visit(suite, '');
  for (const error of report.errors ?? []) {
    results.failures.push({ title: 'browser tests', detail: describe([error]) });
  }
  return results;
}

/**
 * @param {Results} results
 * @param {BrowserTest} test
 * @param {string} title
 */
function addBrowserTest(results, test, title) {
  const ms = test.results.reduce((sum, { duration = 0 }) => sum + duration, 0);
  results.times.push({ title, seconds: ms / 1000 });
  const errors = () => describe(test.results.flatMap((result) => result.errors ?? []));
  if (test.status === 'expected') results.passed += 1;
  else if (test.status === 'flaky') {
    results.passed += 1;
    results.secondTries.push({ title, detail: errors() });
  } else if (test.annotations?.some(({ type }) => type === 'skip')) {
    const reasons = test.annotations.flatMap(({ description }) => description ?? []);
    results.skips.push([title, ...reasons].join(': '));
  } else if (test.status === 'skipped') {
    // Nobody skipped it: the run was cut short.
    results.failures.push({ title, detail: 'did not run to its end' });
  } else results.failures.push({ title, detail: errors() });
}

/** @param {BrowserError[]} errors */
function describe(errors) {
  return errors
    .map(({ message = '', snippet = '' }) => [message, snippet].filter(Boolean).join('\n'))
    .join('\n');
}

/** @returns {Results} */
export function noResults() {
  return { passed: 0, failures: [], skips: [], secondTries: [], times: [] };
}

/**
 * @param {Results[]} parts
 * @returns {Results}
 */
export function addUp(parts) {
  return {
    passed: parts.reduce((sum, part) => sum + part.passed, 0),
    failures: parts.flatMap((part) => part.failures),
    skips: parts.flatMap((part) => part.skips),
    secondTries: parts.flatMap((part) => part.secondTries),
    times: parts.flatMap((part) => part.times),
  };
}

/** @param {Results} results */
export function summaryLine({ passed, failures, skips }) {
  return `${passed} passed, ${failures.length} failed, ${skips.length} skipped`;
}

/**
 * A table of times, the longest first: what a run that takes too long can be asked about.
 * @param {Time[]} times
 * @param {number} [count] lines at most
 * @returns {string} a line each, without a line break at the end
 */
export function longest(times, count = times.length) {
  const sorted = [...times].sort((a, b) => b.seconds - a.seconds).slice(0, count);
  return sorted.map(({ title, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${title}`).join('\n');
}
