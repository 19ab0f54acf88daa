/** A walk through the page with the Tab key: in which order it stops, and whether each stop can be seen. */
import type { Page } from '@playwright/test';

/** A page with more stops than this has a trap, or should have fewer. */
const MAX_STOPS = 300;

interface Walk {
  names: string[];
  problems: string[];
}

interface Stop {
  name: string;
  /** the walk is around */
  isEnd: boolean;
  problems: string[];
  /** no outline and no shadow tells the focus; the picture has to */
  clip: { x: number; y: number; width: number; height: number } | null;
}

/**
 * Presses Tab until the focus leaves the page. Every stop has to
 * - come after the last one in the document, and not stand above or left of it in their common part of the page;
 * - look different with the focus than without (WCAG 2.4.7);
 * - be inside the window and not wholly under something else (WCAG 2.4.11).
 * To be called on a page where nothing has had the focus yet.
 */
export async function walkFocus(page: Page): Promise<Walk> {
  await page.evaluate(rememberStyles);
  const walk: Walk = { names: [], problems: [] };
  for (let step = 0; step < MAX_STOPS; step++) {
    await page.keyboard.press('Tab');
    const { name, isEnd, problems, clip } = await page.evaluate(lookAtFocus);
    if (isEnd) return walk;
    walk.names.push(name);
    walk.problems.push(...problems.map((problem) => `${name}: ${problem}`));
    if (clip && !(await looksFocused(page, clip))) walk.problems.push(`${name}: the focus cannot be seen`);
  }
  walk.problems.push(`more than ${MAX_STOPS} stops`);
  return walk;
}

/** Compares the picture with the focus and without. */
async function looksFocused(page: Page, clip: NonNullable<Stop['clip']>): Promise<boolean> {
  const focused = await page.screenshot({ clip });
  await page.evaluate(() => focusWalk.pause());
  const resting = await page.screenshot({ clip });
  await page.evaluate(() => focusWalk.goOn());
  return !focused.equals(resting);
}

declare global {
  /** in the page, while it is walked through */
  var focusWalk: {
    /** how elements look without the focus */
    resting: Map<Element, string>;
    first: Element | null;
    last: { element: Element; box: DOMRect } | null;
    look(element: Element): string;
    pause(): void;
    goOn(): void;
  };
}

function rememberStyles(): void {
  const ringOf = (element: Element, pseudo?: '::after'): string => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(element, pseudo);
    return [outlineStyle === 'none' ? '' : [outlineStyle, outlineWidth, outlineColor], boxShadow].join();
  };
  /** Of the element, of what it draws over a whole card, and of the label or box around it, which may wear the ring. */
  const look = (element: Element): string => {
    const { parentElement: parent } = element;
    return [ringOf(element), ringOf(element, '::after'), parent ? ringOf(parent) : ''].join(' | ');
  };
  let paused: Element | null = null;
  globalThis.focusWalk = {
    resting: new Map([...document.querySelectorAll('*')].map((element) => [element, look(element)])),
    first: null,
    last: null,
    look,
    pause() {
      paused = document.activeElement;
      if (paused instanceof HTMLElement) paused.blur();
    },
    goOn() {
      if (paused instanceof HTMLElement) paused.focus({ preventScroll: true });
    },
  };
}

function lookAtFocus(): Stop {
  const element = document.activeElement;
  const { first, last, resting, look } = focusWalk;
  // Past its last stop the focus goes to the document, or at once to the first.
  if (!element || element === document.body || element === first) {
    return { name: '', isEnd: true, problems: [], clip: null };
  }
  focusWalk.first ??= element;
  const box = element.getBoundingClientRect();
  const placed = new DOMRect(box.x + scrollX, box.y + scrollY, box.width, box.height);
  const problems: string[] = [];
  if (last) problems.push(...orderProblems(last.element, last.box));
  focusWalk.last = { element, box: placed };
  if (!isSeen()) problems.push('is outside the window, or under something else');
  const shows = resting.has(element) && look(element) !== resting.get(element);
  return { name: nameOf(element), isEnd: false, problems, clip: shows ? null : clip() };

  function orderProblems(before: Element, { top, bottom, left, right }: DOMRect): string[] {
    const found: string[] = [];
    if (element!.compareDocumentPosition(before) & Node.DOCUMENT_POSITION_FOLLOWING) {
      found.push(`comes after ${nameOf(before)}, before which it stands in the document`);
    }
    const part = element!.closest('section, form, fieldset, header, nav, footer, aside, dialog, li, details');
    if (!part?.contains(before)) return found;
    const isAbove = placed.bottom <= top && placed.left < right;
    const isLeft = placed.right <= left && placed.top < bottom && placed.bottom > top;
    if (isAbove || isLeft) found.push(`stands ${isAbove ? 'above' : 'left of'} ${nameOf(before)}`);
    return found;
  }

  function isSeen(): boolean {
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    if (left >= right || top >= bottom) return false;
    const shares = [0.1, 0.5, 0.9];
    return shares.some((across) =>
      shares.some((down) => {
        const hit = document.elementFromPoint(left + across * (right - left), top + down * (bottom - top));
        return hit !== null && (element!.contains(hit) || hit.contains(element!));
      }),
    );
  }

  function clip(): Stop['clip'] {
    const [x, y] = [Math.max(0, box.x - 6), Math.max(0, box.y - 6)];
    const width = Math.min(innerWidth - x, box.width + 12);
    const height = Math.min(innerHeight - y, box.height + 12);
    return width > 0 && height > 0 ? { x, y, width, height } : null;
  }

  function nameOf(each: Element): string {
    const label = each.getAttribute('aria-label') ?? (each as HTMLInputElement).labels?.[0]?.textContent;
    const text = (label ?? each.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 40);
    return `${each.tagName.toLowerCase()} "${text}"`;
  }
}
