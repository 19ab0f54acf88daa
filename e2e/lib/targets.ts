/** What a pointer can press, and whether a finger can: WCAG 2.2, 2.5.8 Target Size (Minimum). */
import type { Page } from '@playwright/test';

/**
 * Targets under 24 by 24 pixels that do not have the room instead: a circle of 24 pixels around the middle of each must
 * touch no other target, and no other such circle. Links inside a sentence are as high as its line. What is disabled
 * counts, as it will not always be.
 */
export const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const SIZE = 24;
    const PRESSABLE =
      'a[href], button, input, select, textarea, summary, [role="tab"], [role="button"], [role="option"]';

    /** A label is pressed for what it holds. */
    const targets = new Set<Element>();
    // what is behind a dialog cannot be pressed
    const within = document.querySelector('dialog:modal') ?? document;
    for (const element of within.querySelectorAll(PRESSABLE)) {
      const target = element.closest('label') ?? element;
      if (target.checkVisibility({ visibilityProperty: true }) && !isInSentence(target)) targets.add(target);
    }
    const boxes = [...targets].map((target) => ({ target, box: target.getBoundingClientRect() }));
    const isSmall = ({ box }: { box: DOMRect }) => box.width < SIZE || box.height < SIZE;
    return boxes
      .filter(isSmall)
      .filter((small) => boxes.some((other) => isTooClose(small, other)))
      .map(({ target, box }) => `${nameOf(target)}: ${box.width.toFixed(1)} x ${box.height.toFixed(1)}`);

    type Boxed = { target: Element; box: DOMRect };

    function isTooClose(small: Boxed, other: Boxed): boolean {
      if (small.target.contains(other.target) || other.target.contains(small.target)) return false;
      const [x, y] = middle(small.box);
      if (isSmall(other)) {
        const [otherX, otherY] = middle(other.box);
        return Math.hypot(x - otherX, y - otherY) < SIZE;
      }
      const { left, right, top, bottom } = other.box;
      const away = [Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom)] as const;
      return Math.hypot(...away) < SIZE / 2;
    }

    function middle({ left, right, top, bottom }: DOMRect): [x: number, y: number] {
      return [(left + right) / 2, (top + bottom) / 2];
    }

    function isInSentence(element: Element): boolean {
      if (getComputedStyle(element).display !== 'inline') return false;
      const siblings = [...(element.parentNode?.childNodes ?? [])];
      return siblings.some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '');
    }

    function nameOf(element: Element): string {
      const label = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40);
      return `${element.tagName.toLowerCase()}.${element.className} "${label}"`;
    }
  });
