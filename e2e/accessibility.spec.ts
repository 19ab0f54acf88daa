/** The page before any model is there: both themes, wide and narrow, and the Tab key. Quick. */
import { expectAccessible } from './lib/accessibility.ts';
import { place, prompt } from './lib/page.ts';
import { expect, test } from './lib/test.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 320]) {
    test(`no violations, ${colorScheme}, ${width} px wide, and nothing scrolls sideways`, async ({
      page,
    }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 800 });
      await page.goto('/?load=none');
      for (const name of ['Playground', 'Vectors', 'Evaluate', 'Learn', 'Models'] as const) {
        await place(page, name).click();
        await expect(page.getByRole('heading', { name, level: 1 })).toBeAttached();
        await expectAccessible(page);
      }
    });
  }
}

test('the prompt is reached with few steps of the Tab key, each with a visible focus', async ({ page }) => {
  await page.goto('/?load=none');
  for (let step = 0; step < 9; step++) {
    await page.keyboard.press('Tab');
    const outline = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement ?? document.body);
      const parent = getComputedStyle(document.activeElement?.parentElement ?? document.body);
      const shows = ({ outlineStyle, boxShadow }: CSSStyleDeclaration) =>
        outlineStyle !== 'none' || boxShadow !== 'none';
      return shows(style) || shows(parent);
    });
    expect(outline).toBe(true);
    if (await prompt(page).evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error('the prompt was not reached within nine steps');
});
