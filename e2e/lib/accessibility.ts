/** What every state of the page has to hold: axe finds nothing, and nothing scrolls sideways. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Axe's own set, with the one rule of WCAG 2.2 AA that it leaves out unless it is asked for. */
const RULES = { 'target-size': { enabled: true } };

export async function expectAccessible(page: Page): Promise<void> {
  await settleColours(page);
  const { violations } = await new AxeBuilder({ page }).options({ rules: RULES }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  await expectNoSidewaysScroll(page);
}

/**
 * Half-way from one theme to the other a button has the contrast of neither. Asked at every frame, as a page in which nothing
 * else happens may draw none, and then the change stands still.
 */
async function settleColours(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      !document
        .getAnimations()
        .some((animation) => animation instanceof CSSTransition && animation.playState === 'running'),
  );
}

export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, 'pixels that the page is wider than the window').toBe(0);
}

/** Opens what is folded away, so that what is looked at is everything that can be reached. */
export async function unfold(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
}
