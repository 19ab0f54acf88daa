/** The playground as a new user meets it: prompt, presets, both answers, verdicts, sliders, Stop. */
import type { Page } from '@playwright/test';
import { expectAccessible } from './lib/accessibility.ts';
import {
  alert,
  generate,
  instruction,
  output,
  place,
  prompt,
  radio,
  setMaxTokens,
  slider,
  spinButton,
  status,
  stop,
  verdict,
  words,
} from './lib/page.ts';
import { expect, test } from './lib/test.ts';

const QUESTION = 'What is a lighthouse for?';

/** Waits for the end of a run, and gives both texts. */
async function settled(page: Page): Promise<{ unsteered: string; steered: string }> {
  await expect(generate(page)).toBeVisible({ timeout: 150_000 });
  return {
    unsteered: await words(page, 'Unsteered').innerText(),
    steered: await words(page, 'Steered').innerText(),
  };
}

/** The greyed rest of an earlier answer is no part of this one. */
const overtaken = (page: Page, name: 'Unsteered' | 'Steered') =>
  expect(words(page, name).locator('.output-superseded')).toHaveCount(0, { timeout: 60_000 });

async function ask(page: Page, preset: RegExp, tokens: number): Promise<void> {
  const option = instruction(page).getByRole('option', { name: preset });
  await instruction(page).selectOption(await option.getAttribute('value'));
  // The raw value is there once the vector is read; a steered answer that starts anew has begun then.
  await expect(page.getByText(/^(projection|coefficient) /)).toBeVisible();
  await prompt(page).fill(QUESTION);
  await setMaxTokens(page, tokens);
  // Choosing another preset starts the steered answer anew where there is one.
  if (await stop(page).isVisible()) await stop(page).click();
  await generate(page).click();
  await expect(stop(page)).toBeVisible();
}

test('opens with a prompt and presets, loads the embedded model by itself and says so', async ({
  playground: page,
}) => {
  await expect(prompt(page)).not.toHaveValue('');
  await expect(page.getByRole('link', { name: /SmolLM2 135M.*ready/ })).toBeVisible();
  await expect(status(page)).toHaveText('Model ready');
});

test('offers at least eight presets; those that do not work on this model say so', async ({
  playground: page,
}) => {
  const { presets } = await (await page.request.get('/presets/index.json')).json();
  expect(presets.length).toBeGreaterThanOrEqual(8);
  const labels = await instruction(page).getByRole('option').allInnerTexts();
  const chosen = await instruction(page).inputValue();
  for (const { id, title, works, counts } of presets) {
    // Of the chosen one all that is known stands below the field.
    if (id === chosen) {
      const known = page.locator('.steer-evidence');
      await expect(known).toContainText(`steered ${counts.steered} of ${counts.prompts}`);
      await expect(known).toContainText(`perplexity × ${counts.perplexityRatio.toFixed(1)}`);
      continue;
    }
    const label = labels.find((text) => text.startsWith(title)) ?? '';
    expect(label, title).not.toBe('');
    expect(label.includes('does not work'), title).toBe(works === 'no');
    if (counts && works !== 'no') {
      const cost = `× ${counts.perplexityRatio.toFixed(1)}`;
      expect(label).toBe(`${title} (${counts.steered} of ${counts.prompts}, ${cost})`);
    }
  }
});

for (const language of ['French', 'Spanish']) {
  test(`answers in ${language} where steered and in English where not, side by side`, async ({
    playground: page,
  }) => {
    await ask(page, new RegExp(`^Answer in ${language}`), 48);
    await expect(status(page)).toHaveText('Generating both answers');
    // Both stream at once: each has text before either is done.
    await expect(words(page, 'Unsteered')).toHaveText(/\w/);
    await expect(words(page, 'Steered')).toHaveText(/\w/);
    await expect(stop(page)).toBeVisible();
    const { unsteered, steered } = await settled(page);
    expect(steered).not.toBe(unsteered);
    await expect(verdict(page, 'Unsteered')).toHaveText('fail');
    await expect(verdict(page, 'Steered')).toHaveText('pass');
    await expect(status(page)).toHaveText(
      /^Done\. Unsteered: \d+ tokens, fail\. Steered: \d+ tokens, pass\.$/,
    );
  });
}

