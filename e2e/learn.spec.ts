/** Learn as a student meets it: predictions and what happened, one lesson live, keyboard, presenter mode, plain text. */
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './lib/accessibility.ts';
import { generate, output, place, words } from './lib/page.ts';
import { expect, test } from './lib/test.ts';

const LESSONS = ['stream', 'direction', 'layer', 'strength', 'controls', 'composition'] as const;

const region = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

async function open(page: Page, part = ''): Promise<void> {
  await page.goto(`/?load=none#/learn${part === '' ? '' : `/${part}`}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** Makes a guess with the keyboard alone. */
async function guess(page: Page): Promise<void> {
  const slider = region(page, 'Predict first').getByRole('slider');
  const control = (await slider.isVisible()) ? slider : page.getByRole('radio').first();
  await control.focus();
  await page.keyboard.press((await slider.isVisible()) ? 'Home' : 'Space');
  await button(page, 'Show what happened').focus();
  await page.keyboard.press('Enter');
}

test('leads through six lessons: guess, what was recorded, numbers, and the experiment as it was recorded', async ({
  page,
}) => {
  await open(page);
  await expect(page.getByRole('main').getByRole('list').first().getByRole('listitem')).toHaveCount(6);
  await page.getByRole('link', { name: 'Begin with lesson 1' }).click();
  for (const [index, lesson] of LESSONS.entries()) {
    await expect(page).toHaveURL(new RegExp(`#/learn/${lesson}$`));
    await expect(page.getByText(`Lesson ${index + 1} of 6`)).toBeVisible();
    await expect(region(page, 'What happened')).toBeHidden();
    await guess(page);
    const reveal = region(page, 'What happened');
    await expect(reveal.getByRole('definition')).toHaveCount(2);
    for (const value of await reveal.getByRole('definition').allInnerTexts()) expect(value).not.toBe('none');
    await expect(reveal.getByRole('table')).toBeVisible();
    await expect(region(page, 'Run it live')).toContainText('Recorded on the embedded model');
    await expect(button(page, 'Load the embedded model to run it')).toBeEnabled();
    const next = page.getByRole('link', { name: /^Next: / });
    if (index < 5) await next.click();
    else await expect(next).toHaveCount(0);
  }
  await page.reload();
  await expect(region(page, 'What happened')).toBeVisible();
  await page.getByRole('link', { name: 'All lessons' }).click();
  await expect(page.getByText('All six are done.', { exact: false })).toBeVisible();
});

test('a guess is kept over a reload, can be skipped, and made again', async ({ page }) => {
  await open(page, 'controls');
  const slider = region(page, 'Predict first').getByRole('slider');
  const exact = region(page, 'Predict first').getByRole('spinbutton');
  await exact.fill('3');
  await page.reload();
  await expect(slider).toHaveValue('3');
  await button(page, 'Skip the guess').click();
  await expect(region(page, 'What happened').getByRole('definition').first()).toHaveText('none');
  await button(page, 'Guess again').click();
  await expect(region(page, 'What happened')).toBeHidden();
  await exact.fill('5');
  await button(page, 'Show what happened').click();
  await expect(region(page, 'What happened').getByRole('definition').first()).toHaveText('5 of 20');
});

test('a term leads to its entry in the glossary, and Back to the lesson', async ({ page }) => {
  await open(page, 'stream');
  await page.getByRole('link', { name: 'residual stream', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Glossary', level: 1 })).toBeVisible();
  await expect(page.locator('#term-residual-stream')).toBeFocused();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'What is a residual stream?', level: 1 })).toBeVisible();
});

test('runs the lesson on layers live on the embedded model: English early, French late, as recorded', async ({
  playground: page,
}) => {
  await place(page, 'Learn').click();
  await page.getByRole('link', { name: /Which layer/ }).click();
  await guess(page);
  const live = region(page, 'Run it live');
  const beginnings = async () =>
    (await live.getByRole('listitem').allInnerTexts()).map((text) => text.slice(0, 40));
  const recorded = await beginnings();
  await live.getByRole('button', { name: /^Run it on/ }).click();
  await expect(live.getByRole('progressbar', { name: 'Experiment' })).toBeVisible();
  await expect(live.getByText('in this page', { exact: false })).toBeVisible({ timeout: 150_000 });
  const cards = live.getByRole('listitem');
  await expect(cards).toHaveCount(5);
  await expect(cards.first()).toContainText('fail');
  await expect(cards.last()).toContainText('pass');
  // The same model, the same numbers: greedy text begins as the text that the repository holds.
  expect(await beginnings()).toEqual(recorded);
});

