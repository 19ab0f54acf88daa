import { describe, expect, it } from 'vitest';
import { addUp, longest, noResults, readBrowserReport, readUnitReport, summaryLine } from './results.mjs';

describe('readUnitReport', () => {
  it('counts passed tests, lists failed ones with their message and names skipped ones', () => {
    const results = readUnitReport({
      testResults: [
        {
          name: 'a.test.ts',
          status: 'failed',
          assertionResults: [
            { status: 'passed', fullName: 'a works', duration: 1500 },
            {
              status: 'failed',
              fullName: 'b works',
              failureMessages: ['expected 1, found 2'],
              duration: 250,
            },
            { status: 'pending', fullName: 'c waits' },
          ],
        },
      ],
    });
    expect(results).toEqual({
      passed: 1,
      failures: [{ title: 'b works', detail: 'expected 1, found 2' }],
      skips: ['c waits'],
      secondTries: [],
      times: [
        { title: 'a works', seconds: 1.5 },
        { title: 'b works', seconds: 0.25 },
        { title: 'c waits', seconds: 0 },
      ],
    });
  });

  it('counts a file that could not be loaded as a failure', () => {
    const file = {
      name: 'broken.test.ts',
      status: 'failed',
      message: 'no such module',
      assertionResults: [],
    };
    const { failures } = readUnitReport({ testResults: [file] });
    expect(failures).toEqual([{ title: 'broken.test.ts', detail: 'no such module' }]);
  });
});

describe('readBrowserReport', () => {
  it('walks nested suites and gives each test its full path', () => {
    const expected = { status: 'expected', results: [{ duration: 2000 }] };
    const unexpected = {
      status: 'unexpected',
      results: [{ errors: [{ message: 'boom', snippet: '> 3 |' }] }],
    };
    const skipped = {
      status: 'skipped',
      annotations: [{ type: 'skip', description: 'needs a GPU' }],
      results: [],
    };
    const results = readBrowserReport({
      suites: [
        {
          title: 'page.spec.ts',
          specs: [{ title: 'opens', tests: [expected] }],
          suites: [
            {
              title: 'keyboard',
              specs: [
                { title: 'tabs', tests: [unexpected] },
                { title: 'waits', tests: [skipped] },
              ],
            },
          ],
        },
      ],
    });
    expect(results).toEqual({
      passed: 1,
      failures: [{ title: 'page.spec.ts > keyboard > tabs', detail: 'boom\n> 3 |' }],
      skips: ['page.spec.ts > keyboard > waits: needs a GPU'],
      secondTries: [],
      times: [
        { title: 'page.spec.ts > opens', seconds: 2 },
        { title: 'page.spec.ts > keyboard > tabs', seconds: 0 },
        { title: 'page.spec.ts > keyboard > waits', seconds: 0 },
      ],
    });
  });

  it('counts a test that a run cut short left out as a failure, since nobody chose to skip it', () => {
    const cut = { status: 'skipped', annotations: [], results: [] };
    const results = readBrowserReport({ suites: [{ title: 's', specs: [{ title: 't', tests: [cut] }] }] });
    expect(results).toEqual({
      passed: 0,
      failures: [{ title: 's > t', detail: 'did not run to its end' }],
      skips: [],
      secondTries: [],
      times: [{ title: 's > t', seconds: 0 }],
    });
  });

  it('counts an error outside all tests as a failure', () => {
    const { passed, failures } = readBrowserReport({
      suites: [],
      errors: [{ message: 'the server did not start' }],
    });
    expect(passed).toBe(0);
    expect(failures.map(({ detail }) => detail)).toEqual(['the server did not start']);
  });

  it('counts a test that passed on its second try as passed, and names it with what went wrong at first', () => {
    const flaky = { status: 'flaky', results: [{ errors: [{ message: 'first try' }] }, {}] };
    const { passed, failures, secondTries } = readBrowserReport({
      suites: [{ title: 's', specs: [{ title: 't', tests: [flaky] }] }],
    });
    expect([passed, failures]).toEqual([1, []]);
    expect(secondTries).toEqual([{ title: 's > t', detail: 'first try' }]);
  });
});

describe('summaryLine', () => {
  it('is all zeros for nothing', () => {
    expect(summaryLine(addUp([]))).toBe('0 passed, 0 failed, 0 skipped');
  });

  it('adds the parts up', () => {
    const one = { ...noResults(), passed: 2, skips: ['x'] };
    const other = { ...noResults(), passed: 1, failures: [{ title: 't', detail: 'd' }] };
    expect(summaryLine(addUp([one, other]))).toBe('3 passed, 1 failed, 1 skipped');
  });
});

describe('longest', () => {
  const times = [
    { title: 'quick', seconds: 0.04 },
    { title: 'slow', seconds: 123.44 },
    { title: 'middle', seconds: 5 },
  ];

  it('lists the longest first, and no more than asked for', () => {
    expect(longest(times, 2)).toBe('  123.4 s  slow\n    5.0 s  middle');
    expect(longest(times).split('\n')).toHaveLength(3);
  });

  it('is empty for nothing', () => {
    expect(longest([], 10)).toBe('');
  });
});