test('a moved slider changes the steered answer and leaves the unsteered one alone', async ({
  playground: page,
}) => {
  await ask(page, /^Answer in French/, 16);
  const first = await settled(page);

  await spinButton(page, 'Strength').fill('0.2');
  await expect(slider(page, 'Strength')).toHaveValue('0.2');
  await expect(words(page, 'Steered')).not.toHaveText(first.steered);
  const weaker = await settled(page);
  expect(weaker.unsteered).toBe(first.unsteered);

  const layer = Number(await spinButton(page, 'Layer').inputValue());
  await slider(page, 'Layer').focus();
  await page.keyboard.press('ArrowLeft');
  await expect(spinButton(page, 'Layer')).toHaveValue(String(layer - 1));
  await spinButton(page, 'Layer').fill('29');
  await expect(slider(page, 'Layer')).toHaveValue('29');
  expect((await settled(page)).unsteered).toBe(first.unsteered);

  await spinButton(page, 'Layer').fill(String(layer));
  await spinButton(page, 'Strength').fill('1');
  await expect(words(page, 'Steered')).toHaveText(first.steered, { timeout: 60_000 });
});

test('takes layer and strength in the ranges of the model, and no others', async ({ playground: page }) => {
  await expect(slider(page, 'Layer')).toHaveAttribute('max', '29');
  await expect(slider(page, 'Strength')).toHaveAttribute('min', '-2');
  await expect(slider(page, 'Strength')).toHaveAttribute('max', '3');
  await expect(slider(page, 'Strength')).toHaveAttribute('step', '0.05');
  const before = await slider(page, 'Layer').inputValue();
  await spinButton(page, 'Layer').fill('30');
  await expect(spinButton(page, 'Layer')).toHaveAttribute('aria-invalid', 'true');
  await expect(slider(page, 'Layer')).toHaveValue(before);
  await spinButton(page, 'Layer').blur();
  await expect(spinButton(page, 'Layer')).toHaveValue(before);
});

test('steering switched off gives the unsteered answer twice', async ({ playground: page }) => {
  await ask(page, /^Answer in French/, 12);
  const { unsteered } = await settled(page);
  const steering = page.getByRole('switch', { name: 'Steering' });
  await steering.click();
  await expect(words(page, 'Steered')).toHaveText(unsteered, { timeout: 60_000 });
  await settled(page);
  await steering.click();
  await settled(page);
});

test('a change while both answers are being written keeps the unsteered text', async ({
  playground: page,
}) => {
  await ask(page, /^Answer in French/, 128);
  await overtaken(page, 'Unsteered');
  await expect(words(page, 'Unsteered')).toHaveText(/\w \w+ \w/);
  await expect(verdict(page, 'Unsteered')).toHaveText(/so far$/);
  const soFar = await words(page, 'Unsteered').innerText();
  const layer = await spinButton(page, 'Layer').inputValue();
  await spinButton(page, 'Layer').fill('12');
  await expect(output(page, 'Steered')).toContainText('layer 12');
  expect(await words(page, 'Unsteered').innerText()).toContain(soFar.trim());
  await stop(page).click();
  expect((await settled(page)).unsteered).toContain(soFar.trim());
  await spinButton(page, 'Layer').fill(layer);
  await stop(page).click();
});

test('another operator gives another answer', async ({ playground: page }) => {
  await ask(page, /^Answer in French/, 12);
  const { steered } = await settled(page);
  await radio(page, 'ablate').check();
  await expect(words(page, 'Steered')).not.toHaveText(steered);
  await settled(page);
  await radio(page, 'set projection').check();
  await expect(words(page, 'Steered')).toHaveText(steered, { timeout: 60_000 });
});

