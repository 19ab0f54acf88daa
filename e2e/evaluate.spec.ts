/** The Evaluate place on a tiny model: a search that a reload cuts in half, cancel, and four conditions with their files. */
import { readFileSync } from 'node:fs';
import type { Browser, Download, Locator, Page } from '@playwright/test';
import { parseGenerations } from '../src/core/evaluate/generations.ts';
import { expectAccessible } from './lib/accessibility.ts';
import { loadModel } from './lib/api.ts';
import { place } from './lib/page.ts';
import { expect, test } from './lib/test.ts';
import { openTiny, TINY_MODEL, TINY_VECTOR } from './lib/tiny.ts';

const button = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('button', { name, exact: true });
const bar = (page: Page): Locator => page.getByRole('region', { name: 'Long work', exact: true });
const result = (page: Page): Locator => page.getByRole('region', { name: 'Result', exact: true });

/** A page with the tiny model and a vector made on it in the library, at the Evaluate place. */
async function open(page: Page): Promise<void> {
  await openTiny(page);
  await place(page, 'Evaluate').click();
  await page.getByRole('combobox', { name: 'Steer by' }).selectOption({ label: TINY_VECTOR });
  await button(page, 'Choose a check').click();
  await page.getByRole('combobox', { name: 'Check', exact: true }).selectOption({ label: 'No commas' });
  await button(page, 'Save').click();
}

async function setSearch(page: Page, prompts: number, tokens: number): Promise<void> {
  await page.getByRole('tab', { name: 'Layer search' }).click();
  const fast = page.getByRole('switch', { name: 'Fast mode' });
  if (await fast.isChecked()) await fast.click();
  await page.getByRole('spinbutton', { name: 'Number of prompts' }).fill(String(prompts));
  await page.getByRole('spinbutton', { name: 'Tokens per answer' }).fill(String(tokens));
}

interface StoredJob {
  phase: string;
  newTokens: number;
  result: { answers: unknown[]; tokens: { generated: number } } | null;
}

/** What the page keeps in its database. */
const stored = <T>(page: Page, store: 'jobs' | 'answers'): Promise<T[]> =>
  page.evaluate(
    (name) =>
      new Promise<T[]>((resolve, reject) => {
        const opening = indexedDB.open('tiller');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const reading = opening.result.transaction(name).objectStore(name).getAll();
          reading.onerror = () => reject(reading.error);
          reading.onsuccess = () => {
            opening.result.close();
            resolve(reading.result.map(({ value }: { value: T }) => value));
          };
        };
      }),
    store,
  );

/** Tokens that need not be generated again. */
const keptTokens = async (page: Page): Promise<number> =>
  (await stored<{ tokenIds: number[] }>(page, 'answers')).reduce(
    (sum, { tokenIds }) => sum + tokenIds.length,
    0,
  );

const onlyJob = async (page: Page): Promise<StoredJob> => {
  const [job] = await stored<StoredJob>(page, 'jobs');
  if (!job) throw new Error('no job is stored');
  return job;
};

const isDone = (page: Page): Promise<void> => expect(bar(page)).toContainText(/Done in/, { timeout: 90_000 });

const PROMPTS = 16;
const TOKENS = 64;

async function undisturbed(browser: Browser, baseURL: string): Promise<StoredJob> {
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  await open(page);
  await setSearch(page, PROMPTS, TOKENS);
  await button(page, 'Start').click();
  await isDone(page);
  const job = await onlyJob(page);
  await context.close();
  return job;
}

test('a search that a reload interrupts ends as an undisturbed one, with no token generated twice', async ({
  page,
  browser,
  baseURL,
}) => {
  const whole = await undisturbed(browser, baseURL ?? '');
  expect(whole.newTokens).toBeGreaterThan(1000);

  await open(page);
  await setSearch(page, PROMPTS, TOKENS);
  await button(page, 'Start').click();
  await page.waitForFunction(() => {
    const progress = document.querySelector<HTMLProgressElement>('.job-bar progress');
    return progress !== null && progress.max > 1 && progress.value >= progress.max / 3;
  });
  await page.reload();
  await expect(bar(page)).toContainText('Interrupted by a reload; what was generated is kept.');
  await expect(bar(page).getByRole('progressbar')).toBeVisible();
  await expect(result(page)).toContainText('Layer search: tiny');
  await expect(page.getByRole('combobox', { name: 'Steer by' }).locator('option:checked')).toHaveText(
    TINY_VECTOR,
  );
  await expect(page.getByRole('spinbutton', { name: 'Number of prompts' })).toHaveValue(String(PROMPTS));
  const kept = await keptTokens(page);
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(whole.newTokens);
  const before = await onlyJob(page);

  await loadModel(page, TINY_MODEL, { backend: 'wasm', dtype: 'fp32' });
  await bar(page).getByRole('button', { name: 'Resume' }).click();
  await isDone(page);
  const after = await onlyJob(page);
  expect(after.result).toEqual(whole.result);
  expect(kept + (after.newTokens - before.newTokens)).toBe(whole.newTokens);
});

