/**
 * A page that can be put behind another tab. Playwright keeps every page of its own in front, as far as the page can tell, so
 * this one is opened and spoken to past it, through the browser's debugging protocol.
 */
import type { Browser } from '@playwright/test';

export interface BackgroundPage {
  /** Value of an expression in the page, a promise's too; what it gives has to be JSON. */
  evaluate<T>(expression: string): Promise<T>;
  /** Another tab comes to the front: no frames any more, and timers once a second. */
  hide(): Promise<void>;
  /** What a browser does to a tab that it wants nothing of for a while: no code of it runs, its worker's neither. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  show(): Promise<void>;
}

interface Answer {
  id?: number;
  result?: { result?: { value?: unknown }; exceptionDetails?: { text: string } };
  error?: { message: string };
}

/** @param browser one without Playwright's flags against throttling: see `THROTTLING` */
export async function openBackgroundPage(browser: Browser, url: string): Promise<BackgroundPage> {
  const session = await browser.newBrowserCDPSession();
  const { browserContextId } = await session.send('Target.createBrowserContext');
  const { targetId } = await session.send('Target.createTarget', { url, browserContextId });
  const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false });
  const waiting = new Map<number, (answer: Answer) => void>();
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const answer = JSON.parse(message) as Answer;
    waiting.get(answer.id ?? 0)?.(answer);
  });
  let lastId = 0;

  async function send(method: string, params: Record<string, unknown> = {}): Promise<unknown> {
    lastId += 1;
    const id = lastId;
    const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
    await session.send('Target.sendMessageToTarget', {
      sessionId,
      message: JSON.stringify({ id, method, params }),
    });
    const { result, error } = await answered;
    waiting.delete(id);
    const problem = error?.message ?? result?.exceptionDetails?.text;
    if (problem !== undefined) throw new Error(`${method}: ${problem}`);
    return result?.result?.value;
  }

  return {
    evaluate: <T>(expression: string) =>
      send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true }) as Promise<T>,
    async hide() {
      const other = await session.send('Target.createTarget', { url: 'about:blank', browserContextId });
      await session.send('Target.activateTarget', { targetId: other.targetId });
    },
    freeze: async () => void (await send('Page.setWebLifecycleState', { state: 'frozen' })),
    thaw: async () => void (await send('Page.setWebLifecycleState', { state: 'active' })),
    show: async () => void (await session.send('Target.activateTarget', { targetId })),
  };
}

/** Flags by which Playwright keeps pages behind others as quick as those in front. */
export const THROTTLING = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];
