/** How long the page's main thread is held up while somebody uses it. */
import type { Page } from '@playwright/test';
import { generate, prompt, slider, status } from './page.ts';

/** Of the longest task, in milliseconds. */
export interface Longest {
  /** by the clock, as the page's user waits; 0: none took over 50, below which the browser tells of none */
  wall: number;
  /** that it had the processor: on a machine that does other things meanwhile, the page's own part */
  own: number;
}

export type Use = 'typing' | 'writing' | 'sliding';

const TYPED = 'How do the tides know when to turn? Tell me slowly.';
/** Milliseconds between two keys: a fast typist, a key that is held down. */
const TYPING_DELAY_MS = 30;
const HOLDING_DELAY_MS = 33;
const SLIDER_STEPS = 40;

/**
 * Types a prompt, lets both answers be written, and moves the strength while the steered one is written.
 * @param page the playground, with a model that is ready and a vector that fits it
 */
export async function useAndWatch(page: Page, timeoutMs: number): Promise<Record<Use, Longest>> {
  const isDone = () =>
    status(page)
      .filter({ hasText: /^Done\./ })
      .waitFor({ timeout: timeoutMs });
  const watch = await watchTasks(page);

  await watch.begin('typing');
  await prompt(page).fill('');
  await prompt(page).pressSequentially(TYPED, { delay: TYPING_DELAY_MS });

  await watch.begin('writing');
  await generate(page).click();
  await isDone();

  await watch.begin('sliding');
  await slider(page, 'Strength').focus();
  for (let step = 0; step < SLIDER_STEPS; step++) {
    await page.keyboard.press(step % 16 < 8 ? 'ArrowRight' : 'ArrowLeft', { delay: HOLDING_DELAY_MS });
  }
  await isDone();
  return watch.end();
}

interface Watch {
  begin(use: Use): Promise<void>;
  end(): Promise<Record<Use, Longest>>;
}

declare global {
  /** in the page */
  var longTasks: PerformanceEntryList;
}

/** The browser's observer tells the clock's time, its trace the processor's. */
async function watchTasks(page: Page): Promise<Watch> {
  const browser = page.context().browser();
  if (!browser) throw new Error('a trace can only be taken of a browser that was launched');
  await page.evaluate(() => {
    globalThis.longTasks = [];
    new PerformanceObserver((list) => globalThis.longTasks.push(...list.getEntries())).observe({
      type: 'longtask',
    });
  });
  const categories = ['blink.user_timing', 'disabled-by-default-devtools.timeline'];
  await browser.startTracing(page, { categories });
  return {
    begin: (use) => page.evaluate((name) => void performance.mark(`begin ${name}`), use),
    async end() {
      const wall = await page.evaluate(async () => {
        // An entry is told a moment after its task.
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        const begun = performance.getEntriesByType('mark').filter(({ name }) => name.startsWith('begin '));
        return begun.map(({ name, startTime }, index) => {
          const until = begun[index + 1]?.startTime ?? Number.POSITIVE_INFINITY;
          const within = globalThis.longTasks.filter(
            (task) => task.startTime >= startTime && task.startTime < until,
          );
          return [name.slice('begin '.length), Math.max(0, ...within.map(({ duration }) => duration))];
        });
      });
      const own = ownTimes(JSON.parse((await browser.stopTracing()).toString()));
      const uses = wall as [Use, number][];
      return Object.fromEntries(
        uses.map(([use, ms]) => [use, { wall: ms, own: own.get(use) ?? 0 }]),
      ) as Record<Use, Longest>;
    },
  };
}

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** microseconds; `tdur`: of the processor */
  ts: number;
  tdur?: number;
}

/** The longest task after each mark, on the thread that set the marks. */
function ownTimes({ traceEvents }: { traceEvents: TraceEvent[] }): Map<string, number> {
  const marks = traceEvents.filter(({ name }) => name.startsWith('begin ')).sort((a, b) => a.ts - b.ts);
  const tasks = traceEvents.filter(
    ({ name, pid, tid }) => name === 'RunTask' && pid === marks[0]?.pid && tid === marks[0]?.tid,
  );
  if (marks.length === 0 || tasks.length === 0) throw new Error('the trace holds no task of the page');
  return new Map(
    marks.map(({ name, ts }, index) => {
      const until = marks[index + 1]?.ts ?? Number.POSITIVE_INFINITY;
      const within = tasks.filter((task) => task.ts >= ts && task.ts < until);
      return [
        name.slice('begin '.length),
        Math.max(0, ...within.map(({ tdur }) => tdur ?? 0)) / 1000,
      ] as const;
    }),
  );
}
