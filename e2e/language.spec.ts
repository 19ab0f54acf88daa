/** The page in German: chosen at its foot, kept over a reload, complete and without sideways scroll; and texts from right to left. */
import type { Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll, unfold } from './lib/accessibility.ts';
import { prompt } from './lib/page.ts';
import { expect, test } from './lib/test.ts';

const PLACES = ['Spielplatz', 'Vektoren', 'Auswerten', 'Lernen', 'Modelle'] as const;

const place = (page: Page, name: string) =>
  page.getByRole('navigation').getByRole('link', { name, exact: true });

test('German is chosen without losing anything, kept, and fits a narrow window at every place', async ({
  page,
}) => {
  await page.goto('/?load=none');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await prompt(page).fill('What is a harbour for?');
  await page.getByRole('button', { name: 'Add a check' }).click();
  await page.getByRole('combobox', { name: 'Check', exact: true }).selectOption('keywords:existence');
  await page.getByRole('textbox', { name: 'Keywords' }).fill('harbour');

  const language = page.getByRole('combobox', { name: 'Language' });
  await language.focus();
  await language.selectOption('Deutsch');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page.getByRole('combobox', { name: 'Sprache' })).toBeFocused();
  // What was typed, and the form that was open.
  await expect(page.getByRole('textbox', { name: 'Prompt' })).toHaveValue('What is a harbour for?');
  await expect(page.getByRole('textbox', { name: 'Stichwörter' })).toHaveValue('harbour');
  await expect(page.getByRole('button', { name: 'Erzeugen' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Ungesteuert', exact: true })).toBeVisible();
  await expect(page.getByRole('spinbutton', { name: 'Stärke', exact: true })).toBeVisible();

  await page.setViewportSize({ width: 320, height: 800 });
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  for (const name of PLACES) {
    await place(page, name).click();
    await expect(page.getByRole('heading', { name, level: 1 })).toBeAttached();
    await expect(page).toHaveTitle(name === 'Spielplatz' ? 'Tiller' : `${name} · Tiller`);
    await unfold(page);
    await expectNoSidewaysScroll(page);
  }
  await expectAccessible(page);
});

test('a browser that asks for German gets it; where it does not come, the page says so and works', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ baseURL: baseURL ?? '', locale: 'de-AT' });
  const page = await context.newPage();
  const isGerman = (url: URL) => /\/de(-|\/)/.test(url.pathname);
  await page.route(isGerman, (route) => route.abort());
  await page.goto('/?load=none');
  await expect(page.getByRole('alert')).toContainText('Deutsch could not be loaded');
  await expect(place(page, 'Playground')).toBeVisible();
  await page.unroute(isGerman);
  await page.reload();
  await expect(place(page, 'Spielplatz')).toBeVisible();
  await context.close();
});

test('an answer from right to left stands in a pane that stays where it is', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 800 });
  const text = 'البحر واسع وأزرق. '.repeat(30);
  await page.addInitScript((answer: string) => {
    const lane = { status: 'done', text: answer, tokenCount: 40, finishReason: 'stop' };
    const question = { prompt: 'البحر', sampling: {}, checks: [], steering: {}, title: null, words: '' };
    const state = { prompt: 'البحر', question, texts: { unsteered: lane, steered: lane } };
    localStorage.setItem('tiller', JSON.stringify({ version: 1, state }));
  }, text);
  await page.goto('/?load=none');
  const words = page.getByRole('region', { name: 'Unsteered', exact: true }).locator('.output-words');
  await expect(words).toContainText('البحر واسع وأزرق.');
  await expect(words).toHaveCSS('direction', 'rtl');
  await expect(page.locator('html')).toHaveCSS('direction', 'ltr');
  await expectNoSidewaysScroll(page);
});