test('shows where a search stands, pauses, goes on, and is cancelled', async ({ page }) => {
  await open(page);
  // it is cancelled, however long it would take
  await setSearch(page, PROMPTS, 8 * TOKENS);
  await button(page, 'Start').click();
  await bar(page).getByRole('button', { name: 'Pause' }).click();
  await expect(bar(page)).toContainText('Paused.');
  await place(page, 'Playground').click();
  await expect(bar(page).getByRole('progressbar', { name: 'Layer search: tiny' })).toBeVisible();
  await bar(page).getByRole('button', { name: 'Resume' }).click();
  await bar(page).getByRole('button', { name: 'Cancel' }).click();
  await expect(bar(page)).toContainText('Cancelled.');
  await bar(page).getByRole('button', { name: 'Close' }).click();
  await expect(bar(page)).toBeHidden();
});

test('a second tab leaves alone what runs in the first, and goes on with what is paused there', async ({
  page,
  context,
}) => {
  await open(page);
  // long enough for everything that follows to come in its midst
  await setSearch(page, PROMPTS, 8 * TOKENS);
  await button(page, 'Start').click();
  await expect(bar(page)).toContainText('tok/s');
  const second = await context.newPage();
  await second.goto('/?load=none#/evaluate');
  await expect(bar(second)).toContainText('Runs in another tab');
  await expect(bar(second).getByRole('button')).toHaveCount(0);
  await bar(page).getByRole('button', { name: 'Pause' }).click();
  await expect(bar(second)).toContainText('Paused.');

  await loadModel(second, TINY_MODEL, { backend: 'wasm', dtype: 'fp32' });
  await bar(second).getByRole('button', { name: 'Resume' }).click();
  await expect(bar(second)).toContainText('tok/s');
  await bar(page).getByRole('button', { name: 'Resume' }).click();
  await expect(bar(page)).toContainText('Runs in another tab');
  await second.close();
  await expect(bar(page)).toContainText('Interrupted by a reload');
  await bar(page).getByRole('button', { name: 'Resume' }).click();
  await expect(bar(page)).toContainText('tok/s');
});

test('compares four conditions in a table and hands them out as files', async ({ page }) => {
  await open(page);
  await page.getByRole('tab', { name: 'Four conditions' }).click();
  await page.getByRole('textbox', { name: 'Instruction in words' }).fill('Use no commas.');
  await page.getByRole('spinbutton', { name: 'Number of prompts' }).fill('3');
  await page.getByRole('spinbutton', { name: 'Tokens per answer' }).fill('16');
  await button(page, 'Start').click();
  await isDone(page);
  const rows = result(page).getByRole('table').first().getByRole('rowheader');
  await expect(rows).toHaveText([
    'Unsteered',
    'Steered',
    'Instruction in words',
    'Instruction in words, steered',
  ]);

  const [download] = await Promise.all([
    page.waitForEvent('download') as Promise<Download>,
    button(page, 'Download JSON lines').click(),
  ]);
  expect(download.suggestedFilename()).toBe('four-conditions-tiny.jsonl');
  const { generations, problems } = parseGenerations(readFileSync(await download.path(), 'utf8'));
  expect(problems).toEqual([]);
  expect(generations.map(({ condition }) => condition)).toEqual(
    Array.from({ length: 3 }, () => ['plain', 'steered', 'words', 'wordsSteered']).flat(),
  );

  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await expectAccessible(page);
    }
  }
});

test('every section is reached with the arrow keys, and axe finds nothing in it', async ({ page }) => {
  await open(page);
  await page.getByRole('tab', { name: 'Layer search' }).focus();
  for (const name of ['Strength', 'Four conditions', 'Compose', 'Exclude', 'Layer search']) {
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('tab', { name })).toBeFocused();
    await expect(page.getByRole('tabpanel', { name })).toBeVisible();
    await expectAccessible(page);
  }
});
