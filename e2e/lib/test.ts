/** Playwright's `test`, with one rule for every spec: no request leaves the site, and no error goes unseen. */
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';

export interface Watch {
  /** URLs asked for outside the site, by pages and workers alike */
  foreignRequests: string[];
  /** errors that no code caught, and what the content security policy refused */
  pageErrors: string[];
}

function watchContext(context: BrowserContext, baseURL: string): Watch {
  const watch: Watch = { foreignRequests: [], pageErrors: [] };
  const isOwn = (url: string) => url.startsWith(`${baseURL}/`) || /^(blob|data):/.test(url);
  context.on('request', (request) => {
    if (!isOwn(request.url())) watch.foreignRequests.push(request.url());
  });
  context.on('weberror', (webError) => watch.pageErrors.push(webError.error().message));
  context.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) watch.pageErrors.push(message.text());
  });
  return watch;
}

function expectNothingSeen(watch: Watch): void {
  expect(watch.foreignRequests, 'requests that leave the site').toEqual([]);
  expect(watch.pageErrors, 'errors that no code caught').toEqual([]);
}

/**
 * `watch`: what this test's pages did; empty it where a test provokes something.
 * `modelPage`: one page for all tests of a worker process, so that a model is loaded once; a failed test gets a new one.
 */
export const test = base.extend<{ watch: Watch }, { modelPage: Page }>({
  watch: [
    async ({ context, baseURL }, use) => {
      const watch = watchContext(context, baseURL ?? '');
      await use(watch);
      expectNothingSeen(watch);
    },
    { auto: true },
  ],
  modelPage: [
    async ({ browser }, use, { project }) => {
      const baseURL = project.use.baseURL ?? '';
      const context = await browser.newContext({ baseURL });
      const watch = watchContext(context, baseURL);
      const page = await context.newPage();
      await page.goto('/?load=none');
      await page.waitForFunction(() => 'tiller' in globalThis);
      await use(page);
      expectNothingSeen(watch);
      await context.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

export { expect };