test('a live experiment can be stopped, and leaves the recorded one standing', async ({
  playground: page,
}) => {
  await page.goto('/#/learn/composition');
  await expect(page.getByRole('link', { name: /SmolLM2 135M.*ready/ })).toBeVisible({ timeout: 120_000 });
  await button(page, 'Skip the guess').click();
  const live = region(page, 'Run it live');
  await live.getByRole('button', { name: /^Run it on/ }).click();
  await button(page, 'Stop').click();
  await expect(live.getByRole('button', { name: /^Run it on/ })).toBeEnabled({ timeout: 60_000 });
  await expect(live).toContainText('Recorded on the embedded model');
  await place(page, 'Playground').click();
  await expect(generate(page)).toBeEnabled();
});

test('presenter mode turns pages with the keys of a clicker, hides controls, and Escape leaves', async ({
  page,
}) => {
  await open(page, 'strength');
  await button(page, 'Present').click();
  await expect(page.getByRole('navigation', { name: 'Places' })).toBeHidden();
  await expect(page.getByText('Lesson 4 of 6 · 1 of 2')).toBeVisible();
  await page.keyboard.press('PageDown');
  await expect(region(page, 'Predict first')).toBeVisible();
  await page.getByRole('slider').press('ArrowRight');
  await expect(page.getByText('2 of 2')).toBeVisible();
  await button(page, 'Show what happened').click();
  await page.keyboard.press('ArrowRight');
  await expect(region(page, 'What happened')).toBeVisible();
  await expect(region(page, 'Predict first')).toBeHidden();
  await page.keyboard.press('PageUp');
  await expect(region(page, 'Predict first')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('PageUp');
  await page.keyboard.press('PageUp');
  await expect(page.getByText('Lesson 3 of 6')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('navigation', { name: 'Places' })).toBeVisible();
});

test('presents the playground: the rail is away, arrows choose the instruction and its strength', async ({
  page,
}) => {
  await page.goto('/?load=none');
  await expect(page.getByRole('combobox', { name: 'Instruction', exact: true })).toContainText('French');
  await page.getByRole('contentinfo').getByRole('button', { name: 'Presenter mode' }).click();
  const bar = page.getByRole('complementary', { name: 'Presenter' });
  await expect(bar).toContainText('Answer in French · strength 1.00');
  await expect(page.getByRole('heading', { name: 'Steering', exact: true })).toBeHidden();
  await page.keyboard.press('ArrowUp');
  await expect(bar).toContainText('strength 1.10');
  await page.keyboard.press('PageDown');
  await expect(bar).toContainText('Answer in German');
  await expectAccessible(page);
  await button(page, 'Leave presenter mode').click();
  await expect(bar).toBeHidden();
});

for (const [colorScheme, width] of [
  ['light', 320],
  ['dark', 1280],
] as const) {
  test(`no violations in lessons, glossary and responsible use, ${colorScheme}, ${width} px`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 800 });
    await open(page);
    for (const part of ['stream', 'layer', 'strength', 'controls', 'glossary', 'responsible-use']) {
      await page.goto(`/?load=none#/learn/${part}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      const show = button(page, 'Skip the guess');
      if (await show.isVisible()) {
        await expectAccessible(page);
        await show.click();
      }
      await expectAccessible(page);
    }
  });
}

test('responsible use is one step from every place', async ({ page }) => {
  await page.goto('/?load=none');
  for (const name of ['Playground', 'Vectors', 'Evaluate', 'Learn', 'Models'] as const) {
    await place(page, name).click();
    await page.getByRole('contentinfo').getByRole('link', { name: 'Responsible use' }).click();
    await expect(page.getByRole('heading', { name: 'Responsible use', level: 1 })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'What it is not for' })).toBeVisible();
  }
});

const HOSTILE =
  '<img src=x onerror="document.title=1"> <b>bold</b> [a link](javascript:alert(1)) https://example.com ![](https://example.com/a.png)';

test('what a model writes is text: no markup, no pictures, no links', async ({ page, watch }) => {
  await page.addInitScript((text) => {
    const lane = { text, tokenCount: 9, tokensPerSecond: 1, finishReason: 'stop', verdict: null };
    const question = { prompt: 'x', sampling: {}, checks: [], steering: {}, title: null };
    const state = { prompt: 'x', question, texts: { unsteered: lane, steered: lane } };
    localStorage.setItem('tiller', JSON.stringify({ state, version: 1 }));
  }, HOSTILE);
  await page.goto('/?load=none');
  for (const name of ['Unsteered', 'Steered'] as const) {
    await expect(words(page, name)).toHaveText(HOSTILE);
    await expect(output(page, name).locator('img, a, b, script, iframe')).toHaveCount(0);
  }
  await expect(page).toHaveTitle('Tiller');
  expect(watch.foreignRequests).toEqual([]);
});
