/** How soon the page can be used. */
import type { Page } from '@playwright/test';

declare global {
  /** in the page: when the prompt was there and the main thread free for a key, in milliseconds since the navigation began */
  var promptReadyAt: number | undefined;
}

/**
 * Opens an address and types into the prompt as soon as it is there.
 * @param page one that has not been opened yet
 * @returns milliseconds from the beginning of the navigation to a prompt that takes keys
 */
export async function timeToPrompt(page: Page, url: string): Promise<number> {
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector('textarea[aria-label="Prompt"]')) return;
      observer.disconnect();
      // A task of its own, which comes when the work of opening leaves room for one, as a key would.
      setTimeout(() => {
        globalThis.promptReadyAt = performance.now();
      });
    }).observe(document, { subtree: true, childList: true });
  });
  await page.goto(url);
  const readyAt = await page.waitForFunction(() => globalThis.promptReadyAt);
  const prompt = page.getByRole('textbox', { name: 'Prompt', exact: true });
  await prompt.fill('Taken');
  if ((await prompt.inputValue()) !== 'Taken') throw new Error('the prompt does not take what is typed');
  return (await readyAt.jsonValue()) ?? Number.NaN;
}
