/** A tab that is put behind another for a minute, and frozen there: what it was at goes on, and nothing is lost. */
import { type BackgroundPage, openBackgroundPage, THROTTLING } from './lib/backgroundPage.ts';
import { expect, test } from './lib/test.ts';

const HIDDEN_MS = 60_000;

/** Longer than a worker may be silent. */
const FROZEN_MS = 35_000;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

// The page is none of Playwright's, and so has no locators.
const button = (name: string) =>
  `[...document.querySelectorAll('button')].find(({ innerText }) => innerText.trim() === '${name}')`;

const press = (page: BackgroundPage, name: string) => page.evaluate(`${button(name)}.click()`);

const isOffered = (page: BackgroundPage, name: string) =>
  page.evaluate<boolean>(`${button(name)}?.matches(':enabled') ?? false`);

/** What is written of both answers in this run, without what is left of the one before. */
const answers = (page: BackgroundPage) =>
  page.evaluate<{ unsteered: string; steered: string }>(`(() => {
    const own = (lane) => [...document.querySelectorAll('[data-lane="' + lane + '"] > :not([aria-hidden])')];
    const text = (lane) => own(lane).map(({ innerText }) => innerText).join('');
    return { unsteered: text('unsteered'), steered: text('steered') };
  })()`);

const alerts = (page: BackgroundPage) =>
  page.evaluate<string[]>(
    `[...document.querySelectorAll('[role="alert"]')].map(({ innerText }) => innerText).filter(Boolean)`,
  );

test('both answers are written to their end behind another tab, as they are in front', async ({
  playwright,
  baseURL,
  launchOptions,
}) => {
  test.setTimeout(300_000);
  const browser = await playwright.chromium.launch({
    ...launchOptions,
    ignoreDefaultArgs: THROTTLING,
  });
  const page = await openBackgroundPage(browser, `${baseURL}/`);
  await expect.poll(() => isOffered(page, 'Generate'), { timeout: 200_000 }).toBe(true);

  await press(page, 'Generate');
  await expect.poll(async () => (await answers(page)).steered, { intervals: [20] }).toMatch(/\w/);
  await page.hide();
  const hiddenAt = Date.now();
  expect(await page.evaluate('document.visibilityState')).toBe('hidden');
  // In the middle of the answers, or this would show nothing.
  expect(await isOffered(page, 'Stop')).toBe(true);
  await page.freeze();
  await wait(FROZEN_MS);
  await page.thaw();
  await wait(HIDDEN_MS - (Date.now() - hiddenAt));
  // Nobody looks, and yet all is there in the end: a browser may close such a tab at any moment.
  await expect.poll(() => isOffered(page, 'Generate'), { timeout: 120_000 }).toBe(true);
  const hidden = await answers(page);

  await page.show();
  expect(await page.evaluate('document.visibilityState')).toBe('visible');
  expect(await alerts(page)).toEqual([]);
  await press(page, 'Generate');
  await expect.poll(() => isOffered(page, 'Stop'), { intervals: [20] }).toBe(true);
  await expect.poll(() => isOffered(page, 'Generate'), { timeout: 60_000 }).toBe(true);
  expect(await answers(page)).toEqual(hidden);
  await browser.close();
});
