/** How soon the page can be used, before any model is there. */

import { expect, test } from './lib/test.ts';
import { timeToPrompt } from './lib/timeToPrompt.ts';

/** The bar is 1.5 s, held by `npm run bench`; a machine that does other things meanwhile gets five times as much. */
const MAX_MS = 5 * 1500;

test('the prompt takes what is typed soon after the page is opened', async ({ page }) => {
  expect(await timeToPrompt(page, '/?load=none')).toBeLessThanOrEqual(MAX_MS);
});
