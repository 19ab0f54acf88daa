/** Shortcuts, themes, motion and forced colours; no model is needed for any of them. */
import type { Page } from '@playwright/test';
import { expectAccessible } from './lib/accessibility.ts';
import { fourConditions, instruction, place, prompt, slider, spinButton } from './lib/page.ts';
import { expect, test } from './lib/test.ts';

const shortcuts = (page: Page) => page.getByRole('dialog', { name: 'Keyboard shortcuts' });

async function open(page: Page, part = ''): Promise<void> {
  await page.goto(`/?load=none${part}`);
  await expect(prompt(page)).toBeVisible();
  await instruction(page).selectOption('french');
}

test('single keys lead to places and controls, keep out of fields, and can be turned off for good', async ({
  page,
}) => {
  await open(page);
  await page.locator('body').click({ position: { x: 2, y: 2 } });
  await page.keyboard.press('s');
  await expect(slider(page, 'Strength')).toBeFocused();
  const before = Number(await spinButton(page, 'Strength').inputValue());
  await page.keyboard.press(']');
  await expect(spinButton(page, 'Strength')).toHaveValue(String(Number((before + 0.1).toFixed(2))));
  await page.keyboard.press('l');
  await expect(slider(page, 'Layer')).toBeFocused();
  await page.keyboard.press('c');
  await expect(fourConditions(page)).toBeChecked();
  await page.keyboard.press('/');
  await expect(prompt(page)).toBeFocused();
  // What is typed is text, and what is pressed with Ctrl is the browser's.
  await prompt(page).fill('');
  await page.keyboard.type('gm?sc');
  await expect(prompt(page)).toHaveValue('gm?sc');
  await expect(fourConditions(page)).toBeChecked();

  await page.keyboard.press('Tab');
  await page.keyboard.press('g');
  await page.keyboard.press('m');
  await expect(page.getByRole('heading', { name: 'Models', level: 1 })).toBeAttached();
  await page.keyboard.press('?');
  await expect(shortcuts(page)).toContainText('Go to Playground');
  await expectAccessible(page);
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await expect(page.getByRole('heading', { name: 'Models', level: 1 })).toBeAttached();
  await shortcuts(page).getByRole('switch', { name: 'Single-key shortcuts' }).uncheck();
  await page.keyboard.press('Escape');
  await expect(shortcuts(page)).toBeHidden();
  await page.keyboard.press('?');
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Models', level: 1 })).toBeAttached();
  await page.keyboard.press('?');
  await expect(shortcuts(page)).toBeHidden();
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await expect(shortcuts(page).getByRole('switch', { name: 'Single-key shortcuts' })).not.toBeChecked();
});

test('a theme can be chosen, and the system’s chosen again; the Strength thumb breathes until it is moved', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'no-preference' });
  await open(page);
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const theme = page.getByRole('combobox', { name: 'Theme', exact: true });
  const dark = await paper();
  await theme.selectOption('Light');
  await expect.poll(paper).not.toBe(dark);
  const frame = page.locator('meta[name="theme-color"][media*="dark"]');
  await expect(frame).toHaveAttribute('content', '#faf9f6');
  await theme.selectOption('As the system');
  await expect.poll(paper).toBe(dark);

  const breathing = () =>
    slider(page, 'Strength').evaluate((element) => getComputedStyle(element).animationName);
  expect(await breathing()).toBe('breathe');
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  expect(await breathing()).toBe('none');
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'no-preference' });
  await slider(page, 'Strength').press('ArrowRight');
  expect(await breathing()).toBe('none');
  await page.reload();
  await expect(slider(page, 'Strength')).toBeVisible();
  expect(await breathing()).toBe('none');
});

test('with forced colours what is chosen, filled and judged is still told apart', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await open(page);
  const colourOf = (selector: string, property: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);
  const canvas = await colourOf('body', 'background-color');
  expect(await colourOf('.top-bar nav a[aria-current]', 'background-color')).not.toBe(canvas);
  expect(await colourOf('.segments label:has(:checked)', 'background-color')).not.toBe(canvas);
  const rail = await colourOf('.slider-rail', 'background-color');
  expect(rail).not.toBe(canvas);
  expect(await colourOf('.slider-fill', 'background-color')).not.toBe(rail);
  expect(await colourOf('.verdict', 'border-top-style')).toBe('solid');
  for (const name of ['Evaluate', 'Learn', 'Models', 'Vectors'] as const) {
    await place(page, name).click();
    await expect(page.getByRole('heading', { name, level: 1 })).toBeAttached();
    await expectAccessible(page);
  }
});
