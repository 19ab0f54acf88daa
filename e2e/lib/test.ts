/** Playwright's `test`, with one rule for every spec: no request leaves the site, and no error goes unseen. */
import { test as base, expect } from '@playwright/test';

export interface Watch {
  /** URLs asked for outside the site, by pages and workers alike */
  foreignRequests: string[];
  /** errors that no code caught, and what the content security policy refused */
  pageErrors: string[];
}

export const test = base.extend<{ watch: Watch }>({
  watch: [
    async ({ context, baseURL }, use) => {
      const watch: Watch = { foreignRequests: [], pageErrors: [] };
      const isOwn = (url: string) => url.startsWith(`${baseURL}/`) || /^(blob|data):/.test(url);
      context.on('request', (request) => {
        if (!isOwn(request.url())) watch.foreignRequests.push(request.url());
      });
      context.on('weberror', (webError) => watch.pageErrors.push(webError.error().message));
      context.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) watch.pageErrors.push(message.text());
      });
      await use(watch);
      expect(watch.foreignRequests, 'requests that leave the site').toEqual([]);
      expect(watch.pageErrors, 'errors that no code caught').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
