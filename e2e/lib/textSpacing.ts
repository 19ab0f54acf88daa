/** Texts set wider, as readers may set them: WCAG 1.4.12 Text Spacing. */
import type { Page } from '@playwright/test';

/** A constructed sheet, as the content security policy lets no style element in. */
export const spaceText = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
       p { margin-bottom: 2em !important; }`,
    );
    document.adoptedStyleSheets.push(sheet);
  });

/** Elements that cut their own text off, without a way to scroll to it. */
export const cutTexts = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const cuts = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
    const isCut = (element: Element): boolean => {
      const { overflowX, overflowY, clipPath } = getComputedStyle(element);
      if (clipPath !== 'none' || !element.checkVisibility()) return false;
      const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
      return (
        (cuts(overflowX) && scrollWidth > clientWidth + 1) ||
        (cuts(overflowY) && scrollHeight > clientHeight + 1)
      );
    };
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.textContent?.trim() && isCut(element))
      .map((element) => `${element.tagName.toLowerCase()}.${element.className}: ${element.textContent}`);
  });
