/** Presets follow the model: built for another one, kept for it, and as they were when the first comes back. */
import { expectAccessible } from './lib/accessibility.ts';
import { loadModel } from './lib/api.ts';
import { instruction, place, spinButton } from './lib/page.ts';
import { expect, test } from './lib/test.ts';

const FIXTURE = '/fixtures/llama';

test('a preset that the model has no vector for is built, with progress and cancel, and both sets are kept', async ({
  page,
}) => {
  test.setTimeout(300_000);
  const offer = page.getByText('This preset has no vector for');
  const build = page.getByRole('button', { name: /^Build( \(about|$)/ });
  const buildAll = page.getByRole('button', { name: /^Build all/ });
  const progress = page.getByRole('progressbar', { name: 'Progress of building presets' });
  await page.goto('/?load=none');
  await page.waitForFunction(() => 'tiller' in globalThis);
  const embedded = () => loadModel(page, 'embedded', { backend: 'wasm' });
  const fixture = () => loadModel(page, FIXTURE, { backend: 'wasm' });

  await embedded();
  await expect(instruction(page)).toHaveValue('french');
  await expect(spinButton(page, 'Layer')).toHaveValue('25');
  await expect(offer).toBeHidden();

  await fixture();
  await expect(offer).toBeVisible();
  await expectAccessible(page);
  await build.click();
  await expect(progress).toBeVisible();
  await expect(offer).toBeHidden();
  await expect(progress).toBeHidden({ timeout: 120_000 });
  await expect(offer).toBeHidden();
  // Its setting is one of this model, which has four layers.
  expect(Number(await spinButton(page, 'Layer').inputValue())).toBeLessThan(4);
  const built = await page.locator('.steer-evidence').innerText();
  expect(built).toMatch(/Layer|layer/);

  await embedded();
  await expect(spinButton(page, 'Layer')).toHaveValue('25');
  await expect(page.locator('.steer-evidence')).toContainText('steered 17 of 20');
  await expect(offer).toBeHidden();

  await fixture();
  await expect(page.locator('.steer-evidence')).toHaveText(built, { useInnerText: true });
  await expect(offer).toBeHidden();

  // The others have still to be built; all at once can be cancelled at once.
  await instruction(page).selectOption('german');
  await expect(offer).toBeVisible();
  await buildAll.click();
  await expect(progress).toBeVisible();
  await page.getByRole('button', { name: 'Cancel all', exact: true }).click();
  await expect(progress).toBeHidden();
  await expect(place(page, 'Playground')).toBeVisible();

  // What was built outlives a reload.
  await instruction(page).selectOption('french');
  await page.reload();
  await page.waitForFunction(() => 'tiller' in globalThis);
  await fixture();
  await expect(page.locator('.steer-evidence')).toHaveText(built, { useInnerText: true });
  await expect(offer).toBeHidden();
});
