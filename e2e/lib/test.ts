/** Playwright's `test`, with one rule for every spec: no request leaves the site, and no error goes unseen. */
import { type Browser, type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import { generate } from './page.ts';

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
 * `modelPage` and `playground`: one page each for all tests of a worker process, so that a model is loaded once; after a
 * failed test there is a new one. The first opens without a model; the second has loaded the embedded one by itself.
 */
export const test = base.extend<{ watch: Watch }, { modelPage: Page; playground: Page }>({
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
      await withPage(browser, project.use.baseURL ?? '', async (page) => {
        await page.goto('/?load=none');
        await page.waitForFunction(() => 'tiller' in globalThis);
        await use(page);
      });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  playground: [
    async ({ browser }, use, { project }) => {
      await withPage(browser, project.use.baseURL ?? '', async (page) => {
        await page.goto('/');
        // a software GPU at work beside it leaves little of two cores
        await expect(generate(page)).toBeEnabled({ timeout: 200_000 });
        await use(page);
      });
    },
    { scope: 'worker', timeout: 240_000 },
  ],
});

async function withPage(
  browser: Browser,
  baseURL: string,
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ baseURL, serviceWorkers: 'block' });
  const watch = watchContext(context, baseURL);
  await use(await context.newPage());
  expectNothingSeen(watch);
  await context.close();
}

export { expect };