test('Stop ends both answers and keeps what they have', async ({ playground: page }) => {
  await ask(page, /^Answer in French/, 128);
  for (const name of ['Unsteered', 'Steered'] as const) {
    await overtaken(page, name);
    await expect(words(page, name)).toHaveText(/\w/);
  }
  const soFar = await words(page, 'Unsteered').innerText();
  await stop(page).click();
  const { unsteered, steered } = await settled(page);
  await expect(status(page)).toHaveText(/^Stopped\./);
  expect(unsteered).toContain(soFar.trim());
  expect(steered).toMatch(/\w/);
});

test('Ctrl+Enter generates and Escape stops, from inside the prompt', async ({ playground: page }) => {
  await setMaxTokens(page, 128);
  await prompt(page).focus();
  await page.keyboard.press('Control+Enter');
  await expect(stop(page)).toBeVisible();
  await expect(words(page, 'Unsteered')).toHaveText(/\w/);
  await page.keyboard.press('Escape');
  await expect(generate(page)).toBeVisible();
  await expect(prompt(page)).toBeFocused();
});

test('an empty prompt is refused with a way on, and both texts stay', async ({ playground: page }) => {
  await ask(page, /^Answer in French/, 8);
  const before = await settled(page);
  await prompt(page).fill('');
  await generate(page).click();
  await expect(alert(page)).toContainText(/prompt/i);
  expect(await settled(page)).toEqual(before);
  await alert(page).getByRole('button', { name: 'Use an example' }).click();
  await expect(alert(page)).toBeHidden();
  await expect(prompt(page)).not.toHaveValue('');
});

test('a missing file of the model is named, the prompt stays, and loading again works', async ({ page }) => {
  test.setTimeout(300_000);
  await page.route('**/onnx/model_q4.onnx_data_1', (route) =>
    route.fulfill({ status: 404, body: 'not found' }),
  );
  await page.goto('/');
  await prompt(page).fill('A prompt that I typed myself');
  await expect(alert(page)).toContainText('model_q4.onnx_data_1', { timeout: 60_000 });
  await expect(generate(page)).toBeDisabled();
  await expect(prompt(page)).toHaveValue('A prompt that I typed myself');
  await page.unrouteAll();
  await alert(page).getByRole('button', { name: 'Load again' }).click();
  await expect(generate(page)).toBeEnabled({ timeout: 120_000 });
  await expect(alert(page)).toBeHidden();
  await expect(prompt(page)).toHaveValue('A prompt that I typed myself');
});

test('text, settings and answers survive a reload', async ({ playground: page }) => {
  test.setTimeout(300_000);
  await ask(page, /^Answer in French/, 8);
  const before = await settled(page);
  await prompt(page).fill('Another question, not asked yet');
  await page.reload();
  await expect(prompt(page)).toHaveValue('Another question, not asked yet');
  await expect(words(page, 'Steered')).toHaveText(before.steered);
  await expect(words(page, 'Unsteered')).toHaveText(before.unsteered);
  await expect(generate(page)).toBeEnabled({ timeout: 120_000 });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing, ${colorScheme}, wide and narrow, with answers and verdicts on the page`, async ({
    playground: page,
  }) => {
    await ask(page, /^Answer in French/, 8);
    await settled(page);
    await expect(verdict(page, 'Steered')).toBeVisible();
    await page.emulateMedia({ colorScheme });
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await expectAccessible(page);
    }
  });
}

test('a model that a script loads is shown, and a preset that has no vector for it offers to build one', async ({
  page,
}) => {
  await page.goto('/');
  await page.evaluate(() => tiller.loadModel('/fixtures/llama', { backend: 'wasm' }));
  await expect(slider(page, 'Layer')).toHaveAttribute('max', '3');
  await expect(page.getByText('This preset has no vector for llama yet.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Build', exact: true })).toBeVisible();
  await place(page, 'Models').click();
  await expect(page.getByText('4, hidden size 64')).toBeVisible();
});

test('the places are links that work with the keyboard', async ({ playground: page }) => {
  await place(page, 'Models').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Model', exact: true })).toBeVisible();
  await place(page, 'Playground').click();
  await expect(prompt(page)).toBeVisible();
});
