/** The page without a model, as everybody has to be able to use it: axe, targets, the Tab key, zoom and wide-set text. Quick. */
import type { Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll, unfold } from './lib/accessibility.ts';
import { walkFocus } from './lib/focus.ts';
import { alert, type PlaceName, place, status } from './lib/page.ts';
import { smallTargets } from './lib/targets.ts';
import { expect, test } from './lib/test.ts';
import { cutTexts, spaceText } from './lib/textSpacing.ts';

const PLACES: readonly PlaceName[] = ['Playground', 'Vectors', 'Evaluate', 'Learn', 'Models'];
const SCHEMES = ['light', 'dark'] as const;

async function visit(page: Page, name: PlaceName): Promise<void> {
  await place(page, name).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeAttached();
}

/** A page that is opened at a place, so that nothing has had the focus. */
async function open(page: Page, name: PlaceName): Promise<void> {
  await page.goto(`/?load=none&at=${name}#/${name.toLowerCase()}`);
  await expect(page.getByRole('heading', { name, level: 1 })).toBeAttached();
}

for (const colorScheme of SCHEMES) {
  for (const width of [1280, 320]) {
    test(`no violations, ${colorScheme}, ${width} px wide, with everything unfolded, and targets for a finger`, async ({
      page,
    }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 800 });
      await page.goto('/?load=none');
      for (const name of PLACES) {
        await visit(page, name);
        await unfold(page);
        await expectAccessible(page);
        expect(await smallTargets(page), `targets too small, ${name}`).toEqual([]);
      }
      await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
      await expectAccessible(page);
      expect(await smallTargets(page), 'targets too small, shortcuts').toEqual([]);
      await page.keyboard.press('Escape');
      await visit(page, 'Playground');
      await page.getByRole('contentinfo').getByRole('button', { name: 'Presenter mode' }).click();
      await expectAccessible(page);
      expect(await smallTargets(page), 'targets too small, presenting').toEqual([]);
    });
  }
}

test('while a model loads and after it failed, in both themes, wide and narrow', async ({ page }) => {
  const weights = '**/onnx/model_q4.onnx_data*';
  let refuse = () => {};
  const isRefused = new Promise<void>((resolve) => {
    refuse = resolve;
  });
  await page.route(weights, async (route) => {
    await isRefused;
    await route.fulfill({ status: 404, body: 'not found' });
  });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/');
  await expect(status(page)).toHaveText(/^Loading /);
  await expect(page.getByRole('progressbar')).toBeVisible();
  await inEveryLook(page);
  refuse();
  await expect(alert(page)).toContainText('model_q4.onnx_data');
  await inEveryLook(page);
});

async function inEveryLook(page: Page): Promise<void> {
  for (const [colorScheme, width] of [
    ['light', 320],
    ['dark', 1280],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await expectAccessible(page);
    expect(await smallTargets(page)).toEqual([]);
  }
}

test('the Tab key goes through every place in order, and each stop can be seen', async ({ page }) => {
  for (const name of PLACES) {
    await open(page, name);
    const { names, problems } = await walkFocus(page);
    expect(problems, name).toEqual([]);
    expect(names.length, `stops in ${name}: ${names.join(', ')}`).toBeGreaterThan(12);
    if (name === 'Playground') {
      expect(names.slice(0, 10), 'the prompt is among the first steps').toContain('textarea "Prompt"');
    }
  }
});

test.describe('magnified to 200 %', () => {
  test.use({ viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 });

  test('every place fits, and bars that stay in place cover no stop of the Tab key', async ({ page }) => {
    for (const name of PLACES) {
      await open(page, name);
      await expectNoSidewaysScroll(page);
    }
    await open(page, 'Playground');
    // What is removed leaves a bar with its undo.
    await page.getByRole('button', { name: 'Add a vector' }).click();
    await page
      .getByRole('button', { name: /^Remove / })
      .first()
      .click();
    await expect(page.getByRole('region', { name: 'Undo' })).toBeVisible();
    await page.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      window.scrollTo(0, 0);
    });
    expect((await walkFocus(page)).problems).toEqual([]);
  });
});

test('wide-set text is neither cut off nor wider than the window', async ({ page }) => {
  // The recorded answers stand at once, with all their numbers.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/?load=none');
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    for (const name of PLACES) {
      await visit(page, name);
      await unfold(page);
      const before = await cutTexts(page);
      expect(before.filter((text) => text.includes('output-pane'))).toEqual([]);
      await spaceText(page);
      await expectNoSidewaysScroll(page);
      const after = await cutTexts(page);
      expect(
        after.filter((text) => !before.includes(text)),
        `${name}, ${width} px`,
      ).toEqual([]);
      await page.evaluate(() => {
        document.adoptedStyleSheets = [];
      });
    }
  }
});
