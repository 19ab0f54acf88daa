/** The first sight of the page: a recorded pair that writes itself. That the model really writes so: api.spec.ts. */
import type { Page } from '@playwright/test';
import { expectAccessible } from './lib/accessibility.ts';
import { generate, output, prompt, verdict, words } from './lib/page.ts';
import { firstRecordedRun } from './lib/publicFiles.ts';
import { expect, test } from './lib/test.ts';

const first = firstRecordedRun();

const textOf = (lane: 'unsteered' | 'steered'): string => first[lane].tokens.map(({ text }) => text).join('');

/** Where the text stands, which is what must not move. */
const textBox = (page: Page) => output(page, 'Steered').locator('.output-text').boundingBox();

test('replays a recorded pair token by token before any model is there, and says that it is recorded', async ({
  page,
}) => {
  await page.goto('/?load=none');
  await expect(prompt(page)).toHaveValue(first.prompt);
  await expect(output(page, 'Steered')).toContainText('recorded');
  await expect(verdict(page, 'Steered')).toHaveText(/so far$/);
  const box = await textBox(page);
  await expect(words(page, 'Steered')).toHaveText(textOf('steered'), { timeout: 60_000 });
  await expect(words(page, 'Unsteered')).toHaveText(textOf('unsteered'));
  await expect(verdict(page, 'Unsteered')).toHaveText('fail');
  await expect(verdict(page, 'Steered')).toHaveText('pass');
  expect(await textBox(page)).toEqual(box);
  await expectAccessible(page);
});

test('shows the finished text at once where motion is not wanted, and gives way to another prompt', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/?load=none');
  const firstText = await page.waitForFunction(
    () => document.querySelector('.output-words[data-lane="steered"]')?.textContent,
  );
  expect(await firstText.jsonValue()).toBe(textOf('steered'));
  await prompt(page).fill('Something that nobody recorded.');
  await expect(words(page, 'Steered')).toHaveText('');
  await prompt(page).fill(first.prompt);
  await expect(words(page, 'Steered')).toHaveText(textOf('steered'));
});

test('keeps the recording while the model loads, and its own answer takes the place without a jump', async ({
  page,
}) => {
  await page.goto('/');
  await expect(output(page, 'Steered')).toContainText('recorded');
  await expect(generate(page)).toBeEnabled({ timeout: 120_000 });
  const box = await textBox(page);
  await expect(words(page, 'Steered')).not.toHaveText('');
  await generate(page).click();
  await expect(output(page, 'Steered')).not.toContainText('recorded');
  await expect(words(page, 'Steered')).toHaveText(/\w/);
  expect(await textBox(page)).toEqual(box);
  await page.keyboard.press('Escape');
});
