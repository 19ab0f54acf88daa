/** The playground as a user meets it: two answers, their verdicts, and the controls that change one of them. */
import AxeBuilder from '@axe-core/playwright';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import {
  alert,
  generate,
  instruction,
  operator,
  output,
  place,
  prompt,
  slider,
  spinButton,
  status,
  stop,
  verdict,
} from './lib/page.ts';
import { expect, test } from './lib/test.ts';

test.describe.configure({ mode: 'default', timeout: 300_000 });

/** Slow machines take a while to read, unpack and test 118 MB; a generation waits for the other tests' leftovers. */
const LOADED = { timeout: 120_000 };
const GENERATED = { timeout: 120_000 };

async function openReady(page: Page): Promise<void> {
  await page.goto('/');
  await expect(generate(page)).toBeEnabled(LOADED);
}

/** Few tokens: enough for a language to show, and quick on any machine. */
async function useShortAnswers(page: Page, tokens: number): Promise<void> {
  await page.getByText('Sampling').click();
  await page.getByRole('spinbutton', { name: 'Max tokens' }).fill(String(tokens));
}

async function chooseFrench(page: Page): Promise<void> {
  await instruction(page).selectOption('french');
}

async function words(page: Page, name: 'Unsteered' | 'Steered'): Promise<string> {
  return (await output(page, name).locator('.output-words').innerText()).trim();
}

test('two presets give two answers each, with verdicts; moving a control changes only the steered one', async ({
  page,
}) => {
  await openReady(page);
  await useShortAnswers(page, 32);
  await chooseFrench(page);
  await generate(page).click();
  await expect(status(page)).toHaveText(/^Done\./, GENERATED);
  await expect(verdict(page, 'Unsteered')).toHaveText('fail');
  await expect(verdict(page, 'Steered')).toHaveText('pass');
  const unsteered = await words(page, 'Unsteered');
  const steered = await words(page, 'Steered');
  expect(unsteered).not.toBe('');
  expect(steered).not.toBe(unsteered);

  await test.step('strength 0 by the spin button', async () => {
    await spinButton(page, 'Strength').fill('0');
    await expect(slider(page, 'Strength')).toHaveValue('0');
    await expect(output(page, 'Steered')).toContainText('strength 0.00');
    await expect(status(page)).toHaveText(/^Done\./, GENERATED);
    expect(await words(page, 'Unsteered')).toBe(unsteered);
    expect(await words(page, 'Steered')).not.toBe(steered);
  });

  await test.step('back to 1 gives the same answer again', async () => {
    await spinButton(page, 'Strength').fill('1');
    await expect(output(page, 'Steered')).toContainText('strength 1.00');
    await expect(status(page)).toHaveText(/^Done\./, GENERATED);
    expect(await words(page, 'Steered')).toBe(steered);
  });

  await test.step('the layer by the keyboard', async () => {
    const before = Number(await slider(page, 'Layer').inputValue());
    await slider(page, 'Layer').press('ArrowLeft');
    await expect(spinButton(page, 'Layer')).toHaveValue(String(before - 1));
    await expect(output(page, 'Steered')).toContainText(`layer ${before - 1}`);
    await expect(status(page)).toHaveText(/^Done\./, GENERATED);
    expect(await words(page, 'Unsteered')).toBe(unsteered);
  });

  await test.step('ablate needs no strength', async () => {
    await operator(page).getByText('ablate').click();
    await expect(slider(page, 'Strength')).toBeDisabled();
    await expect(status(page)).toHaveText(/^Done\./, GENERATED);
  });

  await test.step('switched off, both answers are the same', async () => {
    await page.getByRole('switch', { name: 'Steering' }).click();
    await expect(output(page, 'Steered')).toContainText('steering is off');
    await expect(status(page)).toHaveText(/^Done\./, GENERATED);
    expect(await words(page, 'Steered')).toBe(unsteered);
    await page.getByRole('switch', { name: 'Steering' }).click();
  });

  await test.step('another preset', async () => {
    await instruction(page).selectOption('german');
    await expect(status(page)).toHaveText(/^Done\./, GENERATED);
    await expect(verdict(page, 'Steered')).toHaveText('pass');
    expect(await words(page, 'Unsteered')).toBe(unsteered);
  });

  await test.step('a reload keeps prompt, settings and both texts', async () => {
    const kept = await words(page, 'Steered');
    await page.reload();
    expect(await words(page, 'Unsteered')).toBe(unsteered);
    expect(await words(page, 'Steered')).toBe(kept);
    await expect(verdict(page, 'Steered')).toHaveText('pass');
    await expect(instruction(page)).toHaveValue('german');
    await page.getByText('Sampling').click();
    await expect(page.getByRole('spinbutton', { name: 'Max tokens' })).toHaveValue('32');
  });
});

