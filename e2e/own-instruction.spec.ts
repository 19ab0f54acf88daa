/** "Your own instruction": typed words become a vector, a layer, a strength and a steered answer with one press. */
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './lib/accessibility.ts';
import { loadModel } from './lib/api.ts';
import { alert, generate, instruction, output, setMaxTokens, status, verdict, words } from './lib/page.ts';
import { expect, test } from './lib/test.ts';

/** The press takes at most a minute on two quiet cores; five times that is a fault and not a slow machine. */
const PRESS_MS = 300_000;

const field = (page: Page): Locator =>
  page.getByRole('textbox', { name: 'Your own instruction', exact: true });
const press = (page: Page): Locator => page.getByRole('button', { name: 'Steer this way', exact: true });
const progress = (page: Page): Locator =>
  page.getByRole('progressbar', { name: 'Progress of your own instruction' });
const chosen = (page: Page): Locator => instruction(page).locator('option:checked');
const yours = (page: Page): Locator => instruction(page).locator('optgroup[label="Yours"] option');

async function steerToward(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await field(page).press('Enter');
  await expect(progress(page)).toBeVisible();
}

/** The vector is there, chosen, and both lanes have answered with it. */
async function answered(page: Page, text: string, badge: string): Promise<void> {
  await expect(chosen(page)).toHaveText(text, { timeout: PRESS_MS });
  await expect(verdict(page, 'Steered')).toHaveText(badge, { timeout: 60_000 });
  await expect(status(page)).toHaveText(/^Done\. /, { timeout: 60_000 });
}

test.describe.configure({ mode: 'serial', timeout: PRESS_MS + 120_000 });

test('a press can be taken back, and words that say nothing are refused', async ({ playground: page }) => {
  await setMaxTokens(page, 32);
  await expect(press(page)).toBeDisabled();
  await steerToward(page, 'talk like a pirate');
  await expect(page.getByText('Reads prompts with and without the instruction').first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('main').getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(progress(page)).toBeHidden();
  await expect(alert(page)).toBeHidden();
  await expect(yours(page)).toHaveCount(0);

  await field(page).fill('?!');
  await press(page).click();
  await expect(alert(page)).toContainText('Type an instruction.');
  await expectAccessible(page);
});

test('words that a check fits: a steered answer, judged by that check, where nothing was generated before', async ({
  playground: page,
}) => {
  await expect(output(page, 'Steered')).toContainText('recorded');
  await steerToward(page, 'in Spanish');
  await expect(alert(page)).toBeHidden();
  await answered(page, 'in Spanish', 'pass');
  await expect(output(page, 'Steered')).toContainText('reads as Spanish');
  await expect(verdict(page, 'Unsteered')).toHaveText('fail');
  await expect(page.getByText(/^Layer \d+: \d+ of \d+ validation prompts pass/)).toBeVisible();
});

test('the vector is kept: it steers after a reload, and the same words take it again at once', async ({
  playground: page,
}) => {
  const steered = await words(page, 'Steered').innerText();
  await page.reload();
  await expect(chosen(page)).toHaveText('in Spanish');
  await expect(generate(page)).toBeEnabled({ timeout: 120_000 });
  await instruction(page).selectOption('french');
  await expect(output(page, 'Steered')).toContainText('reads as French', { timeout: 60_000 });

  await expect(field(page)).toHaveValue('in Spanish');
  await press(page).click();
  await expect(progress(page)).toBeHidden();
  await expect(output(page, 'Steered')).toContainText('reads as Spanish', { timeout: 60_000 });
  await expect(status(page)).toHaveText(/^Done\. /, { timeout: 60_000 });
  await expect(words(page, 'Steered')).toHaveText(steered);
  await expect(yours(page)).toHaveText(['in Spanish']);
});

// The tiny model's words mean nothing, and it gets there in a second.
test('words that no check fits are steered toward all the same, and the badge says so', async ({ page }) => {
  await page.goto('/?load=none');
  await page.waitForFunction(() => 'tiller' in globalThis);
  await loadModel(page, '/fixtures/llama', { backend: 'wasm' });
  await setMaxTokens(page, 32);
  await steerToward(page, 'talk like a pirate');
  await answered(page, 'talk like a pirate', 'no check');
  await expect(page.getByText(/^No check fits/)).toBeVisible();
  await expect(words(page, 'Steered')).toHaveText(/\w/);
  await expectAccessible(page);
});
