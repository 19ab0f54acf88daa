/** The playground while a model writes, on a tiny one: what is announced, what is held up, and what axe finds meanwhile. */
import type { Page } from '@playwright/test';
import { expectAccessible } from './lib/accessibility.ts';
import { announcements, listen } from './lib/announcements.ts';
import { modelWorker } from './lib/loss.ts';
import { useAndWatch } from './lib/mainThread.ts';
import {
  alert,
  generate,
  output,
  prompt,
  setMaxTokens,
  slider,
  spinButton,
  status,
  stop,
  verdict,
  words,
} from './lib/page.ts';
import { smallTargets } from './lib/targets.ts';
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

test('axe finds nothing while answers stream, nor after a run that failed', async ({ tiny: page }) => {
  await prompt(page).fill('Why is the sky blue?');
  await generate(page).click();
  await expect(status(page)).toHaveText(/^Done\./, { timeout: 60_000 });
  await page.getByRole('button', { name: 'Keep as a lane' }).click();

  await prompt(page).fill('All the seas of the world. '.repeat(40));
  await generate(page).click();
  await expect(alert(page)).toBeVisible();
  await inEveryLook(page);

  await prompt(page).fill('What is a lake?');
  await holdAfter(page, 60);
  await generate(page).click();
  await expect(verdict(page, 'Steered')).toHaveText(/so far$/);
  await expect(words(page, 'Steered')).toHaveText(/\S/);
  await inEveryLook(page);
  await expect(stop(page)).toBeVisible();
});

/** The worker falls asleep in the midst of a run, once it has told so many messages; its page's end wakes it. */
const holdAfter = (page: Page, messages: number): Promise<void> =>
  modelWorker(page).evaluate((count) => {
    let left = count;
    const post = self.postMessage.bind(self) as (...message: unknown[]) => void;
    self.postMessage = (...message: unknown[]) => {
      post(...message);
      left -= 1;
      if (left === 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 120_000);
    };
  }, messages);

async function inEveryLook(page: Page): Promise<void> {
  for (const [colorScheme, width] of [
    ['light', 320],
    ['dark', 1280],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 800 });
    await expectAccessible(page);
    expect(await smallTargets(page)).toEqual([]);
  }
}