test('runs and stops by the keyboard, and a change while running keeps the unsteered text', async ({
  page,
}) => {
  await openReady(page);
  await chooseFrench(page);
  await prompt(page).fill('Describe a walk in the forest.');
  await prompt(page).press('Control+Enter');
  await expect(stop(page)).toBeVisible();
  await expect(verdict(page, 'Unsteered')).toHaveText(/so far$/);
  await expect(output(page, 'Unsteered').getByText(/^\d\d tokens/)).toBeVisible(GENERATED);
  const soFar = await words(page, 'Unsteered');

  await spinButton(page, 'Layer').fill('12');
  await expect(output(page, 'Steered')).toContainText('layer 12');
  expect((await words(page, 'Unsteered')).startsWith(soFar)).toBe(true);

  await page.keyboard.press('Escape');
  await expect(generate(page)).toBeVisible();
  await expect(status(page)).toHaveText(/^Stopped\./);
  expect((await words(page, 'Unsteered')).startsWith(soFar)).toBe(true);
});

test('an empty prompt is an alert that offers an example, and nothing is lost', async ({ page }) => {
  await openReady(page);
  await prompt(page).fill('  ');
  await generate(page).click();
  await expect(alert(page)).toContainText('The prompt is empty');
  await alert(page).getByRole('button').click();
  await expect(alert(page)).toHaveCount(0);
  await expect(prompt(page)).not.toHaveValue('  ');
  await expect(generate(page)).toBeEnabled();
});

test('a value out of range is marked and changes nothing', async ({ page }) => {
  await page.goto('/');
  await chooseFrench(page);
  const layer = await slider(page, 'Layer').inputValue();
  await spinButton(page, 'Layer').fill('99');
  await expect(spinButton(page, 'Layer')).toHaveAttribute('aria-invalid', 'true');
  await expect(slider(page, 'Layer')).toHaveValue(layer);
  await prompt(page).focus();
  await expect(spinButton(page, 'Layer')).toHaveValue(layer);
});

test('the page shows a model that a script loads, and says when a preset does not fit it', async ({
  page,
}) => {
  await page.goto('/');
  await page.evaluate(() => tiller.loadModel('/fixtures/llama', { backend: 'wasm' }));
  await expect(slider(page, 'Layer')).toHaveAttribute('max', '3');
  await expect(page.getByText(/This vector was made on the embedded model \(30 layers/)).toBeVisible();
  await place(page, 'Models').click();
  await expect(page.getByText('4, hidden size 64')).toBeVisible();
});

for (const scheme of ['light', 'dark'] as const) {
  for (const name of ['Playground', 'Models'] as const) {
    test(`${name} has no accessibility violation in the ${scheme} theme, wide or narrow`, async ({
      page,
    }) => {
      await page.emulateMedia({ colorScheme: scheme });
      await openReady(page);
      await place(page, name).click();
      for (const width of [1440, 320]) {
        await page.setViewportSize({ width, height: 860 });
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
        ).toBeLessThanOrEqual(0);
      }
    });
  }
}
