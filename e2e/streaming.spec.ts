/** The playground while a model writes, on a tiny one: what is announced, what the keyboard moves, and what is held up. */
import type { Page } from '@playwright/test';
import { announcements, listen } from './lib/announcements.ts';
import { useAndWatch } from './lib/mainThread.ts';
import { generate, output, prompt, setMaxTokens, slider, spinButton, status } from './lib/page.ts';
import { test as base, expect } from './lib/test.ts';
import { openTiny, TINY_VECTOR } from './lib/tiny.ts';

/** As many as the tiny model has room for after a prompt. */
const TOKENS = 100;
/** The bar is 50 ms by the clock, held by `npm run bench` on a quiet machine. Here the processor's time counts, twice that. */
const HELD_UP_MS = 2 * 50;

/** What costs most while a text grows: telling languages apart, and counting sentences. */
const CHECKS = [
  { instructionId: 'language:response_language', kwargs: { language: 'fr' } },
  {
    instructionId: 'length_constraints:number_sentences',
    kwargs: { relation: 'at least', num_sentences: 3 },
  },
];

/** One page for all tests: the playground with the tiny model, its vector, and the ribbon. */
const test = base.extend<object, { tiny: Page }>({
  tiny: [
    async ({ browser }, use, { project }) => {
      const context = await browser.newContext({ baseURL: project.use.baseURL ?? '' });
      const page = await context.newPage();
      await page.addInitScript((own) => {
        const state = { checks: { followsInstruction: false, own } };
        localStorage.setItem('tiller', JSON.stringify({ state, version: 1 }));
      }, CHECKS);
      await openTiny(page);
      await page.getByRole('link', { name: `Use ${TINY_VECTOR} on the Playground` }).click();
      await expect(page.getByText(/^(projection|coefficient) /)).toBeVisible();
      await setMaxTokens(page, TOKENS);
      await use(page);
      await context.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

test('an answer of a hundred tokens is announced four times at most', async ({ tiny: page }) => {
  await prompt(page).fill('Why is the sky blue?');
  await listen(page);
  await generate(page).click();
  await expect(status(page)).toHaveText(/^Done\./, { timeout: 60_000 });
  expect(await status(page).textContent()).toContain(`Unsteered: ${TOKENS} tokens`);
  await expect(output(page, 'Steered').getByText(/perplexity/)).toBeVisible();
  const heard = await announcements(page);
  expect(heard.at(-1)).toMatch(/^Done\./);
  expect(heard.length, heard.join(' / ')).toBeLessThanOrEqual(4);
});

test('sliders go by every key that a slider has, and by their number boxes', async ({ tiny: page }) => {
  const strength = slider(page, 'Strength');
  const goesTo = async (key: string, value: string) => {
    await page.keyboard.press(key);
    await expect(strength, key).toHaveValue(value);
    await expect(spinButton(page, 'Strength'), key).toHaveValue(value);
  };
  await strength.focus();
  await goesTo('Home', '-2');
  await goesTo('ArrowUp', '-1.95');
  await goesTo('ArrowRight', '-1.9');
  await goesTo('ArrowLeft', '-1.95');
  await goesTo('ArrowDown', '-2');
  await goesTo('End', '3');
  await page.keyboard.press('PageDown');
  const paged = Number(await strength.inputValue());
  expect(paged).toBeLessThan(2.9);
  await goesTo('PageUp', '3');
  await spinButton(page, 'Strength').fill('1');
  await expect(strength).toHaveValue('1');
  await spinButton(page, 'Strength').press('ArrowUp');
  await expect(strength).toHaveValue('1.05');
  await slider(page, 'Layer').focus();
  await page.keyboard.press('End');
  await expect(spinButton(page, 'Layer')).toHaveValue('3');
  await page.keyboard.press('Home');
  await expect(spinButton(page, 'Layer')).toHaveValue('0');
  await page.keyboard.press('ArrowRight');
  await spinButton(page, 'Strength').fill('1');
  await expect(generate(page)).toBeVisible();
});

test('neither typing nor sliders nor two answers with their ribbon hold up the page', async ({
  tiny: page,
}) => {
  const longest = Object.entries(await useAndWatch(page, 60_000));
  const told = longest.map(
    ([use, { wall, own }]) => `${use} ${own.toFixed(0)} ms (clock ${wall.toFixed(0)})`,
  );
  console.log(`longest tasks of the main thread: ${told.join(', ')}`);
  expect(Math.max(...longest.map(([, { own }]) => own)), told.join(', ')).toBeLessThanOrEqual(HELD_UP_MS);
});
