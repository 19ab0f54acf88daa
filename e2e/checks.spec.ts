/** The checks card: checks of the user's own, made by keyboard and label, and what the badges then say. */
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './lib/accessibility.ts';
import { generate, output, prompt, setMaxTokens, status, stop, verdict, words } from './lib/page.ts';
import { expect, test } from './lib/test.ts';

const card = (page: Page): Locator => page.getByRole('region', { name: 'Checks', exact: true });
const checkSelect = (page: Page): Locator => card(page).getByRole('combobox', { name: 'Check', exact: true });
const addButton = (page: Page): Locator => card(page).getByRole('button', { name: 'Add a check' });
const titles = (page: Page): Locator => card(page).locator('.check-title');

/** From the button to the form, whose first field has the focus then. */
async function openForm(page: Page, title: string): Promise<void> {
  await addButton(page).focus();
  await page.keyboard.press('Enter');
  await expect(checkSelect(page)).toBeFocused();
  await checkSelect(page).selectOption({ label: title });
}

test.describe.configure({ mode: 'serial' });

test('begins with the check of the chosen instruction, in words', async ({ playground: page }) => {
  await expect(card(page)).toContainText('Answer language');
  await expect(card(page)).toContainText('From the instruction.');
  await openForm(page, 'Number of words');
  await expect(checkSelect(page).locator('option')).toHaveCount(25);
  await card(page).getByRole('button', { name: 'Cancel' }).click();
  await expect(addButton(page)).toBeFocused();
});

test('adds two checks by keyboard and says beside the field what is wrong', async ({ playground: page }) => {
  await card(page).getByRole('button', { name: 'Remove Answer language' }).press('Enter');
  await expect(titles(page)).toHaveCount(0);

  await openForm(page, 'No commas');
  await page.keyboard.press('Tab');
  await expect(card(page).getByRole('button', { name: 'Add', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(titles(page)).toHaveText(['No commas']);

  await openForm(page, 'Number of words');
  const count = card(page).getByRole('spinbutton', { name: 'Words', exact: true });
  await count.fill('-3');
  await page.keyboard.press('Enter');
  await expect(count).toBeFocused();
  await expect(count).toHaveAttribute('aria-invalid', 'true');
  await expect(count).toHaveAccessibleDescription('Give a whole number from 0 to 1000000.');
  await count.fill('500');
  await expect(count).not.toHaveAttribute('aria-invalid');
  await page.keyboard.press('Enter');
  await expect(titles(page)).toHaveText(['No commas', 'Number of words']);
  await expect(addButton(page)).toBeFocused();

  await openForm(page, 'No commas');
  await card(page).getByRole('button', { name: 'Add', exact: true }).press('Enter');
  await expect(card(page)).toContainText('This check is in the list already.');
  await card(page).getByRole('button', { name: 'Cancel' }).press('Enter');
  await expect(titles(page)).toHaveCount(2);
});

test('judges both answers by all checks, and lists each on request', async ({ playground: page }) => {
  await prompt(page).fill('Name the months of the year, with a comma after each.');
  await setMaxTokens(page, 24);
  await generate(page).click();
  await expect(stop(page)).toBeVisible();
  await expect(generate(page)).toBeVisible({ timeout: 150_000 });
  for (const name of ['Unsteered', 'Steered'] as const) {
    await expect(verdict(page, name)).toHaveText('fail');
    await output(page, name).getByText('All 2 checks, strict and loose').click();
    const parts = output(page, name).getByRole('listitem');
    await expect(parts).toHaveCount(2);
    await expect(parts.nth(0)).toHaveText(/^No commas: strict (pass|fail), loose (pass|fail)/);
    await expect(parts.nth(1)).toHaveText(/^Number of words: strict fail, loose fail/);
  }
  await expect(status(page)).toHaveText(/^Done\. Unsteered: \d+ tokens, fail\. Steered: \d+ tokens, fail\.$/);
});

test('marks the place that decides, and judges again when a check is edited', async ({
  playground: page,
}) => {
  const text = await words(page, 'Unsteered').innerText();
  await card(page).getByRole('button', { name: 'Edit Number of words' }).press('Enter');
  await card(page).getByRole('spinbutton', { name: 'Words', exact: true }).fill('3');
  await card(page).getByRole('button', { name: 'Save' }).press('Enter');
  const isWithout = !text.includes(',');
  await expect(verdict(page, 'Unsteered')).toHaveText(isWithout ? 'pass' : 'fail');
  await card(page).getByRole('button', { name: 'Remove No commas' }).press('Enter');
  await expect(verdict(page, 'Unsteered')).toHaveText('pass');
  const third = text.match(/[\p{L}\p{N}_]+/gu)?.[2] ?? '';
  await expect(words(page, 'Unsteered').locator('mark')).toHaveText(third);
  // what it is about stands at the foot of the pane; under the pointer the token's card has the place
  await expect(words(page, 'Unsteered').locator('mark')).toHaveAttribute('data-word', 'pass');
  expect(await words(page, 'Unsteered').innerText()).toBe(text);
});

test('keeps the checks over a reload, and goes back to the one of the instruction', async ({
  playground: page,
}) => {
  await page.reload();
  await expect(titles(page)).toHaveText(['Number of words']);
  await expect(verdict(page, 'Unsteered')).toHaveText('pass');
  await card(page).getByRole('button', { name: 'Back to the instruction’s own' }).press('Enter');
  await expect(titles(page)).toHaveText(['Answer language']);
  await expect(output(page, 'Unsteered')).toContainText(/English|language/);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the card with a form and a problem, ${colorScheme}`, async ({
    playground: page,
  }) => {
    await openForm(page, 'Number of words');
    await card(page).getByRole('spinbutton', { name: 'Words', exact: true }).fill('');
    await expect(card(page)).toContainText('Missing: give a whole number');
    await page.emulateMedia({ colorScheme });
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await expectAccessible(page);
    }
    await card(page).getByRole('button', { name: 'Cancel' }).click();
  });
}
