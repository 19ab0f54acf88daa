/** What a screen reader is told: every change of a live region, in order. */
import type { Page } from '@playwright/test';

declare global {
  /** in the page */
  var heard: string[];
}

/** From now on; a region that is there already is not told again. */
export const listen = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const LIVE = '[role="status"], [role="alert"], [role="log"], [aria-live]:not([aria-live="off"])';
    const heard: string[] = [];
    const said = new Map<Element, string>();
    const look = () => {
      for (const region of document.querySelectorAll(LIVE)) {
        const text = region.textContent?.trim() ?? '';
        if (said.get(region) !== text && text !== '') heard.push(text);
        said.set(region, text);
      }
    };
    look();
    heard.length = 0;
    globalThis.heard = heard;
    const what = { subtree: true, childList: true, characterData: true, attributes: true };
    new MutationObserver(look).observe(document.body, what);
  });

export const announcements = (page: Page): Promise<string[]> => page.evaluate(() => globalThis.heard);
