/** What axe finds (nothing), in both themes and on a narrow screen; model-free, so it is quick. */
import AxeBuilder from '@axe-core/playwright';
import { place, prompt } from './lib/page.ts';
import { expect, test } from './lib/test.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 375]) {
    test(`no violations, ${colorScheme}, ${width} px wide, and nothing scrolls sideways`, async ({
      page,
    }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 800 });
      await page.goto('/?load=none');
      for (const name of ['Playground', 'Models'] as const) {
        await place(page, name).click();
        await expect(page.getByRole('heading', { name, level: 1 })).toBeAttached();
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow).toBe(0);
      }
    });
  }
}

test('the prompt is reached with few steps of the Tab key, each with a visible focus', async ({ page }) => {
  await page.goto('/?load=none');
  for (let step = 0; step < 8; step++) {
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
  throw new Error('the prompt was not reached within eight steps');
});
